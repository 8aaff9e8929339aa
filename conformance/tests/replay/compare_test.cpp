#include "compare.hpp"

#include "answers.hpp"

#include <spikelet/wire/compression.hpp>

namespace spikelet::conformance {
namespace {

using namespace testing;
using wire::particle_type;

compare_rule rule_of(compare_mode mode) {
    compare_rule rule;
    rule.mode = mode;
    return rule;
}

bool same(const bytes& a, const bytes& b, const compare_rule& rule, bool strict = false) {
    const bool forward = same_answer(view(a), view(b), rule, strict);
    EXPECT_EQ(forward, same_answer(view(b), view(a), rule, strict)) << "not symmetric";
    return forward;
}
bool same(const bytes& a, const bytes& b, compare_mode mode, bool strict = false) {
    return same(a, b, rule_of(mode), strict);
}

const bytes a1 = bin("a", "1");
const bytes b2 = bin("b", "2");

constexpr compare_mode message_modes[] = {compare_mode::exact, compare_mode::bins,
                                          compare_mode::set};
constexpr compare_mode all_modes[] = {compare_mode::exact, compare_mode::bins,
                                      compare_mode::set,   compare_mode::result_code,
                                      compare_mode::info,  compare_mode::info_set};

bytes compressed(const bytes& whole) {
    wire::buffer out;
    EXPECT_TRUE(wire::compress_frame(view(whole), out));
    return bytes(wire::as_text(out.view()));
}

TEST(compare, identical_bytes_are_equal_in_every_mode) {
    for (const auto mode : all_modes) {
        EXPECT_TRUE(same(frame(message({a1})), frame(message({a1})), mode));
        EXPECT_TRUE(same("junk", "junk", mode));
        EXPECT_TRUE(same("", "", mode));
    }
}

TEST(compare, exact_keeps_the_order_of_bins) {
    EXPECT_FALSE(same(frame(message({a1, b2})), frame(message({b2, a1})), compare_mode::exact));
}

TEST(compare, bins_may_come_in_any_order) {
    const bytes expected = frame(message({a1, b2}));
    EXPECT_TRUE(same(expected, frame(message({b2, a1})), compare_mode::bins));
    EXPECT_FALSE(same(expected, frame(message({b2, b2})), compare_mode::bins));
    EXPECT_FALSE(same(expected, frame(message({a1})), compare_mode::bins));
    EXPECT_FALSE(same(expected, frame(message({a1, b2, b2})), compare_mode::bins));
    EXPECT_FALSE(
        same(expected, frame(message({bin("a", "2"), bin("b", "1")})), compare_mode::bins));
}

TEST(compare, bins_keeps_the_order_of_messages) {
    EXPECT_FALSE(same(frame(message({a1}) + message({b2})), frame(message({b2}) + message({a1})),
                      compare_mode::bins));
}

TEST(compare, set_takes_messages_and_bins_in_any_order) {
    const bytes expected = frame(message({a1, b2}) + message({b2}));
    EXPECT_TRUE(same(expected, frame(message({b2}) + message({b2, a1})), compare_mode::set));
    EXPECT_FALSE(same(expected, frame(message({b2}) + message({b2})), compare_mode::set));
    EXPECT_FALSE(same(expected, frame(message({b2, a1})), compare_mode::set));
}

TEST(compare, distribution_of_messages_over_frames_does_not_matter) {
    for (const auto mode : message_modes) {
        EXPECT_TRUE(same(frame(message({a1}) + message({b2})),
                         frame(message({a1})) + frame(message({b2})), mode));
    }
}

TEST(compare, compressed_messages_are_compared_by_what_they_hold) {
    const bytes long_a = bin("a", std::string(500, 'x'));
    const bytes plain = frame(message({long_a, b2}) + message({b2}));
    const bytes other_order = frame(message({b2}) + message({b2, long_a}));
    EXPECT_TRUE(same(plain, compressed(plain), compare_mode::exact));
    EXPECT_TRUE(same(compressed(plain), compressed(other_order), compare_mode::set));
    EXPECT_FALSE(same(compressed(plain), compressed(other_order), compare_mode::bins));
    const bytes broken = frame(wire::frame_type::compressed, "no zlib stream");
    EXPECT_FALSE(same(plain, broken, compare_mode::set));
    EXPECT_TRUE(same(broken, broken, compare_mode::set));
}

TEST(compare, headers_are_compared_in_message_modes) {
    const bytes expected = frame(message({.result_code = 2, .generation = 1}, {}, {}));
    for (const auto mode : message_modes) {
        EXPECT_FALSE(
            same(expected, frame(message({.result_code = 3, .generation = 1}, {}, {})), mode));
        EXPECT_FALSE(
            same(expected, frame(message({.result_code = 2, .generation = 2}, {}, {})), mode));
        EXPECT_FALSE(same(expected,
                          frame(message({.info3 = 1, .result_code = 2, .generation = 1}, {}, {})),
                          mode));
        EXPECT_FALSE(
            same(expected,
                 frame(message({.result_code = 2, .generation = 1, .transaction_ttl = 9}, {}, {})),
                 mode));
    }
}

TEST(compare, result_code_mode_compares_result_codes_only) {
    const auto with_code = [](std::uint8_t code) { return message({.result_code = code}, {}, {}); };
    const bytes expected = frame(with_code(4) + with_code(0));
    EXPECT_TRUE(same(expected,
                     frame(message({.result_code = 4, .generation = 9}, {}, {a1}) + with_code(0)),
                     compare_mode::result_code));
    EXPECT_FALSE(same(expected, frame(with_code(4) + with_code(1)), compare_mode::result_code));
    EXPECT_FALSE(same(expected, frame(with_code(0) + with_code(4)), compare_mode::result_code));
    EXPECT_FALSE(same(expected, frame(with_code(4)), compare_mode::result_code));
    EXPECT_FALSE(same(expected, info("x"), compare_mode::result_code));
}

// ---- what is no well-formed message -----------------------------------------------------------

TEST(compare, trailing_bytes_are_a_difference) {
    const bytes expected = frame(message({a1}));
    for (const auto mode :
         {compare_mode::exact, compare_mode::bins, compare_mode::set, compare_mode::result_code}) {
        EXPECT_FALSE(same(expected, frame(message({a1}) + "x"), mode));
        EXPECT_FALSE(same(expected, expected + "x", mode));
        EXPECT_FALSE(same(expected, expected + info(""), mode));
    }
}

TEST(compare, wrong_version_or_type_is_a_difference) {
    const bytes expected = frame(message({a1}));
    bytes version = expected;
    version[0] = 3;
    bytes type = expected;
    type[1] = 1;
    for (const auto mode :
         {compare_mode::exact, compare_mode::bins, compare_mode::set, compare_mode::result_code}) {
        EXPECT_FALSE(same(expected, version, mode));
        EXPECT_FALSE(same(expected, type, mode));
    }
}

TEST(compare, any_prefix_and_any_changed_byte_is_survived) {
    const bytes whole =
        frame(message({.record_ttl = 7}, {field(15, "xyz")},
                      {op("g", particle_type::geojson, bytes("\0\0\1cccccccc{}", 13)), a1}));
    for (const auto mode : all_modes) {
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_FALSE(same(whole, whole.substr(0, size), mode)) << size;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            for (const char value : {'\x00', '\x7f', '\xff'}) {
                bytes changed = whole;
                changed[i] = value;
                same(whole, changed, mode);
                ends_stream(view(changed));
            }
        }
    }
}

// ---- masks -------------------------------------------------------------------------------------

TEST(compare, ttl_is_zero_or_not) {
    const auto with_ttl = [](std::uint32_t ttl) {
        return frame(message({.record_ttl = ttl}, {}, {a1}));
    };
    for (const auto mode : message_modes) {
        EXPECT_TRUE(same(with_ttl(1000), with_ttl(2), mode));
        EXPECT_TRUE(same(with_ttl(0x01000000), with_ttl(1), mode));
        EXPECT_FALSE(same(with_ttl(1000), with_ttl(0), mode));
    }
}

bytes geojson(const bytes& value) {
    return frame(message({op("g", particle_type::geojson, value)}));
}

TEST(compare, geojson_cells_are_left_out_unless_strict) {
    using namespace std::string_literals;
    const bytes expected = geojson("\0\0\1cccccccc{}"s);
    for (const auto mode : message_modes) {
        EXPECT_TRUE(same(expected, geojson("\0\0\1CCCCCCCC{}"s), mode));
        EXPECT_TRUE(same(expected, geojson("\1\0\0{}"s), mode));
        EXPECT_FALSE(same(expected, geojson("\0\0\1cccccccc[]"s), mode));
        EXPECT_FALSE(same(expected, geojson("\0\0\1ccccccc{}"s), mode));
        EXPECT_FALSE(same(expected, geojson("\0\0\1CCCCCCCC{}"s), mode, true));
        EXPECT_FALSE(same(expected, geojson("\1\0\0{}"s), mode, true));
    }
}

TEST(compare, geojson_with_fewer_cells_than_announced_equals_only_itself) {
    using namespace std::string_literals;
    EXPECT_FALSE(same(geojson("\0\0\2cccccccc"s), geojson("\0\0\0"s), compare_mode::exact));
    EXPECT_FALSE(same(geojson(""s), geojson("\0\0\0"s), compare_mode::exact));
}

TEST(compare, cells_of_other_types_are_compared) {
    const auto blob = [](const char* value) {
        return frame(message({op("g", particle_type::blob, value)}));
    };
    EXPECT_FALSE(same(blob("abc"), blob("abd"), compare_mode::exact));
}

TEST(compare, index_values_are_left_out_on_request_unless_strict) {
    const auto row = [](std::uint8_t type, const char* value) {
        return frame(message({}, {field(type, value)}, {a1}));
    };
    compare_rule rule = rule_of(compare_mode::set);
    EXPECT_FALSE(same(row(15, "aaaa"), row(15, "bbbb"), rule));
    rule.mask_index_values = true;
    EXPECT_TRUE(same(row(15, "aaaa"), row(15, "bbbb"), rule));
    EXPECT_FALSE(same(row(15, "aaaa"), row(15, "aaaaa"), rule));
    EXPECT_FALSE(same(row(4, "aaaa"), row(4, "bbbb"), rule));
    EXPECT_FALSE(same(row(15, "aaaa"), row(15, "bbbb"), rule, true));
}

TEST(compare, folders_of_lua_files_are_left_out) {
    const auto failure = [](const char* text) { return frame(message({bin("FAILURE", text)})); };
    for (const auto mode : message_modes) {
        EXPECT_TRUE(same(failure("/opt/lua/a.lua:3: no"), failure("/x/a.lua:3: no"), mode));
        EXPECT_TRUE(same(failure("/opt/lua/a.lua:3: no"), failure("a.lua:3: no"), mode));
        EXPECT_FALSE(same(failure("/opt/lua/a.lua:3: no"), failure("/opt/lua/b.lua:3: no"), mode));
        EXPECT_FALSE(same(failure("/opt/lua/a.lua:3: no"), failure("/opt/lua/a.lua:4: no"), mode));
        EXPECT_FALSE(same(failure("/opt/a.txt"), failure("a.txt"), mode));
    }
}

TEST(compare, lua_folder_ends_where_a_path_ends) {
    EXPECT_EQ(without_lua_folders("/a/b/c.lua:1: x"), "c.lua:1: x");
    EXPECT_EQ(without_lua_folders("see '/a/c.lua' and d/e.lua."), "see 'c.lua' and e.lua.");
    EXPECT_EQ(without_lua_folders("x=/a/c.lua"), "x=c.lua");
    EXPECT_EQ(without_lua_folders("/a b/c.lua"), "/a c.lua");
    EXPECT_EQ(without_lua_folders("/a/.lua"), "/a/.lua");
    EXPECT_EQ(without_lua_folders("/a/c.lua/d"), "c.lua/d");
    EXPECT_EQ(without_lua_folders("/a/c.txt /b.lua"), "/a/c.txt b.lua");
    EXPECT_EQ(without_lua_folders("/"), "/");
    EXPECT_EQ(without_lua_folders(""), "");
}

// ---- text --------------------------------------------------------------------------------------

compare_rule masked(compare_mode mode, const char* pattern, const char* replacement) {
    compare_rule rule = rule_of(mode);
    rule.text_masks.push_back(std::make_shared<text_mask>(pattern, replacement));
    return rule;
}

TEST(compare, info_compares_text_behind_masks) {
    EXPECT_FALSE(same(info("build\t8.1.2.0\n"), info("build\t8.1.2.1\n"), compare_mode::info));
    const auto rule = masked(compare_mode::info, R"(8\.1\.\d+\.\d+(-\S+)?)", "BUILD");
    EXPECT_TRUE(same(info("build\t8.1.2.0\n"), info("build\t8.1.3.17-rc1\n"), rule));
    EXPECT_FALSE(same(info("build\t8.1.2.0\n"), info("build\t9.1.2.0\n"), rule));
    EXPECT_FALSE(same(info("a;b"), info("b;a"), compare_mode::info));
    EXPECT_FALSE(same(info("a"), frame("a"), compare_mode::info));
}

TEST(compare, info_set_takes_items_in_any_order) {
    EXPECT_TRUE(same(info("a;b\nc"), info("c;a;b"), compare_mode::info_set));
    EXPECT_FALSE(same(info("a;b"), info("a;b;b"), compare_mode::info_set));
    EXPECT_FALSE(same(info("a;b"), info("a;b;"), compare_mode::info_set));
    EXPECT_FALSE(same(info("a,b"), info("b,a"), compare_mode::info_set));
    const auto rule = masked(compare_mode::info_set, "ns=[^;:]*:indexname=(?!oi_)[^;\\n]*;?", "");
    EXPECT_TRUE(
        same(info("ns=t:indexname=oi_a;"), info("ns=t:indexname=x;ns=t:indexname=oi_a;"), rule));
    EXPECT_FALSE(same(info("ns=t:indexname=oi_a;"), info("ns=t:indexname=oi_b;"), rule));
}

TEST(text_mask, matches_as_in_the_recordings) {
    EXPECT_EQ(text_mask(":truncate_lut=.*", "").apply("a:truncate_lut=1:x\nb"), "a\nb");
    EXPECT_EQ(text_mask("\\t[0-9A-F]+\\n", "\tKEY\n").apply("k\tBB9\nl\tg\n"), "k\tKEY\nl\tg\n");
    EXPECT_EQ(text_mask("^a", "x").apply("a\na"), "x\na");
    EXPECT_EQ(text_mask("b", "$1&").apply("abc"), "a$1&c");
    EXPECT_EQ(text_mask("x*", "-").apply(""), "-");
}

TEST(text_mask, refuses_what_it_cannot_do) {
    EXPECT_THROW(text_mask("(", "x"), std::invalid_argument);
    EXPECT_THROW(text_mask("(a)", "\\1"), std::invalid_argument);
}

TEST(text_mask, long_texts_do_not_exhaust_the_stack) {
    const std::string text = ":truncate_lut=" + std::string(4 << 20, 'x');
    EXPECT_EQ(text_mask(":truncate_lut=.*", "").apply(text), "");
}

// ---- streams -----------------------------------------------------------------------------------

TEST(ends_stream, looks_at_every_message_of_the_frame) {
    const bytes row = message({a1});
    const bytes last = message({.info3 = wire::info3::last}, {}, {});
    EXPECT_FALSE(ends_stream(view(frame(row + row))));
    EXPECT_TRUE(ends_stream(view(frame(row + last))));
    EXPECT_TRUE(ends_stream(view(frame(last))));
    EXPECT_TRUE(ends_stream(view(info("x"))));
    EXPECT_FALSE(ends_stream(view(frame(""))));
}

TEST(ends_stream, looks_into_compressed_frames) {
    const bytes row = message({bin("a", std::string(500, 'x'))});
    const bytes last = message({.info3 = wire::info3::last}, {}, {});
    EXPECT_FALSE(ends_stream(view(compressed(frame(row + row)))));
    EXPECT_TRUE(ends_stream(view(compressed(frame(row + last)))));
    EXPECT_TRUE(ends_stream(view(frame(wire::frame_type::compressed, "no zlib stream"))));
}

}  // namespace
}  // namespace spikelet::conformance
