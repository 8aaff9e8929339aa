#include "answers.hpp"
#include "recorded_case.hpp"

#include <spikelet/conformance/replay.hpp>

#include <nlohmann/json.hpp>

#include <deque>

namespace spikelet::conformance {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// One step: request "<id>", answer `answer`.
nlohmann::json make_case(const std::string& id, const std::string& category,
                         const std::string& operation,
                         const std::vector<std::string>& features = {},
                         const std::string& answer = "ok") {
    return {
        {"id", id},
        {"category", category},
        {"op", operation},
        {"text", "does " + id},
        {"features", features},
        {"steps",
         {{{"req", encode_hex(view(id))}, {"resp", encode_hex(view(answer))}, {"check", true}}}}};
}

// Answers "ok" to everything, except what `answers` and `statuses` say; notes what it was asked.
class fake_server {
public:
    transport connect() {
        return [this](wire::bytes_view request, answer_kind, wire::buffer& answer) {
            EXPECT_TRUE(answer.empty());
            const std::string text(wire::as_text(request));
            requests.push_back(text);
            if (const auto found = statuses.find(text); found != statuses.end())
                return found->second;
            const auto found = answers.find(text);
            answer.append(found != answers.end() ? std::string_view(found->second) : "ok");
            return exchange_status::answered;
        };
    }
    std::vector<std::string> requests;
    std::map<std::string, std::string> answers;
    std::map<std::string, exchange_status> statuses;
};

class replayer : public ::testing::Test {
protected:
    replay_result run(const std::vector<nlohmann::json>& cases) {
        std::string text;
        for (const auto& c : cases)
            text += c.dump() + "\n";
        return replay({folder_.write("c.jsonl", text)}, server_.connect(), options_);
    }

