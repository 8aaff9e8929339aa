// Which texts are geometries (chapter 13 §4). Texts and verdicts up to the first blank line of each
// list are recorded answers of a server.
#include "geo/geojson.hpp"

#include "printers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock::geo {
namespace {

geojson_errc parse(std::string_view text) {
    region out;
    return parse_geojson(text, out);
}

std::string point(std::string_view coordinates) {
    return R"({"type":"Point","coordinates":)" + std::string(coordinates) + "}";
}
std::string polygon(std::string_view coordinates) {
    return R"({"type":"Polygon","coordinates":)" + std::string(coordinates) + "}";
}

TEST(geojson, other_texts_than_objects_are_refused) {
    EXPECT_EQ(parse("{"), geojson_errc::not_json);
    EXPECT_EQ(parse("\"x\""), geojson_errc::not_an_object);
    EXPECT_EQ(parse("[]"), geojson_errc::not_an_object);
    EXPECT_EQ(parse("null"), geojson_errc::not_an_object);

    EXPECT_EQ(parse(""), geojson_errc::not_json);
    EXPECT_EQ(parse(point("[1,2]") + "x"), geojson_errc::not_json);
    EXPECT_EQ(parse("[" + point("[1,2]") + "]"), geojson_errc::not_an_object);
    EXPECT_EQ(parse("[{}," + point("[1,2]") + "]"), geojson_errc::not_an_object);
    EXPECT_EQ(parse("\xef\xbb\xbf" + point("[1,2]")), geojson_errc::not_json);
    EXPECT_EQ(parse(point("[1,2]") + std::string(1, '\0')), geojson_errc::not_json);
    EXPECT_EQ(parse(R"({"type":"Point","coordinates":[1,2],"x":")"
                    "\xff\"}"),
              geojson_errc::not_json);
}

TEST(geojson, only_four_types_and_features_are_known) {
    EXPECT_EQ(parse("{}"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":"Nope","coordinates":[0.0,0.0]})"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":"LineString","coordinates":[[0,0],[1,1]]})"),
              geojson_errc::unsupported_type);

    EXPECT_EQ(parse(R"({"type":"MultiPoint","coordinates":[[0,0]]})"),
              geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":"point","coordinates":[0,0]})"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":1,"coordinates":[0,0]})"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"coordinates":[0,0]})"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":"Feature"})"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":"Feature","geometry":null})"), geojson_errc::unsupported_type);
    EXPECT_EQ(parse(R"({"type":"Feature","geometry":{"type":"Feature"}})"),
              geojson_errc::unsupported_type);
}

TEST(geojson, a_position_is_two_numbers_in_range) {
    EXPECT_EQ(parse(point("[181.0,0.0]")), geojson_errc::out_of_range);
    EXPECT_EQ(parse(point("[0.0,91.0]")), geojson_errc::out_of_range);
    EXPECT_EQ(parse(point("[1]")), geojson_errc::wrong_coordinates);
    EXPECT_EQ(parse(point(R"(["a","b"])")), geojson_errc::wrong_coordinates);

    EXPECT_EQ(parse(point("[180,90]")), geojson_errc::ok);
    EXPECT_EQ(parse(point("[-180,-90]")), geojson_errc::ok);
    EXPECT_EQ(parse(point("[-180.0000001,0]")), geojson_errc::out_of_range);
    EXPECT_EQ(parse(point("[0,-90.0000001]")), geojson_errc::out_of_range);
    EXPECT_EQ(parse(point("[18446744073709551616,0]")), geojson_errc::out_of_range);
    for (const char* coordinates : {"[]", "[1,2,3]", "[[1,2]]", "[1,[2]]", "[1,null]", "[1,{}]",
                                    "1", "{}", "null", "[[[[[1,2]]]]]"}) {
        EXPECT_EQ(parse(point(coordinates)), geojson_errc::wrong_coordinates) << coordinates;
    }
    EXPECT_EQ(parse(R"({"type":"Point"})"), geojson_errc::wrong_coordinates);
}

TEST(geojson, numbers_beyond_a_double_are_not_json) {
    EXPECT_EQ(parse(point("[1e400,0]")), geojson_errc::not_json);
    EXPECT_EQ(parse(point("[NaN,0]")), geojson_errc::not_json);
    EXPECT_EQ(parse(point("[Infinity,0]")), geojson_errc::not_json);
    EXPECT_EQ(parse(point("[1e-400,0]")), geojson_errc::ok);
}

TEST(geojson, members_come_in_any_order_among_others) {
    EXPECT_EQ(parse(R"({ "type" : "Point" , "coordinates" : [ 1 , 2 ] })"), geojson_errc::ok);

    EXPECT_EQ(parse(R"({"bbox":[1],"coordinates":[1,2],"x":{"type":"Nope"},"type":"Point"})"),
              geojson_errc::ok);
    EXPECT_EQ(parse(R"({"geometry":{"coordinates":[1,2],"type":"Point"},"coordinates":{"a":[]},)"
                    R"("properties":{"type":"x","coordinates":[]},"type":"Feature"})"),
              geojson_errc::ok);
}

