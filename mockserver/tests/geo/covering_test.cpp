// Flags and cells that a server computed for a text, cell by cell. Recorded answers, but for the
// tests that say otherwise.
#include "geo/geojson.hpp"
#include "printers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spikelet::mock::geo {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::SizeIs;

struct recorded {
    std::string_view text;
    bool is_region;
    std::vector<std::uint64_t> cells;
};

region parse_region(std::string_view text) {
    region out;
    EXPECT_EQ(parse_geojson(text, out), geojson_errc::ok) << text;
    return out;
}

const recorded recorded_values[] = {
    {R"({ "type" : "Point" , "coordinates" : [ 1 , 2 ] })", false, {0x10036e17ca9fb709}},
    {R"({"type":"Feature","geometry":{"type":"Point","coordinates":[-1.0,2.0]},"properties":{}})",
     false,
     {0x0ffc91e8356048f7}},
    {R"({"type":"Point","coordinates":[-101.98,74.096]})", false, {0x51c3b8369ad9e407}},
    {R"({"type":"Point","coordinates":[-121.9,37.5]})", false, {0x808fc5d78e9ebdbd}},
    {R"({"type":"Point","coordinates":[-121.9,37.6]})", false, {0x808fc227314deb19}},
    {R"({"type":"Point","coordinates":[-122.0,37.5]})", false, {0x808fb8a247954393}},
    {R"({"type":"Point","coordinates":[-47.266,-19.913]})", false, {0x94b0656ce52e56f5}},
    {R"({"type":"Point","coordinates":[0.0,0.0]})", false, {0x1000000000000001}},
    {R"({"type":"Point","coordinates":[0.001,0.001]})", false, {0x1000000014515055}},
    {R"({"type":"Point","coordinates":[125.079,-8.104]})", false, {0x2d00f859a341acef}},
    {R"({"type":"Point","coordinates":[13.4,52.52]})", false, {0x47a851de6f2ddd3b}},
    {R"({"type":"Point","coordinates":[13.40,52.52]})", false, {0x47a851de6f2ddd3b}},
    {R"({"type":"Point","coordinates":[16.978,5.87]})", false, {0x10c1946be8191f53}},
    {R"({"type":"Point","coordinates":[179.9,-10.0]})", false, {0x6fd57bdb043c8ec1}},
    {R"({"type":"Point","coordinates":[69.009,-76.478]})", false, {0xb1c9d0453f3aa0d3}},
    {R"({"type":"Point","coordinates":[94.838,61.828]})", false, {0x5cb82fa25b9cf6ad}},
    {R"({"type":"AeroCircle","coordinates":[[-122.0,37.5],1000.0]})",
     true,
     {0x808fb890b0000000, 0x808fb89700000000, 0x808fb89c00000000, 0x808fb8a400000000,
      0x808fb8a8b0000000, 0x808fb8af00000000, 0x808fb8b100000000, 0x808fb8bc00000000,
      0x808fc758c0000000, 0x808fc75f00000000, 0x808fc76100000000, 0x808fc76300000000}},
    {R"({"type":"AeroCircle","coordinates":[[-122.0,37.5],20000.0]})",
     true,
     {0x808f940000000000, 0x808f990000000000, 0x808fa40000000000, 0x808fafff00000000,
      0x808fb40000000000, 0x808fbc0000000000, 0x808fc40000000000, 0x808fcc0000000000,
      0x808fd10000000000, 0x808fd24000000000, 0x808fdc0000000000, 0x808fec0000000000}},
    {R"({"type":"AeroCircle","coordinates":[[0.0,0.0],500.0]})",
     true,
     {0x0555555500000000, 0x0ffffffe40000000, 0x0ffffffe8c000000, 0x0ffffffedc000000,
      0x0ffffffef0000000, 0x0fffffff40000000, 0x0fffffffc0000000, 0x1000000100000000,
      0x1aaaaaab00000000}},
    {R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]})",
     true,
     {0x0555555555555555, 0x0fffffffffffffff, 0x1000400000000000, 0x1000c00000000000,
      0x1001400000000000, 0x1001aaaaaac00000, 0x1aaa0c0000000000, 0x1aaa700000000000,
      0x1aaa840000000000, 0x1aaa9c0000000000, 0x1aaaa40000000000, 0x1aaaac0000000000}},
    {R"({"type":"Polygon","coordinates":[[[-1,-1],[1,-1],[1,1],[-1,1],[-1,-1]]]})",
     true,
     {0x0555000000000000, 0x0fff000000000000, 0x1001000000000000, 0x1aab000000000000}},
    {R"({"type":"Polygon","coordinates":[[[-122.5,37.0],[-121.0,37.0],[-121.0,38.08],[-122.5,38.08],[-122.5,37.0]]]})",
     true,
     {0x8085500000000000, 0x8085700000000000, 0x8085900000000000, 0x8085a40000000000,
      0x808e400000000000, 0x808ef00000000000, 0x808f100000000000, 0x808f700000000000,
      0x808fc00000000000, 0x8090400000000000, 0x8091c00000000000, 0x809ab00000000000}},
    {R"({"type":"Polygon","coordinates":[[[-122.5,37.0],[-121.0,37.0],[-121.0,38.0],[-122.5,38.0],[-122.5,37.0]]]})",
     true,
     {0x8085500000000000, 0x8085700000000000, 0x8085900000000000, 0x808e100000000000,
      0x808e300000000000, 0x808e500000000000, 0x808ef00000000000, 0x808f100000000000,
      0x808f700000000000, 0x808fc00000000000, 0x8090400000000000, 0x8091c00000000000}},
};

