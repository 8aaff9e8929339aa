#include "hex.hpp"

#include <spikelet/wire/explain.hpp>

#include <string>

namespace spikelet::wire {
namespace {

struct packed_case {
    const char* bytes;
    const char* text;
};

class packed_text : public testing::TestWithParam<packed_case> {};

TEST_P(packed_text, reads_like_the_value) {
    EXPECT_EQ(msgpack_text(from_hex(GetParam().bytes)), GetParam().text) << GetParam().bytes;
}

INSTANTIATE_TEST_SUITE_P(
    scalars, packed_text,
    testing::Values(
        packed_case{"c0", "nil"}, packed_case{"c2", "false"}, packed_case{"c3", "true"},
        packed_case{"00", "0"}, packed_case{"7f", "127"}, packed_case{"e0", "-32"},
        packed_case{"ff", "-1"}, packed_case{"ccff", "255"}, packed_case{"cdffff", "65535"},
        packed_case{"ce00000001", "1"}, packed_case{"cfffffffffffffffff", "18446744073709551615"},
        packed_case{"d080", "-128"}, packed_case{"d1ff7f", "-129"},
        packed_case{"d280000000", "-2147483648"},
        packed_case{"d38000000000000000", "-9223372036854775808"},
        packed_case{"ca3fc00000", "1.5f"}, packed_case{"cb3ff8000000000000", "1.5"},
        packed_case{"cb3ff0000000000000", "1.0"}, packed_case{"cb7ff0000000000000", "inf"},
        packed_case{"cb7ff8000000000000", "nan"}, packed_case{"cb4415af1d78b58c40", "1e+20"},
        packed_case{"d4ff00", "*"}, packed_case{"d4ff01", "INF"}, packed_case{"c701ff01", "INF"},
        packed_case{"c70205abcd", "ext 5 <abcd>"}, packed_case{"a403616263", "\"abc\""},
        packed_case{"c403036162", "\"ab\""}, packed_case{"d903046162", "<6162>"},
        packed_case{"da0003046162", "<6162>"}, packed_case{"db000000020461", "<61>"},
        packed_case{"a0", "raw()"}, packed_case{"a16d", "raw\"m\""},
        packed_case{"a3177b7d", "geo\"{}\""}, packed_case{"a21205", "hll<05>"},
        packed_case{"a20901", "<python blob: 01>"}, packed_case{"a20501", "<type 5: 01>"}));

INSTANTIATE_TEST_SUITE_P(
    containers, packed_text,
    testing::Values(
        packed_case{"90", "[]"}, packed_case{"80", "{}"}, packed_case{"93010203", "[1, 2, 3]"},
        packed_case{"dc000101", "[1]"}, packed_case{"dd0000000101", "[1]"},
        packed_case{"de00010102", "{1: 2}"}, packed_case{"df000000010102", "{1: 2}"},
        packed_case{"82a2037801a203790200", "{\"x\": 1, \"y\": 2} +trailing<00>"},
        packed_case{"93c700010102", "ordered[1, 2]"}, packed_case{"91c70001", "ordered[]"},
        packed_case{"91c70011", "ordered+index[]"}, packed_case{"92c7000001", "unordered[1]"},
        packed_case{"91c70041", "ordered+flags 64[]"},
        packed_case{"82c70001c00102", "k-ordered{1: 2}"},
        packed_case{"82c70003c00102", "kv-ordered{1: 2}"},
        packed_case{"82c70008c00102", "preserve-order{1: 2}"},
        packed_case{"81c70013c0", "kv-ordered+index{}"}, packed_case{"81c7000105", "{ext 1 <>: 5}"},
        packed_case{"92d4ff0001", "[*, 1]"}, packed_case{"9291018101a0", "[[1], {1: raw()}]"}));

INSTANTIATE_TEST_SUITE_P(faults, packed_text,
                         testing::Values(packed_case{"", " !(ends early at 0)"},
                                         packed_case{"c1", " !(bad byte at 0)"},
                                         packed_case{"93 01", "[1,  !(ends early at 2)"},
                                         packed_case{"9201c1", "[1,  !(bad byte at 2)"},
                                         packed_case{"ddffffffff", "[ !(ends early at 5)"},
                                         packed_case{"dfffffffff01", "{1:  !(ends early at 6)"},
                                         packed_case{"dbffffffff03", " !(ends early at 0)"},
                                         packed_case{"c9ffffffff", " !(ends early at 0)"},
                                         packed_case{"cd00", " !(ends early at 0)"},
                                         packed_case{"c7", " !(ends early at 0)"}));

TEST(packed_text, depth_is_bounded) {
    byte_vector deep(100000, 0x91);
    const std::string text = msgpack_text(deep);
    EXPECT_EQ(text, std::string(text_depth_max, '[') + " !(nested too deep at 64)");
    byte_vector deep_maps(1000, 0x81);
    EXPECT_NE(msgpack_text(deep_maps).find("nested too deep"), std::string::npos);
}

TEST(packed_text, deepest_allowed_value_is_whole) {
    byte_vector deep(text_depth_max - 1, 0x91);
    deep.push_back(0x90);
    EXPECT_EQ(msgpack_text(deep),
              std::string(text_depth_max, '[') + std::string(text_depth_max, ']'));
}

TEST(packed_text, long_text_is_cut_with_its_size) {
    byte_vector list = from_hex("dc ffff");
    list.resize(3 + 65535, 0x07);
    const std::string text = msgpack_text(list, 10);
    EXPECT_EQ(text, "[7, 7, 7, ..(65538 bytes)");
    EXPECT_LE(msgpack_text(list).size(), value_text_max + 32);
}

// ---- particles

TEST(particle_text, shows_each_type) {
    const auto text = [](particle_type type, std::string_view hex) {
        return particle_text(type, from_hex(hex));
    };
    EXPECT_EQ(text(particle_type::null, ""), "nil");
    EXPECT_EQ(text(particle_type::null, "01"), "nil<01>");
    EXPECT_EQ(text(particle_type::integer, "fffffffffffffffe"), "-2");
    EXPECT_EQ(text(particle_type::integer, "ff"), "255");
    EXPECT_EQ(text(particle_type::integer, "ffff"), "65535");
    EXPECT_EQ(text(particle_type::integer, "ffffffff"), "4294967295");
    EXPECT_EQ(text(particle_type::integer, "010203"), "integer<010203>");
    EXPECT_EQ(text(particle_type::floating, "3ff8000000000000"), "1.5");
    EXPECT_EQ(text(particle_type::floating, "3ff8"), "float<3ff8>");
    EXPECT_EQ(text(particle_type::string, "6162"), "\"ab\"");
    EXPECT_EQ(text(particle_type::blob, "0102"), "<0102>");
    EXPECT_EQ(text(particle_type::java_blob, "0102"), "<java blob: 0102>");
    EXPECT_EQ(text(particle_type::boolean, "01"), "true");
    EXPECT_EQ(text(particle_type::boolean, "00"), "false");
    EXPECT_EQ(text(particle_type::boolean, ""), "boolean<>");
    EXPECT_EQ(text(particle_type::hll, "0004"), "hll<0004>");
    EXPECT_EQ(text(particle_type::list, "9101"), "[1]");
    EXPECT_EQ(text(particle_type::map, "810102"), "{1: 2}");
    EXPECT_EQ(text(static_cast<particle_type>(13), "01"), "type 13 <01>");
}

TEST(particle_text, geojson_leaves_the_cells_out) {
    EXPECT_EQ(particle_text(particle_type::geojson, from_hex("0000007b7d")), "geo\"{}\"");
    EXPECT_EQ(particle_text(particle_type::geojson, from_hex("000001 0102030405060708 7b7d")),
              "geo\"{}\"");
    EXPECT_EQ(particle_text(particle_type::geojson, from_hex("0000ff7b7d")), "geo<0000ff7b7d>");
    EXPECT_EQ(particle_text(particle_type::geojson, {}), "geo<>");
}

TEST(particle_text, strings_escape_what_would_mislead) {
    const auto quoted = [](std::string_view text) {
        return particle_text(particle_type::string, as_bytes(text));
    };
    EXPECT_EQ(quoted("a\"b\\c\n\t\r"), R"("a\"b\\c\n\t\r")");
    EXPECT_EQ(quoted(std::string_view("\0\x1b\x7f", 3)), R"("\u0000\u001b\u007f")");
    EXPECT_EQ(quoted("h\xc3\xa9"), "\"h\xc3\xa9\"");
    EXPECT_EQ(quoted("\xf0\x9f\x98\x80"), "\"\xf0\x9f\x98\x80\"");
    EXPECT_EQ(quoted("\xc3"), R"("\xc3")");
    EXPECT_EQ(quoted("\xc0\xaf"), R"("\xc0\xaf")");          // overlong
    EXPECT_EQ(quoted("\xe0\x9f\xbf"), R"("\xe0\x9f\xbf")");  // overlong
    EXPECT_EQ(quoted("\xed\xa0\x80"), R"("\xed\xa0\x80")");  // surrogate
    EXPECT_EQ(quoted("\xf4\x90\x80\x80"), R"("\xf4\x90\x80\x80")");
    EXPECT_EQ(quoted("\xc2\x9b"), R"("\xc2\x9b")");  // a terminal's control sequence introducer
}

TEST(particle_text, long_values_are_cut_with_their_size) {
    const byte_vector bytes(1 << 20, 'a');
    EXPECT_EQ(particle_text(particle_type::string, bytes, 4), "\"aaa..(1048576 bytes)");
    EXPECT_EQ(particle_text(particle_type::blob, bytes, 4), "<61..(1048576 bytes)");
    EXPECT_EQ(particle_text(particle_type::string, as_bytes("abc"), 5), "\"abc\"");
    EXPECT_EQ(particle_text(particle_type::string, as_bytes("abc"), 0), "..(3 bytes)");
}

// ---- names of packed operations

TEST(packed_operation_name, is_found_behind_a_context) {
    constexpr std::uint8_t cdt_read = 3;
    constexpr std::uint8_t cdt_modify = 4;
    EXPECT_EQ(packed_operation_name(cdt_modify, from_hex("920105")), "list append");
    EXPECT_EQ(packed_operation_name(cdt_modify, from_hex("93430102")), "map put");
    EXPECT_EQ(packed_operation_name(cdt_read, from_hex("93ccff 9210 00 921100")), "list get");
    EXPECT_EQ(packed_operation_name(cdt_read, from_hex("93ccfe921000 00")), "select by path");
    EXPECT_EQ(packed_operation_name(12, from_hex("933300 08")), "bits count");
    EXPECT_EQ(packed_operation_name(16, from_hex("9100")), "hll init");
    for (const char* bytes : {"", "90", "91", "9163", "c0", "91c0", "93ccff", "93ccff92",
                              "93ccff9010", "93ccffddffffffff"}) {
        EXPECT_EQ(packed_operation_name(cdt_read, from_hex(bytes)),
                  std::string_view(bytes) == "9163" ? "map get_by_value" : "")
            << bytes;
    }
    EXPECT_EQ(packed_operation_name(2, from_hex("920105")), "");
}

}  // namespace
}  // namespace spikelet::wire