TEST(geojson, of_members_given_twice_the_last_counts) {
    EXPECT_EQ(parse(R"({"type":"Nope","type":"Point","coordinates":[1],"coordinates":[1,2]})"),
              geojson_errc::ok);
    EXPECT_EQ(parse(R"({"type":"Point","coordinates":[1,2],"coordinates":null})"),
              geojson_errc::wrong_coordinates);
    EXPECT_EQ(parse(R"({"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},)"
                    R"("geometry":[]})"),
              geojson_errc::unsupported_type);
}

TEST(geojson, a_circle_is_a_position_and_a_radius) {
    EXPECT_EQ(parse(R"({"type":"AeroCircle","coordinates":[[0.0,0.0]]})"),
              geojson_errc::wrong_coordinates);

    EXPECT_EQ(parse(R"({"type":"AeroCircle","coordinates":[[0,0],"1"]})"),
              geojson_errc::wrong_coordinates);
    EXPECT_EQ(parse(R"({"type":"AeroCircle","coordinates":[[0,0],1,2]})"),
              geojson_errc::wrong_coordinates);
    EXPECT_EQ(parse(R"({"type":"AeroCircle","coordinates":[[0,91],1]})"),
              geojson_errc::out_of_range);
    EXPECT_EQ(parse(R"({"type":"AeroCircle","coordinates":[[0,0],1e308]})"), geojson_errc::ok);
}

TEST(geojson, rings_are_closed_and_have_three_corners) {
    EXPECT_EQ(parse(polygon("[[[0,0],[1,0],[1,1]]]")), geojson_errc::ring_too_short);
    EXPECT_EQ(parse(polygon("[[[0,0],[1,0],[1,1],[0,1]]]")), geojson_errc::ring_not_closed);
    EXPECT_EQ(parse(polygon("[[[0,0],[1,0],[1,0],[0,0]]]")), geojson_errc::ring_too_short);
    EXPECT_EQ(parse(polygon("[[[0,0],[0,0],[0,0],[0,0]]]")), geojson_errc::ring_too_short);
    EXPECT_EQ(parse(polygon("[[[0,0],[1,0],[1,0],[1,1],[0,0],[0,0]]]")), geojson_errc::ok);
    for (const char* coordinates :
         {"[]", "[[]]", "[[[]]]", "[[0,0],[1,0],[1,1],[0,0]]", "[[[0,0],[1,0],[1,1],[0,0]],3]"}) {
        EXPECT_EQ(parse(polygon(coordinates)), geojson_errc::wrong_coordinates) << coordinates;
    }
}

TEST(geojson, rings_do_not_cross) {
    EXPECT_EQ(parse(polygon("[[[0,0],[1,1],[1,0],[0,1],[0,0]]]")), geojson_errc::ring_crossing);
    EXPECT_EQ(parse(polygon("[[[0,0],[4,0],[4,4],[0,0]],[[1,0.5],[9,1],[1,0.9],[1,0.5]]]")),
              geojson_errc::ring_crossing);
    EXPECT_EQ(parse(polygon("[[[14,0],[-166,0],[90,45],[14,0]]]")), geojson_errc::ring_crossing)
        << "opposite points have no shortest way";
    EXPECT_EQ(parse(R"({"type":"MultiPolygon","coordinates":[[[[0,0],[2,0],[1,2],[0,0]]],)"
                    R"([[[0,1],[2,1],[1,3],[0,1]]]]})"),
              geojson_errc::ok)
        << "polygons may overlap";
}

TEST(geojson, deep_texts_are_refused) {
    const auto nested = [](std::size_t depth) {
        return R"({"type":"Point","coordinates":[1,2],"x":)" + std::string(depth, '[') +
               std::string(depth, ']') + "}";
    };
    EXPECT_EQ(parse(nested(2047)), geojson_errc::ok);
    EXPECT_EQ(parse(nested(2048)), geojson_errc::not_json);
    EXPECT_EQ(parse(std::string(1 << 20, '[')), geojson_errc::not_json);
}

// 40,000 spikes, each as long as the sky: comparing each with each would take half a minute.
TEST(geojson, costly_rings_are_refused) {
    std::string coordinates = "[[";
    for (int i = 0; i < 40'000; ++i) {
        coordinates += "[" + std::to_string(i * 0.004 - 80) + (i % 2 ? ",60]," : ",0],");
    }
    coordinates += "[80,-1],[-80,-1],[-80.0,0]]]";
    EXPECT_EQ(parse(polygon(coordinates)), geojson_errc::too_complex);
}

TEST(geojson, large_round_polygons_are_accepted) {
    std::string coordinates = "[[";
    for (int i = 0; i < 3'000; ++i) {  // a square with many corners
        const double side = i % 750 / 75.0;
        const double corner[4][2] = {{side, 0}, {10, side}, {10 - side, 10}, {0, 10 - side}};
        coordinates += "[" + std::to_string(corner[i / 750][0]) + "," +
                       std::to_string(corner[i / 750][1]) + "],";
    }
    coordinates += "[0.0,0.0]]]";
    EXPECT_EQ(parse(polygon(coordinates)), geojson_errc::ok);
}

}  // namespace
}  // namespace spikelet::mock::geo
