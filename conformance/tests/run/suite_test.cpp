// The whole suite, green on every kind of mock cluster.
#include "run/suite.hpp"

#include "load/case.hpp"

#include <gtest/gtest.h>

namespace spikelet::conformance {
namespace {

void expect_all_green(const mock_target_options& options) {
    const auto where = make_mock_target(options);
    const std::filesystem::path root =
        std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/cases";
    const known_differences not_built = load_not_built(root);
    const suite_result result =
        run_suite(*where, load_cases(root), all_behaviours(), {.jobs = 2, .known = not_built});
    for (const case_result& c : result.cases) {
        EXPECT_FALSE(c.outcome == verdict::passed && not_built.reason(c.id) != nullptr)
            << c.id << " passes: take it out of not_built.json";
        for (const failed_check& check : c.failures) {
            ADD_FAILURE() << c.id << (c.is_unconfirmed ? " (unconfirmed)" : "") << ", "
                          << check.where << ": expected " << check.expected << ", got "
                          << check.got;
        }
    }
    EXPECT_GE(count(result).passed, 250U);
}

TEST(suite, community_direct) {
    expect_all_green({.nodes = 3});
}
TEST(suite, community_tcp) {
    expect_all_green({.nodes = 3, .over_tcp = true});
}
TEST(suite, community_single_node) {
    expect_all_green({.nodes = 1});
}
TEST(suite, enterprise_direct) {
    expect_all_green({.personality = mock::personality::enterprise, .nodes = 3});
}
TEST(suite, enterprise_tcp) {
    expect_all_green({.personality = mock::personality::enterprise, .nodes = 3, .over_tcp = true});
}

}  // namespace
}  // namespace spikelet::conformance