    temporary_folder folder_;
    fake_server server_;
    replay_options options_;
};

TEST_F(replayer, passes_and_failures_are_counted_by_operation) {
    server_.answers["2"] = "no";
    const auto result =
        run({make_case("1", "a", "x"), make_case("2", "a", "x"), make_case("3", "b", "y")});
    EXPECT_EQ(result.table.size(), 2u);
    EXPECT_EQ(result.table.at({"a", "x"}).cases, 2u);
    EXPECT_EQ(result.table.at({"a", "x"}).passed, 1u);
    EXPECT_EQ(result.table.at({"a", "x"}).failed, 1u);
    EXPECT_EQ(result.total().passed, 2u);
    EXPECT_FALSE(result.all_passed());
    ASSERT_EQ(result.failures.size(), 1u);
    EXPECT_EQ(result.failures[0].id, "2");
    EXPECT_EQ(result.failures[0].step, 1u);
    EXPECT_EQ(result.failures[0].step_count, 1u);
    EXPECT_THAT(result.failures[0].details, HasSubstr(encode_hex(view("no"))));
    EXPECT_THAT(result.failures[0].details, HasSubstr(encode_hex(view("ok"))));
    EXPECT_THAT(report_text(result), HasSubstr("FAIL 2  operation=x  step 1 of 1"));
    EXPECT_THAT(report_text(result), HasSubstr("case:     does 2"));
    EXPECT_THAT(report_summary(result), HasSubstr("replay: 2/3 pass (66.67%), 1 fail"));
}

TEST_F(replayer, nothing_selected_is_no_success) {
    options_.selection.ids = {"none"};
    EXPECT_FALSE(run({make_case("1", "a", "x")}).all_passed());
}

TEST_F(replayer, a_case_ends_at_its_first_difference) {
    auto c = make_case("1", "a", "x");
    c["steps"] = {{{"req", "31"}, {"resp", "00"}, {"check", false}},
                  {{"req", "32"}, {"resp", "00"}, {"check", true}},
                  {{"req", "33"}, {"resp", "00"}, {"check", true}}};
    const auto result = run({c});
    EXPECT_THAT(server_.requests, ElementsAre("1", "2"));
    EXPECT_EQ(result.failures.at(0).step, 2u);
}

TEST_F(replayer, closed_is_an_answer) {
    server_.statuses = {{"1", exchange_status::closed}, {"2", exchange_status::closed}};
    auto closes = make_case("1", "a", "x");
    closes["steps"][0]["resp"] = "CLOSED";
    auto stays_open = make_case("3", "a", "x");
    stays_open["steps"][0]["resp"] = "CLOSED";
    const auto result = run({closes, make_case("2", "a", "x"), stays_open});
    ASSERT_EQ(result.failures.size(), 2u);
    EXPECT_EQ(result.failures[0].actual, "connection closed");
    EXPECT_EQ(result.failures[1].expected, "connection closed");
}

TEST_F(replayer, timeout_fails_even_unchecked_steps) {
    server_.statuses["1"] = exchange_status::timed_out;
    auto c = make_case("1", "a", "x");
    c["steps"][0]["check"] = false;
    EXPECT_EQ(run({c}).failures.at(0).actual, "no answer in time");
}

TEST_F(replayer, rest_of_a_file_fails_after_timeouts_in_a_row) {
    options_.timeouts_max = 2;
    for (const char* id : {"1", "3", "4", "6"})
        server_.statuses[id] = exchange_status::timed_out;
    std::vector<nlohmann::json> cases;
    for (const char* id : {"1", "2", "3", "4", "5", "6"})
        cases.push_back(make_case(id, "a", "x"));
    const auto result = run(cases);
    EXPECT_THAT(server_.requests, ElementsAre("1", "2", "3", "4"));
    EXPECT_EQ(result.total().failed, 5u);
    EXPECT_EQ(result.failures.back().actual, "not run: too many timeouts");
    EXPECT_EQ(result.failures.back().step, 0u);
}

TEST_F(replayer, giving_up_ends_with_the_file) {
    options_.timeouts_max = 1;
    server_.statuses["1"] = exchange_status::timed_out;
    const auto first = folder_.write("1.jsonl", make_case("1", "a", "x").dump());
    const auto second = folder_.write("2.jsonl", make_case("2", "a", "x").dump());
    EXPECT_EQ(replay({first, second}, server_.connect(), options_).total().passed, 1u);
}

TEST_F(replayer, selection_narrows_by_each_list) {
    const std::vector<nlohmann::json> cases{
        make_case("1", "a", "x", {"f"}), make_case("2", "a", "y", {"f", "g"}),
        make_case("3", "b", "x", {"g"}), make_case("4", "b", "y", {})};
    const auto selected = [&](case_selection selection) {
        options_.selection = std::move(selection);
        server_.requests.clear();
        run(cases);
        return server_.requests;
    };
    EXPECT_THAT(selected({}), ElementsAre("1", "2", "3", "4"));
    EXPECT_THAT(selected({.categories = {"a"}}), ElementsAre("1", "2"));
    EXPECT_THAT(selected({.categories = {"a", "b"}, .operations = {"y"}}), ElementsAre("2", "4"));
    EXPECT_THAT(selected({.ids = {"1", "4"}}), ElementsAre("1", "4"));
    EXPECT_THAT(selected({.features = {"f", "g"}}), ElementsAre("1", "2", "3"));
    EXPECT_THAT(selected({.skipped_features = {"f"}}), ElementsAre("3", "4"));
    EXPECT_THAT(selected({.features = {"f"}, .skipped_features = {"g"}}), ElementsAre("1"));
    EXPECT_THAT(selected({.categories = {"a"}, .ids = {"3"}}), IsEmpty());
}

TEST_F(replayer, preamble_runs_once_before_the_first_selected_case) {
    auto preamble = make_case("p", "a", "p");
    preamble["preamble"] = true;
    const std::vector<nlohmann::json> cases{preamble, make_case("1", "a", "x"),
                                            make_case("2", "a", "y"), make_case("3", "a", "y")};
    options_.selection.operations = {"y"};
    auto result = run(cases);
    EXPECT_THAT(server_.requests, ElementsAre("p", "2", "3"));
    EXPECT_EQ(result.total().cases, 2u);

    options_.selection.operations = {"none"};
    server_.requests.clear();
    run(cases);
    EXPECT_THAT(server_.requests, IsEmpty());
}

TEST_F(replayer, preamble_that_differs_is_reported_but_not_counted) {
    auto preamble = make_case("p", "a", "p");
    preamble["preamble"] = true;
    server_.answers["p"] = "no";
    const auto result = run({preamble, make_case("1", "a", "x")});
    EXPECT_TRUE(result.all_passed());
    EXPECT_EQ(result.preambles.size(), 1u);
    EXPECT_THAT(report_text(result), HasSubstr("PREAMBLE p "));
}

TEST_F(replayer, waits_after_each_step_of_a_case_that_asks_for_it) {
    std::vector<int> waits;
    options_.pause = [&](std::chrono::milliseconds time) {
        waits.push_back(static_cast<int>(time.count()));
    };
    auto c = make_case("1", "a", "x");
    c["wait"] = 0.1;
    c["steps"].push_back(c["steps"][0]);
    EXPECT_TRUE(run({c, make_case("2", "a", "x")}).all_passed());
    EXPECT_THAT(waits, ElementsAre(100, 100));
}

TEST_F(replayer, known_differences_are_counted_apart) {
    options_.known.add_prefix("k/", "not built");
    server_.answers["k/1"] = "no";
    const auto result =
        run({make_case("k/1", "a", "x"), make_case("k/2", "a", "x"), make_case("1", "a", "x")});
    EXPECT_TRUE(result.all_passed());
    EXPECT_EQ(result.total().passed, 1u);
    EXPECT_EQ(result.total().known, 1u);
    EXPECT_EQ(result.total().unexpected_passes, 1u);
    ASSERT_EQ(result.known.size(), 1u);
    EXPECT_EQ(result.known[0].reason, "not built");
    EXPECT_EQ(result.unexpected_passes.at(0).id, "k/2");
    EXPECT_THAT(report_text(result), HasSubstr("skipped: not built (1)"));
    EXPECT_THAT(report_text(result), HasSubstr("unexpected pass: k/2, known as: not built"));
}

TEST_F(replayer, timeouts_of_known_differences_do_not_stop_the_others) {
    options_.timeouts_max = 1;
    options_.known.add_prefix("k/", "not built");
    server_.statuses = {{"k/1", exchange_status::timed_out}, {"k/2", exchange_status::timed_out}};
    const auto result =
        run({make_case("k/1", "a", "x"), make_case("k/2", "a", "x"), make_case("1", "a", "x")});
    EXPECT_THAT(server_.requests, ElementsAre("k/1", "1"));
    EXPECT_EQ(result.total().known, 2u);
    EXPECT_EQ(result.total().passed, 1u);
}

TEST_F(replayer, only_the_first_failures_are_explained_at_length) {
    options_.details_max = 1;
    server_.answers = {{"1", "no"}, {"2", "no"}};
    const auto result = run({make_case("1", "a", "x"), make_case("2", "a", "x")});
    EXPECT_FALSE(result.failures.at(0).details.empty());
    EXPECT_TRUE(result.failures.at(1).details.empty());
    EXPECT_THAT(report_text(result), HasSubstr("… and 1 more"));
}

TEST_F(replayer, long_answers_are_cut_around_the_first_difference) {
    const std::string expected(5000, 'e');
    std::string actual = expected;
    actual[4000] = '!';
    server_.answers["1"] = actual;
    const auto result = run({make_case("1", "a", "x", {}, expected)});
    const std::string& details = result.failures.at(0).details;
    EXPECT_THAT(details, HasSubstr("first differing byte: 4000"));
    EXPECT_THAT(details, HasSubstr(encode_hex(view("e!e"))));
    EXPECT_LT(details.size(), 8000u);
}

TEST_F(replayer, bad_hex_names_case_and_step) {
    auto c = make_case("1", "a", "x");
    c["steps"][0]["resp"] = "0g";
    try {
        run({c});
        FAIL();
    } catch (const corpus_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("c.jsonl:1: step 1: a request or answer is not hex"));
    }
}

