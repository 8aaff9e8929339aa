// The whole suite, green on every kind of mock cluster.
#include "run/suite.hpp"

#include "load/case.hpp"
#include "target/hosts_option.hpp"

#include <spikelet/mock/cluster.hpp>

#include <gtest/gtest.h>

namespace spikelet::conformance {
namespace {

void expect_all_green(target& where) {
    const std::filesystem::path root =
        std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/cases";
    const known_differences not_built = load_not_built(root);
    const suite_result result =
        run_suite(where, load_cases(root), all_behaviours(), {.jobs = 2, .known = not_built});
    for (const case_result& c : result.cases) {
        EXPECT_FALSE(c.outcome == verdict::passed && not_built.reason(c.id) != nullptr)
            << c.id << " passes: take it out of not_built.json";
        for (const failed_check& check : c.failures) {
            ADD_FAILURE() << c.id << (c.is_unconfirmed ? " (unconfirmed)" : "") << ", "
                          << check.where << ": expected " << check.expected << ", got "
                          << check.got;
        }
    }
    EXPECT_GE(count(result).passed, 2500U);
}
void expect_all_green(const mock_target_options& options) {
    expect_all_green(*make_mock_target(options));
}

// On servers that the suite knows nothing of but what they tell.
void expect_all_green_elsewhere(const mock::namespace_config& space) {
    mock::cluster server({.nodes = 2, .namespaces = {space}});
    expect_all_green(*make_hosts_target(parse_hosts_option(server.hosts()), space.name));
    EXPECT_EQ(server.count(space.name), 0U) << "records were left behind";
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

TEST(suite, elsewhere) {
    expect_all_green_elsewhere({.name = "test"});
}
TEST(suite, elsewhere_without_ttls) {
    expect_all_green_elsewhere({.name = "test", .nsup_period_s = 0, .disallow_null_setname = true});
}
TEST(suite, elsewhere_with_ttls_of_its_own) {
    expect_all_green_elsewhere({.name = "test",
                                .replication_factor = 2,
                                .default_ttl_s = 86400,
                                .nsup_period_s = 0,
                                .allow_ttl_without_nsup = true,
                                .default_read_touch_ttl_pct = 80,
                                .apply_ttl_reductions = false});
}

}  // namespace
}  // namespace spikelet::conformance
