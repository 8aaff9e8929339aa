#include "load/answer.hpp"

#include <spikelet/wire/result_code.hpp>

#include <regex>
#include <sstream>

namespace spikelet::conformance {
namespace {

constexpr client_errc client_codes[] = {
    client_errc::client,
    client_errc::parameter,
    client_errc::invalid_host,
    client_errc::client_abort,
    client_errc::no_connections,
    client_errc::invalid_node,
    client_errc::tls,
    client_errc::connection,
    client_errc::queue_full,
    client_errc::max_retries,
    client_errc::max_error_rate,
    client_errc::no_response,
    client_errc::batch_failed,
    client_errc::transaction_failed,
    client_errc::transaction_committed,
    client_errc::transaction_aborted,
    client_errc::timeout,
    client_errc::malformed_reply,
    client_errc::serialization,
};

std::string client_name(client_errc code) {
    return "client/" + std::string(name(code));
}

std::string bins_text(const bins& b) {
    std::string out = "{";
    for (const bin& item : b)
        out += (out.size() == 1 ? "" : ", ") + item.name + ": " + to_string(item.value);
    return out + "}";
}

std::string results_text(const std::vector<bin>& results) {
    std::string out = "[";
    for (const bin& item : results)
        out += (out.size() == 1 ? "" : ", ") + item.name + ": " + to_string(item.value);
    return out + "]";
}

std::string ttl_text(std::optional<std::uint32_t> ttl_s) {
    return ttl_s ? "ttl " + std::to_string(*ttl_s) : "ttl never";
}

std::string error_text(const expected_error& e) {
    return "error " + e.name + (e.in_doubt ? ", in doubt" : "") +
           (e.text ? ", with text that matches " + *e.text : "");
}

// nullopt: never.
std::optional<std::uint32_t> seconds_of(const expected_ttl& ttl, const ttl_terms& terms) {
    if (ttl.kind == expected_ttl::form::seconds) return ttl.seconds;
    if (ttl.kind == expected_ttl::form::namespace_default && terms.default_s != 0)
        return terms.default_s;
    return std::nullopt;
}

bool same_ttl(std::optional<std::uint32_t> got, std::optional<std::uint32_t> expected,
              const ttl_terms& terms) {
    if (!got || !expected) return got == expected;
    const std::int64_t off = std::int64_t{*got} - *expected;
    return std::abs(off) <= terms.tolerance_s;
}

// Matched breadth first: in time and memory that a long answer of a server cannot run up.
constexpr auto regex_syntax = std::regex::ECMAScript | std::regex_constants::__polynomial;

// Its groups are read one inside the other.
constexpr std::size_t regex_size_max = 1000;

std::string regex_from_json(const node& n) {
    if (n.text().size() > regex_size_max) {
        n.refuse("a regular expression of at most " + std::to_string(regex_size_max) +
                 " characters");
    }
    try {
        const std::regex checked(n.text(), regex_syntax);
    } catch (const std::regex_error& e) {
        n.refuse(std::string("a regular expression: ") + e.what());
    }
    return n.text();
}

bool matches(const std::string& text, const std::string& regex) {
    return std::regex_match(text, std::regex(regex, regex_syntax));
}

expected_error error_from_json(const node& n) {
    constexpr std::string_view accepted =
        "the name of a result code (chapter 02) such as \"RECORD_NOT_FOUND\", or of the client's "
        "own such as \"client/parameter\"";
    const bool is_object = n.json().is_object();
    if (is_object) n.expect_keys({"code", "in_doubt", "text"});
    const node code = is_object ? n.at("code") : n;
    if (!code.json().is_string() || !is_error_name(code.text())) code.refuse(accepted);
    expected_error out{.name = code.text()};
    if (is_object) {
        if (const auto doubt = n.find("in_doubt")) out.in_doubt = doubt->boolean();
        if (const auto text = n.find("text")) out.text = regex_from_json(*text);
    }
    return out;
}

expected_ttl ttl_from_json(const node& n) {
    if (n.json() == "never") return {};
    if (n.json() == "namespace_default") return {.kind = expected_ttl::form::namespace_default};
    if (!n.json().is_number_unsigned()) n.refuse("seconds, \"never\" or \"namespace_default\"");
    return {.kind = expected_ttl::form::seconds,
            .seconds = static_cast<std::uint32_t>(n.integer(1, UINT32_MAX))};
}

std::vector<bin> results_from_json(const node& n) {
    std::vector<bin> out;
    for (const node& item : n.items()) {
        const auto parts = item.items();
        if (parts.size() != 2) item.refuse("a pair [bin, value]");
        out.push_back({parts[0].text(), value_from_json(parts[1].json(), parts[1].path())});
    }
    return out;
}

}  // namespace

std::string result_name(result_code code) {
    const wire::result_code_info& info = wire::describe(code);
    return info.name == "UNKNOWN" ? std::to_string(static_cast<unsigned>(code))
                                  : std::string(info.name);
}

std::string error_name(const error& e) {
    for (const client_errc code : client_codes) {
        if (e == code) return client_name(code);
    }
    return result_name(static_cast<result_code>(e.number()));
}

bool is_error_name(std::string_view name) {
    for (const client_errc code : client_codes) {
        if (name == client_name(code)) return true;
    }
    for (unsigned number = 1; number < 256; ++number) {
        if (name == result_name(static_cast<result_code>(number))) return true;
    }
    return false;
}

expectation expectation::from_json(const node& n, const std::vector<std::string_view>& accepted) {
    n.expect_keys(accepted);
    expectation out;
    if (const auto e = n.find("error")) {
        if (n.json().size() != 1)
            throw json_error(n.path(), "has an error and something else; an error stands alone");
        out.failure = error_from_json(*e);
        return out;
    }
    if (const auto a = n.find("absent")) out.absent = a->boolean();
    if (const auto g = n.find("gen"))
        out.generation = static_cast<std::uint32_t>(g->integer(0, UINT16_MAX));
    if (const auto t = n.find("ttl")) out.ttl = ttl_from_json(*t);
    if (const auto b = n.find("bins")) out.bins = bins_from_json(b->json(), b->path());
    if (const auto r = n.find("results")) out.results = results_from_json(*r);
    if (const auto i = n.find("info")) out.info = regex_from_json(*i);
    if (const auto r = n.find("result")) out.result = value_from_json(r->json(), r->path());
    return out;
}

std::optional<mismatch> compare(const expectation& expect, const answer& got,
                                const ttl_terms& terms) {
    const auto differs = [&](std::string expected) {
        return mismatch{std::move(expected), to_string(got)};
    };
    if (expect.failure) {
        if (!got.failure || error_name(*got.failure) != expect.failure->name ||
            got.failure->in_doubt() != expect.failure->in_doubt ||
            (expect.failure->text && !matches(got.failure->message(), *expect.failure->text)))
            return differs(error_text(*expect.failure));
        return std::nullopt;
    }
    if (got.failure) return differs(expect.absent.value_or(false) ? "no record" : "success");
    if (expect.absent && *expect.absent != got.absent)
        return differs(*expect.absent ? "no record" : "a record");
    if (expect.bins && (!got.bins || *got.bins != *expect.bins))
        return differs("bins " + bins_text(*expect.bins));
    if (expect.results && (!got.results || *got.results != *expect.results))
        return differs("results " + results_text(*expect.results));
    if (expect.result && (!got.result || *got.result != *expect.result))
        return differs("the result " + to_string(*expect.result));
    if (expect.generation && (!got.metadata || got.metadata->generation != *expect.generation))
        return differs("gen " + std::to_string(*expect.generation));
    if (expect.ttl) {
        const auto ttl_s = seconds_of(*expect.ttl, terms);
        if (!got.metadata || !same_ttl(got.metadata->ttl_s, ttl_s, terms))
            return differs(ttl_text(ttl_s));
    }
    if (expect.info && (!got.info || !matches(*got.info, *expect.info)))
        return differs("text that matches " + *expect.info);
    return std::nullopt;
}

std::string to_string(const answer& a) {
    if (a.failure) return error_name(*a.failure) + ": " + a.failure->to_string();
    if (a.absent) return "no record";
    std::string out;
    const auto add = [&](const std::string& text) { out += (out.empty() ? "" : ", ") + text; };
    if (a.bins) add("bins " + bins_text(*a.bins));
    if (a.results) add("results " + results_text(*a.results));
    if (a.metadata) {
        add("gen " + std::to_string(a.metadata->generation));
        add(ttl_text(a.metadata->ttl_s));
    }
    if (a.info) add(*a.info);
    if (a.result) add("the result " + to_string(*a.result));
    return out.empty() ? "success" : out;
}

}  // namespace spikelet::conformance