TEST_F(replayer, json_report_holds_everything) {
    options_.known.add_id("2", "why");
    server_.answers = {{"1", "\xff"}, {"2", "no"}};
    const auto json = nlohmann::json::parse(report_json(
        run({make_case("1", "a", "x"), make_case("2", "a", "x"), make_case("3", "a", "x")})));
    EXPECT_EQ(json["total"], 3);
    EXPECT_EQ(json["pass"], 1);
    EXPECT_EQ(json["fail"], 1);
    EXPECT_EQ(json["known"], 1);
    EXPECT_EQ(json["table"][0]["op"], "x");
    EXPECT_EQ(json["failures"][0]["id"], "1");
    EXPECT_EQ(json["known_failures"][0]["reason"], "why");
}

// ---- in-process transport ----------------------------------------------------------------------

struct scripted_connection {
    // One entry an exchange: what is answered, and whether the connection stays open.
    std::deque<std::pair<std::string, bool>>* script;
    bool exchange(wire::bytes_view, wire::buffer& answer) {
        const auto [text, open] = script->front();
        script->pop_front();
        answer.append(text);
        return open;
    }
    explicit scripted_connection(std::deque<std::pair<std::string, bool>>* s) : script(s) {}
    scripted_connection(scripted_connection&&) = default;
};

