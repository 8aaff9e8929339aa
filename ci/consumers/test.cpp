// The test that every way of consuming spikelet builds against the fixtures: a client calls a
// cluster in the test's process.
#include <spikelet/testing/testing.hpp>

namespace {

using namespace spikelet::fixtures;

class visits : public cluster_test {};

TEST_F(visits, are_counted) {
    ASSERT_TRUE(db().put(key("ann"), {{"visits", 7}}));
    ASSERT_TRUE(db().increment(key("ann"), "visits", 1));
    EXPECT_THAT(db().get(key("ann")), bin_is("visits", 8));
}

}  // namespace