TEST(covering, is_the_server_s) {
    for (const recorded& expected : recorded_values) {
        const region value = parse_region(expected.text);
        EXPECT_EQ(value.is_region, expected.is_region) << expected.text;
        EXPECT_THAT(value.cells, ElementsAreArray(expected.cells)) << expected.text;
    }
}

// Recorded as sizes of records, 8 bytes a cell.
TEST(covering, has_as_many_cells_as_the_server_s) {
    const std::pair<std::string_view, std::size_t> recorded_counts[] = {
        {R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})", 12},
        {R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]})", 9},
        {R"({"type":"Polygon","coordinates":[[[0,0],[40,0],[40,40],[0,40],[0,0]],[[10,10],[10,20],[20,20],[20,10],[10,10]]]})",
         9},
        {R"({"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[10,10],[11,10],[11,11],[10,10]]]]})",
         12},
        {R"({"type":"AeroCircle","coordinates":[[0.0,0.0],0.0]})", 4},
        {R"({"type":"AeroCircle","coordinates":[[0.0,0.0],250000.0]})", 9},
        {R"({"type":"AeroCircle","coordinates":[[13.4,52.52],10.0]})", 12},
        {R"({"type":"Feature","geometry":{"type":"AeroCircle","coordinates":[[5.0,5.0],500.0]},"properties":{}})",
         12},
    };
    for (const auto& [text, cells] : recorded_counts) {
        const region value = parse_region(text);
        EXPECT_TRUE(value.is_region) << text;
        EXPECT_THAT(value.cells, SizeIs(cells)) << text;
    }
}

TEST(covering, of_a_negative_radius_is_empty) {
    const region value = parse_region(R"({"type":"AeroCircle","coordinates":[[1,2],-1]})");
    EXPECT_TRUE(value.is_region);
    EXPECT_THAT(value.cells, IsEmpty());
}

// Not recorded: level 1 at least makes 24 cells of the whole globe, more than the usual limit.
TEST(covering, of_the_globe_is_level_1) {
    EXPECT_THAT(parse_region(R"({"type":"AeroCircle","coordinates":[[1,2],1e308]})").cells,
                SizeIs(24));
}

TEST(covering, does_not_depend_on_the_direction_of_a_ring) {
    EXPECT_EQ(
        parse_region(R"({"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]})").cells,
        parse_region(R"({"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,0]]]})").cells);
}

TEST(covering, replaces_what_the_region_held) {
    region value{true, {1, 2, 3}};
    ASSERT_EQ(parse_geojson(R"({"type":"Point","coordinates":[0.0,0.0]})", value),
              geojson_errc::ok);
    EXPECT_FALSE(value.is_region);
    EXPECT_THAT(value.cells, ElementsAreArray({0x1000000000000001u}));
}

}  // namespace
}  // namespace spikelet::mock::geo
