// How a run goes: its order, what may fail, and a target that goes away.
#include "run/suite.hpp"
#include "target/hosts_option.hpp"

#include <spikelet/mock/cluster.hpp>

#include <atomic>

namespace spikelet::conformance {
namespace {

// Cases that pass, but for those that are named "fails…".
std::vector<conformance_case> cases_named(const std::vector<std::string>& names) {
    nlohmann::json cases = nlohmann::json::array();
    for (const std::string& name : names) {
        const int generation = name.starts_with("fails") ? 2 : 1;
        cases.push_back({{"name", name},
                         {"description", "d"},
                         {"reference", "chapter 13"},
                         {"do",
                          {{{"call", "put"},
                            {"key", "k"},
                            {"bins", {{"a", 1}}},
                            {"expect", {{"gen", generation}}}}}}});
    }
    return parse_case_file(nlohmann::json{{"description", "d"}, {"cases", cases}}.dump(), "area",
                           "operation", "test.json");
}

TEST(run_suite, keeps_the_order_of_the_cases_with_several_jobs) {
    const auto where = make_mock_target({});
    std::vector<std::string> names;
    for (char c = 'a'; c <= 'z'; ++c)
        names.emplace_back(1, c);
    const suite_result result = run_suite(*where, cases_named(names), {}, {.jobs = 4});
    ASSERT_EQ(result.cases.size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        EXPECT_EQ(result.cases[i].id, "area/operation/" + names[i]);
}

TEST(run_suite, lets_one_case_at_a_time_work_in_a_set) {
    mock::cluster server;
    const auto where = make_hosts_target(parse_hosts_option(server.hosts()), "test");
    std::vector<std::string> names;
    for (int i = 0; names.size() < 60; ++i) {
        const std::string name = "n" + std::to_string(i);
        if (set_number("area/operation/" + name) == 0) names.push_back(name);
    }
    // They all write one record, and expect it to be new.
    const suite_result result = run_suite(*where, cases_named(names), {}, {.jobs = 8});
    EXPECT_EQ(count(result).passed, names.size());
}

TEST(run_suite, skips_what_is_known_to_fail_with_the_reason_and_only_while_it_fails) {
    const auto where = make_mock_target({});
    known_differences known;
    known.add_id("area/operation/fails", "not built: this");
    known.add_id("area/operation/passes", "not built: that");
    const suite_result result =
        run_suite(*where, cases_named({"fails", "fails_too", "passes"}), {}, {.known = known});
    EXPECT_EQ(result.cases[0].outcome, verdict::skipped);
    EXPECT_EQ(result.cases[0].skip_reason, "not built: this");
    EXPECT_EQ(result.cases[1].outcome, verdict::failed);
    EXPECT_EQ(result.cases[2].outcome, verdict::passed);
}

TEST(run_suite, ends_when_the_target_goes_away) {
    mock::cluster server;
    const auto where = make_hosts_target(parse_hosts_option(server.hosts()), "test");
    suite_options options;
    options.progress = [&](const case_result&, std::size_t done, std::size_t) {
        if (done == 2) server.stop_listening();
    };
    const suite_result result =
        run_suite(*where, cases_named({"a", "b", "c", "d", "e"}), {}, options);
    EXPECT_TRUE(result.cut_short.starts_with("the target went away: ")) << result.cut_short;
    const result_counts counts = count(result);
    EXPECT_EQ(counts.passed, 2U);
    EXPECT_EQ(counts.failed, 0U);
    EXPECT_EQ(counts.skipped, 3U);
    EXPECT_EQ(result.cases[4].skip_reason, "the target went away");
}

TEST(run_suite, begins_no_more_cases_once_it_is_stopped_and_leaves_nothing_behind) {
    mock::cluster server;
    const auto where = make_hosts_target(parse_hosts_option(server.hosts()), "test");
    std::atomic<std::size_t> ended{0};
    suite_options options{.jobs = 2};
    options.progress = [&](const case_result&, std::size_t done, std::size_t) { ended = done; };
    options.stop = [&] { return ended >= 2; };
    const suite_result result =
        run_suite(*where, cases_named({"a", "b", "c", "d", "e", "f"}), {}, options);
    EXPECT_EQ(result.cut_short, "the run was stopped");
    const result_counts counts = count(result);
    EXPECT_GE(counts.passed, 2U);
    EXPECT_LE(counts.passed, 3U);
    EXPECT_EQ(counts.passed + counts.skipped, 6U);
    EXPECT_EQ(result.cases[5].skip_reason, "the run was stopped");
    EXPECT_EQ(server.count("test"), 0U);
}

TEST(run_suite, of_a_target_that_stays_does_not_call_it_gone) {
    mock::cluster server;
    const auto where = make_hosts_target(parse_hosts_option(server.hosts()), "test");
    const suite_result result = run_suite(*where, cases_named({"fails", "passes"}), {}, {});
    EXPECT_TRUE(result.cut_short.empty());
    EXPECT_EQ(count(result).failed, 1U);
    EXPECT_EQ(count(result).passed, 1U);
}

}  // namespace
}  // namespace spikelet::conformance