TEST(in_process_transport, connects_again_after_a_close) {
    std::deque<std::pair<std::string, bool>> script{
        {"a", true}, {"b", false}, {"", false}, {"", true}, {"c", true}};
    int connections = 0;
    const transport exchange = in_process_transport([&] {
        ++connections;
        return scripted_connection(&script);
    });
    const auto next = [&] {
        wire::buffer answer;
        const auto status = exchange(view("q"), answer_kind::message, answer);
        return std::pair(status, std::string(wire::as_text(answer.view())));
    };
    EXPECT_EQ(next(), std::pair(exchange_status::answered, std::string("a")));
    EXPECT_EQ(next(), std::pair(exchange_status::answered, std::string("b")));
    EXPECT_EQ(connections, 1);
    EXPECT_EQ(next(), std::pair(exchange_status::closed, std::string()));
    EXPECT_EQ(next(), std::pair(exchange_status::timed_out, std::string()));
    EXPECT_EQ(connections, 2);
    EXPECT_EQ(next(), std::pair(exchange_status::answered, std::string("c")));
    EXPECT_EQ(connections, 3);
}

// ---- the recordings ----------------------------------------------------------------------------

TEST(golden, known_differences_are_well_formed) {
    EXPECT_NO_THROW(known_differences::load(std::filesystem::path(SPIKELET_SOURCE_DIR) /
                                            "fixtures" / "golden" / "known.json"));
}

TEST(golden, recorded_answers_pass) {
    const std::filesystem::path folder =
        std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures" / "golden";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".gz") continue;
        // A second reader of the same file is the server.
        corpus_reader recordings(entry.path());
        std::optional<recorded_case> current;
        std::size_t step = 0;
        const transport exchange = [&](wire::bytes_view request, answer_kind,
                                       wire::buffer& answer) {
            while (!current || step == current->steps.size()) {
                current = recordings.next();
                step = 0;
            }
            const recorded_step& s = current->steps[step++];
            EXPECT_EQ(s.request.size(), 2 * request.size());
            EXPECT_TRUE(decode_hex(s.answer, answer));
            return s.closes ? exchange_status::closed : exchange_status::answered;
        };
        replay_options options;
        options.pause = [](auto) {};
        const auto result = replay({entry.path()}, exchange, options);
        EXPECT_TRUE(result.all_passed()) << report_text(result);
    }
}

}  // namespace
}  // namespace spikelet::conformance
