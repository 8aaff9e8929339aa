#include "run/selection.hpp"

namespace spikelet::conformance {
namespace {

constexpr std::string_view id = "scalar/increment/adds_to_an_integer";

bool takes(const std::vector<std::string>& filters) {
    return selection(filters).takes(id);
}

TEST(selection, takes_all_without_filters) {
    EXPECT_TRUE(takes({}));
}

TEST(selection, takes_an_id_or_its_beginning_up_to_a_slash) {
    EXPECT_TRUE(takes({"scalar/increment/adds_to_an_integer"}));
    EXPECT_TRUE(takes({"scalar/increment"}));
    EXPECT_TRUE(takes({"scalar/"}));
    EXPECT_FALSE(takes({"scalar/inc"}));
    EXPECT_FALSE(takes({"increment"}));
}

TEST(selection, takes_patterns) {
    EXPECT_TRUE(takes({"*increment*"}));
    EXPECT_TRUE(takes({"scalar/*/adds_*_integer"}));
    EXPECT_TRUE(takes({"s?alar/*"}));
    EXPECT_FALSE(takes({"scalar/*/adds"}));
    EXPECT_FALSE(takes({"?/*"}));
}

TEST(selection, takes_what_any_filter_takes_and_none_leaves_out) {
    EXPECT_TRUE(takes({"ttl", "scalar"}));
    EXPECT_FALSE(takes({"scalar", "-*integer"}));
    EXPECT_FALSE(takes({"-scalar"}));
    EXPECT_TRUE(takes({"-ttl"}));
}

}  // namespace
}  // namespace spikelet::conformance
