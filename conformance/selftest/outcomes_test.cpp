// The runner itself: cases that must pass, fail and skip do.
#include "load/case.hpp"
#include "run/suite.hpp"

#include <map>

namespace spikelet::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<conformance_case> selftest_cases() {
    return load_cases(std::filesystem::path(SPIKELET_SOURCE_DIR) / "conformance/selftest/cases");
}

suite_result run_selftest(target& where, unsigned jobs = 1) {
    return run_suite(where, selftest_cases(), {}, {.jobs = jobs});
}

void expect_outcomes(const suite_result& result) {
    const std::map<std::string, verdict> expected{
        {"pass", verdict::passed}, {"fail", verdict::failed}, {"skip", verdict::skipped}};
    ASSERT_GE(result.cases.size(), 25U);
    for (const case_result& c : result.cases) {
        EXPECT_EQ(c.outcome, expected.at(c.area))
            << c.id << (c.failures.empty() ? "" : ": " + c.failures.front().got);
    }
}

TEST(selftest, cases_come_out_as_they_must) {
    const auto where = make_mock_target({});
    expect_outcomes(run_selftest(*where));
}

TEST(selftest, cases_come_out_as_they_must_several_at_a_time) {
    const auto where = make_mock_target({.nodes = 3});
    expect_outcomes(run_selftest(*where, 4));
}

TEST(selftest, a_second_run_comes_out_the_same) {
    const auto where = make_mock_target({});
    expect_outcomes(run_selftest(*where));
    expect_outcomes(run_selftest(*where));
}

TEST(selftest, skips_say_why) {
    const auto where = make_mock_target({});
    for (const case_result& c : run_selftest(*where).cases) {
        if (c.area != "skip") continue;
        // The cases' descriptions tell the reason.
        EXPECT_EQ(c.skip_reason, c.description) << c.id;
    }
}

TEST(selftest, failures_show_call_bytes_and_both_sides) {
    const auto where = make_mock_target({});
    for (const case_result& c : run_selftest(*where).cases) {
        if (c.id != "fail/records/wrong_bins") continue;
        ASSERT_EQ(c.failures.size(), 1U);
        const failed_check& check = c.failures.front();
        EXPECT_EQ(check.where, "do[0] get");
        EXPECT_EQ(check.sent, R"({"call":"get","key":"k"})");
        EXPECT_EQ(check.expected, "bins {a: 2}");
        EXPECT_THAT(check.got, HasSubstr("bins {a: 1}, gen 1"));
        ASSERT_EQ(check.exchanges.size(), 1U);
        EXPECT_FALSE(check.exchanges.front().request.empty());
        EXPECT_FALSE(check.exchanges.front().reply.empty());
    }
}

TEST(selftest, nothing_is_left_behind) {
    const auto where = make_mock_target({});
    run_selftest(*where);
    const auto env = where->open({});
    const auto sets = env->db().info_any("sets/" + env->namespace_name());
    ASSERT_TRUE(sets) << sets.error();
    EXPECT_THAT(*sets, Not(HasSubstr("objects=1")));
}

}  // namespace
}  // namespace spikelet::conformance
