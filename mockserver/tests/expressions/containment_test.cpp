#include "geo/containment.hpp"

#include <gtest/gtest.h>

namespace spikelet::mock::geo {
namespace {

constexpr auto point = R"({"type":"Point","coordinates":[-122.0,37.5]})";
constexpr auto other_point = R"({"type":"Point","coordinates":[13.4,52.52]})";
constexpr auto square =
    R"({"type":"Polygon","coordinates":[[[-123,37],[-121,37],[-121,38],[-123,38],[-123,37]]]})";
constexpr auto circle = R"({"type":"AeroCircle","coordinates":[[-122.0,37.5],1000.0]})";

TEST(containment, is_asked_in_either_order) {
    EXPECT_TRUE(is_one_in_other(point, square));
    EXPECT_TRUE(is_one_in_other(square, point));
    EXPECT_TRUE(is_one_in_other(point, circle));
    EXPECT_FALSE(is_one_in_other(other_point, square));
    EXPECT_FALSE(is_one_in_other(other_point, circle));
}

TEST(containment, needs_a_point_and_a_region) {
    EXPECT_FALSE(is_one_in_other(point, point));
    EXPECT_FALSE(is_one_in_other(square, square));
    EXPECT_FALSE(is_one_in_other(circle, square));
    EXPECT_FALSE(is_one_in_other("{}", square));
}

}  // namespace
}  // namespace spikelet::mock::geo
