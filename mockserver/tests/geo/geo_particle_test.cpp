// The bytes around a geojson text (chapter 01 §6, chapter 13 §4).
#include "geo/geojson.hpp"
#include "printers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock::geo {
namespace {

using testing::Eq;
using testing::Optional;
using namespace std::string_literals;

std::optional<std::string_view> text_of(const std::string& particle) {
    return geo_particle_text(wire::as_bytes(particle));
}

TEST(geo_particle, flags_and_cells_of_clients_are_skipped) {
    EXPECT_THAT(text_of("\0\0\0{}"s), Optional(Eq("{}")));
    EXPECT_THAT(text_of("\0\0\1UUUUUUUU{}"s), Optional(Eq("{}")));
    EXPECT_THAT(text_of("\7\0\2UUUUUUUUVVVVVVVV["s), Optional(Eq("[")));
}

TEST(geo_particle, shorter_than_announced_or_without_text_has_no_text) {
    EXPECT_EQ(text_of(""s), std::nullopt);
    EXPECT_EQ(text_of("\0\0"s), std::nullopt);
    EXPECT_EQ(text_of("\0\0\0"s), std::nullopt);
    EXPECT_EQ(text_of("\0\0\1UUUUUUU"s), std::nullopt);
    EXPECT_EQ(text_of("\0\0\1UUUUUUUU"s), std::nullopt);
    EXPECT_EQ(text_of("\0\xff\xff{}"s), std::nullopt);
}

TEST(geo_particle, is_flags_count_cells_and_the_text_as_written) {
    const std::string text = R"({ "type" : "Point" , "coordinates" : [ 1 , 2 ] }  )";
    wire::buffer out;
    out.append_u8(0xee);
    ASSERT_EQ(append_geo_particle(text, out), geojson_errc::ok);
    EXPECT_EQ(wire::as_text(out.view()),
              "\xee\x00\x00\x01\x10\x03\x6e\x17\xca\x9f\xb7\x09"s + text);
}

TEST(geo_particle, is_not_appended_for_a_refused_text) {
    wire::buffer out;
    EXPECT_EQ(append_geo_particle("{}", out), geojson_errc::unsupported_type);
    EXPECT_TRUE(out.empty());
}

TEST(geo_particle, bare_has_no_flags_and_no_cells) {
    wire::buffer out;
    append_bare_geo_particle("{}", out);
    append_bare_geo_particle("", out);
    EXPECT_EQ(wire::as_text(out.view()), "\0\0\0{}\0\0\0"s);
}

}  // namespace
}  // namespace spikelet::mock::geo
