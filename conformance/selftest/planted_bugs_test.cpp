// A suite that finds nothing proves nothing: servers with one bug each, which it must catch.
#include "altering_transport.hpp"
#include "load/case.hpp"
#include "run/selection.hpp"
#include "run/suite.hpp"

#include <spikelet/wire/frame.hpp>

namespace spikelet::conformance {
namespace {

struct planted_bug {
    const char* what;
    const char* area;  // whose cases must find it
    alteration change;
};

// Changes the headers of requests that hold a message.
alteration of_request_headers(std::function<void(wire::message_header&)> change) {
    return {.of_request = [change = std::move(change)](std::string& request) {
        if (!is_message(request)) return;
        wire::message_header header = header_of(request);
        change(header);
        set_header(request, header);
    }};
}

alteration of_replies(
    std::function<void(const std::string& request, wire::message_header&)> change) {
    return {
        .of_reply = [change = std::move(change)](const std::string& request, std::string& reply) {
            if (!is_message(reply)) return;
            wire::message_header header = header_of(reply);
            change(request, header);
            set_header(reply, header);
        }};
}

std::uint8_t number(result_code code) {
    return static_cast<std::uint8_t>(code);
}

// Turns each operation of one type into another.
void change_operations(std::string& request, wire::operation_type from, wire::operation_type to) {
    wire::message_view m;
    if (!is_message(request) ||
        wire::parse_message(wire::as_bytes(request).subspan(wire::frame_header_size), m) !=
            wire::message_errc::ok)
        return;
    constexpr std::size_t bytes_before_name = 4;  // type, particle, flags, length of the name
    for (const wire::operation_view op : m.operations()) {
        if (op.type != from) continue;
        const char* const name = op.bin.data();
        const auto at = static_cast<std::size_t>(name - request.data()) - bytes_before_name;
        request[at] = static_cast<char>(to);
    }
}

// Turns each call of one operation of bits or HyperLogLogs, [code, arguments ...], into another
// that takes the same arguments.
alteration of_calls(wire::operation_type type, int from, int to) {
    return {.of_request = [=](std::string& request) {
        wire::message_view m;
        if (!is_message(request) ||
            wire::parse_message(wire::as_bytes(request).subspan(wire::frame_header_size), m) !=
                wire::message_errc::ok)
            return;
        for (const wire::operation_view op : m.operations()) {
            constexpr std::size_t code_at = 1;  // behind the header of a short list
            if (op.type != type || op.value.size() <= code_at || op.value[code_at] != from)
                continue;
            const char* const value = wire::as_text(op.value).data();
            request[static_cast<std::size_t>(value - request.data()) + code_at] =
                static_cast<char>(to);
        }
    }};
}

std::vector<planted_bug> planted_bugs() {
    return {
        {"increment overwrites",
         "scalar",
         {.of_request =
              [](std::string& request) {
                  change_operations(request, wire::operation_type::increment,
                                    wire::operation_type::write);
              }}},
        {"prepend appends",
         "scalar",
         {.of_request =
              [](std::string& request) {
                  change_operations(request, wire::operation_type::prepend,
                                    wire::operation_type::append);
              }}},
        {"keys that are sent never match", "key",
         of_replies([](const std::string& request, wire::message_header& h) {
             if (has_field(request, wire::field_type::key))
                 h.result_code = number(result_code::key_mismatch);
         })},
        {"create-only creates and overwrites", "policy", of_request_headers([](auto& h) {
             h.info2 &= static_cast<std::uint8_t>(~wire::info2::create_only);
         })},
        {"the generation is not checked", "policy", of_request_headers([](auto& h) {
             h.info2 &= static_cast<std::uint8_t>(~wire::info2::generation);
         })},
        {"replace merges", "policy", of_request_headers([](auto& h) {
             h.info3 &= static_cast<std::uint8_t>(~wire::info3::replace_only);
         })},
        {"the answer forgets the ttl", "ttl",
         of_replies([](const std::string&, wire::message_header& h) { h.record_ttl = 0; })},
        {"the ttl is a second too long", "ttl",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.record_ttl != 0) ++h.record_ttl;
         })},
        {"too big records are said to be stored", "limit",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.result_code == number(result_code::record_too_big))
                 h.result_code = number(result_code::ok);
         })},
        {"errors of info are empty answers",
         "info",
         {.of_reply =
              [](const std::string&, std::string& reply) {
                  const auto error = reply.find("\tERROR");
                  if (error == std::string::npos) return;
                  reply.resize(error + 1);
                  reply += '\n';
                  wire::store_frame_header(reinterpret_cast<std::uint8_t*>(reply.data()),
                                           {.type = wire::frame_type::info,
                                            .body_size = reply.size() - wire::frame_header_size});
              }}},
        {"the server ignores create-only, which a client's group asks for", "client",
         of_request_headers(
             [](auto& h) { h.info2 &= static_cast<std::uint8_t>(~wire::info2::create_only); })},
        {"functions never fail", "udf", of_replies([](const std::string&, wire::message_header& h) {
             if (h.result_code == number(result_code::udf)) h.result_code = number(result_code::ok);
         })},
        {"elements out of reach are wrong parameters", "list",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.result_code == number(result_code::op_not_applicable))
                 h.result_code = number(result_code::parameter);
         })},
        {"keys that are there are added again", "map",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.result_code == number(result_code::element_exists))
                 h.result_code = number(result_code::ok);
         })},
        {"ways that lead nowhere are wrong parameters", "context",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.result_code == number(result_code::op_not_applicable))
                 h.result_code = number(result_code::parameter);
         })},
        {"several clients create one record", "concurrency", of_request_headers([](auto& h) {
             h.info2 &= static_cast<std::uint8_t>(~wire::info2::create_only);
         })},
        {"generations stand still", "identity",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.generation > 1) h.generation = 1;
         })},
        {"large answers are errors",
         "values",
         {.of_reply =
              [](const std::string&, std::string& reply) {
                  constexpr std::size_t large = 60000;
                  if (!is_message(reply) || reply.size() < large) return;
                  wire::message_header header = header_of(reply);
                  header.result_code = number(result_code::server_error);
                  set_header(reply, header);
              }}},
        {"bits are shifted to the left only", "bit",
         of_calls(wire::operation_type::bits_modify, 9, 8)},
        {"numbers of bits are added instead of subtracted", "bit",
         of_calls(wire::operation_type::bits_modify, 11, 10)},
        {"what two have in common is what either has", "hll",
         of_calls(wire::operation_type::hll_read, 53, 52)},
        {"HyperLogLogs that are there are made again", "hll",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.result_code == number(result_code::bin_exists))
                 h.result_code = number(result_code::ok);
         })},
        {"a new record has generation 2", "scalar",
         of_replies([](const std::string&, wire::message_header& h) {
             if (h.generation == 1) h.generation = 2;
         })},
    };
}

