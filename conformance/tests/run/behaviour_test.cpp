#include "run/behaviour.hpp"

#include <algorithm>
#include <set>

namespace spikelet::conformance {
namespace {

using ::testing::HasSubstr;

case_result run(void (*function)(behaviour_context&), requirements needs = {}) {
    const auto where = make_mock_target({});
    return run_behaviour(
        {"area", "operation", "name", "What it does.", "chapter 13", function, std::move(needs)},
        *where, "conform");
}

TEST(behaviour, passes_when_every_assertion_holds) {
    const case_result r = run([](behaviour_context& c) {
        EXPECT_TRUE(c.db().put(c.key("k"), {{"a", 1}}));
    });
    EXPECT_EQ(r.outcome, verdict::passed);
    EXPECT_EQ(r.id, "area/operation/name");
    EXPECT_TRUE(r.is_behaviour);
}

TEST(behaviour, fails_with_the_assertions_place_and_words) {
    const case_result r = run([](behaviour_context&) { EXPECT_EQ(1 + 1, 3) << "sums"; });
    EXPECT_EQ(r.outcome, verdict::failed);
    ASSERT_EQ(r.failures.size(), 1U);
    EXPECT_THAT(r.failures[0].where, HasSubstr("behaviour_test.cpp:"));
    EXPECT_THAT(r.failures[0].got, HasSubstr("sums"));
}

TEST(behaviour, fails_when_it_throws) {
    const case_result r = run([](behaviour_context&) { throw std::runtime_error("oh"); });
    EXPECT_EQ(r.outcome, verdict::failed);
    EXPECT_EQ(r.failures[0].got, "oh");
}

TEST(behaviour, may_skip_itself) {
    const case_result r = run([](behaviour_context&) { GTEST_SKIP() << "not today"; });
    EXPECT_EQ(r.outcome, verdict::skipped);
    EXPECT_THAT(r.skip_reason, HasSubstr("not today"));
}

TEST(behaviour, is_skipped_where_something_is_missing) {
    requirements needs;
    needs.nodes = 9;
    const case_result r = run([](behaviour_context&) { FAIL(); }, needs);
    EXPECT_EQ(r.outcome, verdict::skipped);
    EXPECT_EQ(r.skip_reason, "needs 9 nodes, the target has 1");
}

TEST(behaviour, begins_with_absent_records_and_leaves_none) {
    const auto where = make_mock_target({});
    const behaviour b{"area", "operation", "name", "d", "chapter 13", [](behaviour_context& c) {
                          const key k = c.key("k");
                          EXPECT_TRUE(c.db().get(k).has_error());
                          EXPECT_TRUE(c.db().put(k, {{"a", 1}}));
                      }};
    EXPECT_EQ(run_behaviour(b, *where, "conform").outcome, verdict::passed);
    EXPECT_EQ(run_behaviour(b, *where, "conform").outcome, verdict::passed);
}

TEST(behaviours, have_ids_of_their_own) {
    std::set<std::string> ids;
    for (const behaviour& b : all_behaviours())
        EXPECT_TRUE(ids.insert(b.id()).second) << b.id();
    EXPECT_GE(ids.size(), 10U);
}

}  // namespace
}  // namespace spikelet::conformance
