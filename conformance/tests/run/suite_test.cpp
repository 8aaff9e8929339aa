// The whole suite, green on every kind of mock cluster.
#include "run/suite.hpp"

#include "load/case.hpp"

namespace spikelet::conformance {
namespace {

void expect_all_green(const mock_target_options& options) {
    const auto where = make_mock_target(options);
    const auto cases = load_cases(std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/cases");
    const suite_result result = run_suite(*where, cases, all_behaviours(), {.jobs = 2});
    for (const case_result& c : result.cases) {
        for (const failed_check& check : c.failures) {
            ADD_FAILURE() << c.id << (c.is_unconfirmed ? " (unconfirmed)" : "") << ", "
                          << check.where << ": expected " << check.expected << ", got "
                          << check.got;
        }
    }
    EXPECT_GE(count(result).passed, 250U);
}

TEST(suite, is_green_on_a_community_cluster_called_directly) {
    expect_all_green({.nodes = 3});
}
TEST(suite, is_green_on_an_enterprise_cluster_called_directly) {
    expect_all_green({.personality = mock::personality::enterprise, .nodes = 3});
}
TEST(suite, is_green_on_a_community_cluster_over_tcp) {
    expect_all_green({.nodes = 3, .over_tcp = true});
}
TEST(suite, is_green_on_an_enterprise_cluster_over_tcp) {
    expect_all_green({.personality = mock::personality::enterprise, .nodes = 3, .over_tcp = true});
}
TEST(suite, is_green_on_a_single_node) {
    expect_all_green({.nodes = 1});
}

}  // namespace
}  // namespace spikelet::conformance