const std::vector<conformance_case>& all_cases() {
    static const auto all =
        load_cases(std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/cases");
    return all;
}

std::vector<conformance_case> cases_of(const std::string& area) {
    std::vector<conformance_case> cases;
    // A case of very many calls finds nothing that others do not, and takes its time for each bug.
    const auto is_long = [](const conformance_case& c) {
        return std::ranges::any_of(c.steps, [](const step& s) { return s.times > 1000; });
    };
    std::ranges::copy_if(all_cases(), std::back_inserter(cases),
                         [&](const auto& c) { return c.area == area && !is_long(c); });
    return cases;
}

std::vector<behaviour> behaviours_of(const std::string& area) {
    auto behaviours = all_behaviours();
    std::erase_if(behaviours, [&](const auto& b) { return b.area != area; });
    return behaviours;
}

TEST(planted_bugs, are_found_by_the_cases_of_their_area) {
    for (const planted_bug& bug : planted_bugs()) {
        const auto where = make_mock_target({.filter = [&](std::shared_ptr<direct_transport> to) {
            return altering_transport(std::move(to), bug.change);
        }});
        const auto cases = cases_of(bug.area);
        const auto behaviours = behaviours_of(bug.area);
        ASSERT_FALSE(cases.empty() && behaviours.empty()) << bug.area;
        const result_counts counts = count(run_suite(*where, cases, behaviours, {}));
        EXPECT_GT(counts.failed, 0U) << bug.what;
        EXPECT_GT(counts.passed, 0U) << bug.what << ": everything fails, which says little";
    }
}

TEST(planted_bugs, cover_every_area) {
    std::set<std::string> areas;
    for (const auto& c : all_cases())
        areas.insert(c.area);
    for (const behaviour& b : all_behaviours())
        areas.emplace(b.area);
    for (const planted_bug& bug : planted_bugs())
        areas.erase(bug.area);
    EXPECT_THAT(areas, ::testing::IsEmpty()) << "these areas have no planted bug";
}

TEST(planted_bugs, without_one_nothing_fails) {
    const auto where = make_mock_target({.filter = [](std::shared_ptr<direct_transport> to) {
        return altering_transport(std::move(to), {});
    }});
    const result_counts counts = count(run_suite(*where, cases_of("scalar"), {}, {}));
    EXPECT_EQ(counts.failed, 0U);
}

}  // namespace
}  // namespace spikelet::conformance
