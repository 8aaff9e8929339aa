#include "error_of.hpp"
#include "operation_text.hpp"

#include <spikelet/constants.hpp>

#include <vector>

namespace spikelet {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string read(std::string_view text) {
    return text_of(operation_from_json(parse_json(text)));
}
std::string error_in(std::string_view text) {
    return error_of([&] { read(text); });
}

struct written {
    const char* dictionary;
    const char* means;
};
void expect_all(const std::vector<written>& all) {
    for (const written& w : all) {
        SCOPED_TRACE(w.dictionary);
        EXPECT_EQ(read(w.dictionary), w.means);
    }
}

// The reference page's own dictionaries have a test file of their own; here is what it leaves out.

TEST(operation_json, basic_operators) {
    expect_all({
        {R"({"op": "OPERATOR_DELETE"})", "delete_all"},
        {R"({"op": "OPERATOR_TOUCH", "val": 60})", "touch ttl 60"},
        {R"({"op": "OPERATOR_TOUCH", "val": "TTL_DONT_UPDATE"})", "touch ttl 4294967294"},
        {R"({"op": "OPERATOR_WRITE", "bin": "b", "val": null})", "write b nil"},
        {R"({"op": "OPERATOR_WRITE", "bin": "b", "val": {"$null": true}})", "write b nil"},
        {R"({"op": "OPERATOR_INCR", "bin": "b", "val": -1.5})", "increment b -1.5"},
        {R"({"op": "OPERATOR_APPEND", "bin": "b", "val": {"$bytes": "01"}})", "append b <01>"},
        {R"({"op": 9, "bin": "b", "val": "x"})", R"(append b "x")"},
    });
}

TEST(operation_json, list_operators_that_are_not_on_the_page) {
    expect_all({
        {R"({"op": "OP_LIST_CREATE", "bin": "l"})", "cdt_modify l [0, 0]"},
        {R"({"op": "OP_LIST_CREATE", "bin": "l", "list_order": "LIST_ORDERED",
             "persist_index": true, "pad": false})",
         "cdt_modify l [0, 17]"},
        {R"({"op": "OP_LIST_CREATE", "bin": "l", "pad": true,
             "ctx": [{"id": "CDT_CTX_LIST_INDEX", "value": 3}]})",
         "cdt_modify l [144, 3] [0, 0]"},
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANK_RANGE_REL", "bin": "l", "val": 3, "rank": -1,
             "return_type": 7, "count": 2})",
         "cdt_read l [27, 7, 3, -1, 2]"},
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANK_RANGE_REL", "bin": "l", "val": 3, "rank": -1,
             "return_type": 7})",
         "cdt_read l [27, 7, 3, -1]"},
        {R"({"op": "OP_LIST_REMOVE_BY_VALUE_RANK_RANGE_REL", "bin": "l", "val": 3, "rank": 0,
             "return_type": "LIST_RETURN_NONE", "inverted": true})",
         "cdt_modify l [40, 65536, 3, 0]"},
        {R"({"op": "OP_LIST_REMOVE_BY_REL_RANK_RANGE", "bin": "l", "val": 3, "rank": 0,
             "return_type": 0, "count": 1})",
         "cdt_modify l [40, 0, 3, 0, 1]"},
        {R"({"op": "OP_LIST_REMOVE_BY_REL_RANK_RANGE_TO_END", "bin": "l", "val": 3, "rank": 0,
             "return_type": 0})",
         "cdt_modify l [40, 0, 3, 0]"},
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANK_RANGE_REL_TO_END", "bin": "l", "val": 3, "rank": 0,
             "return_type": 0})",
         "cdt_read l [27, 0, 3, 0]"},
        {R"({"op": "OP_LIST_GET_BY_INDEX_RANGE_TO_END", "bin": "l", "index": 1, "return_type": 7})",
         "cdt_read l [24, 7, 1]"},
        {R"({"op": "OP_LIST_GET_BY_RANK_RANGE_TO_END", "bin": "l", "rank": 1, "return_type": 7})",
         "cdt_read l [26, 7, 1]"},
        {R"({"op": "OP_LIST_REMOVE_BY_INDEX_RANGE_TO_END", "bin": "l", "index": 1,
             "return_type": 7})",
         "cdt_modify l [37, 7, 1]"},
        {R"({"op": "OP_LIST_REMOVE_BY_RANK_RANGE_TO_END", "bin": "l", "rank": 1,
             "return_type": 7})",
         "cdt_modify l [39, 7, 1]"},
        {R"({"op": 1001, "bin": "l", "val": 1})", "cdt_modify l [1, 1]"},
        {R"({"op": "OP_LIST_GET", "bin": "l", "index": {"$int": "-9223372036854775808"}})",
         "cdt_read l [17, -9223372036854775808]"},
    });
}

TEST(operation_json, list_policy_decides_which_arguments_are_sent) {
    expect_all({
        {R"({"op": "OP_LIST_APPEND", "bin": "l", "val": 1})", "cdt_modify l [1, 1]"},
        {R"({"op": "OP_LIST_APPEND", "bin": "l", "val": 1, "list_policy": null})",
         "cdt_modify l [1, 1]"},
        {R"({"op": "OP_LIST_APPEND", "bin": "l", "val": 1, "list_policy": {}})",
         "cdt_modify l [1, 1, 0, 0]"},
        {R"({"op": "OP_LIST_APPEND", "bin": "l", "val": 1, "list_policy":
             {"list_order": "LIST_ORDERED", "write_flags": 5}})",
         "cdt_modify l [1, 1, 1, 5]"},
        {R"({"op": "OP_LIST_SET", "bin": "l", "index": 0, "val": 1, "list_policy":
             {"list_order": "LIST_ORDERED", "write_flags": "LIST_WRITE_DEFAULT"}})",
         "cdt_modify l [9, 0, 1, 0]"},
        {R"({"op": "OP_LIST_INCREMENT", "bin": "l", "index": 0, "val": 1})",
         "cdt_modify l [12, 0, 1]"},
    });
}

TEST(operation_json, flags_are_joined) {
    const std::string op = R"({"op": "OP_LIST_APPEND", "bin": "l", "val": 1, "list_policy": )";
    EXPECT_EQ(read(op + R"({"write_flags": ["LIST_WRITE_ADD_UNIQUE", "LIST_WRITE_NO_FAIL", 8]}})"),
              "cdt_modify l [1, 1, 0, 13]");
    EXPECT_EQ(read(op + R"({"write_flags": "LIST_WRITE_ADD_UNIQUE | LIST_WRITE_NO_FAIL"}})"),
              "cdt_modify l [1, 1, 0, 5]");
    EXPECT_THAT(error_in(op + R"({"write_flags": "LIST_WRITE_ADD_UNIQUE | NO_FAIL"}})"),
                StartsWith("op.list_policy.write_flags: unknown constant \"NO_FAIL\""));
    EXPECT_THAT(
        error_in(op + R"({"write_flags": ["LIST_WRITE_ADD_UNIQUE", "MAP_WRITE_PARTIAL"]}})"),
        StartsWith("op.list_policy.write_flags[1]: MAP_WRITE_PARTIAL is for a map_policy's "
                   "map_write_flags"));
}

TEST(operation_json, open_bounds_are_left_out_or_null) {
    expect_all({
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANGE", "bin": "l", "return_type": 7})",
         "cdt_read l [25, 7, nil]"},
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANGE", "bin": "l", "return_type": 7,
             "value_begin": null, "value_end": 3})",
         "cdt_read l [25, 7, nil, 3]"},
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANGE", "bin": "l", "return_type": 7, "value_begin": 3,
             "value_end": null})",
         "cdt_read l [25, 7, 3]"},
        {R"({"op": "OP_LIST_GET_BY_VALUE_RANGE", "bin": "l", "return_type": 7,
             "value_end": {"$null": true}})",
         "cdt_read l [25, 7, nil, nil]"},
        {R"({"op": "OP_MAP_GET_BY_KEY_RANGE", "bin": "m", "range": "b"})",
         R"(cdt_read m [103, 0, nil, "b"] answers)"},
        {R"({"op": "OP_MAP_REMOVE_BY_VALUE_RANGE", "bin": "m", "val": 1})",
         "cdt_modify m [86, 0, 1] answers"},
    });
}

TEST(operation_json, map_operators_that_are_not_on_the_page) {
    expect_all({
        {R"({"op": "OP_MAP_CREATE", "bin": "m", "map_order": "MAP_KEY_ORDERED",
             "persist_index": true})",
         "cdt_modify m [64, 17] answers"},
        {R"({"op": "OP_MAP_CREATE", "bin": "m", "map_order": 1, "persist_index": true,
             "ctx": [{"id": "CDT_CTX_MAP_KEY", "value": "w"},
                     {"id": "CDT_CTX_MAP_KEY", "value": "v"}]})",
         R"(cdt_modify m [34, "w", 162, "v"] [64, 1] answers)"},
        {R"({"op": "OP_MAP_GET_BY_KEY_LIST", "bin": "m", "val": [1], "return_type": 7})",
         "cdt_read m [107, 7, [1]] answers"},
        {R"({"op": "OP_MAP_GET_BY_VALUE_LIST", "bin": "m", "val": [1], "inverted": true})",
         "cdt_read m [108, 65536, [1]] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_VALUE_RANK_RANGE_REL", "bin": "m", "val": 1, "rank": 2,
             "count": 3, "return_type": 6})",
         "cdt_modify m [89, 6, 1, 2, 3] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_KEY_INDEX_RANGE_REL", "bin": "m", "key": 1, "index": 2,
             "return_type": 6})",
         "cdt_modify m [88, 6, 1, 2] answers"},
        {R"({"op": "OP_MAP_GET_BY_VALUE_RANK_RANGE_REL", "bin": "m", "val": 1, "rank": 2,
             "return_type": 6})",
         "cdt_read m [110, 6, 1, 2] answers"},
        {R"({"op": "OP_MAP_GET_BY_KEY_INDEX_RANGE_REL", "bin": "m", "key": 1, "index": 2,
             "count": 3, "return_type": 6})",
         "cdt_read m [109, 6, 1, 2, 3] answers"},
        {R"({"op": "OP_MAP_GET_BY_KEY_REL_INDEX_RANGE", "bin": "m", "key": 1, "index": 2,
             "count": 3, "return_type": 6})",
         "cdt_read m [109, 6, 1, 2, 3] answers"},
        {R"({"op": "OP_MAP_GET_BY_KEY_REL_INDEX_RANGE_TO_END", "bin": "m", "key": 1, "index": 2,
             "return_type": 6})",
         "cdt_read m [109, 6, 1, 2] answers"},
        {R"({"op": "OP_MAP_GET_BY_VALUE_RANK_RANGE_REL_TO_END", "bin": "m", "val": 1, "rank": 2,
             "return_type": 6})",
         "cdt_read m [110, 6, 1, 2] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_KEY_REL_INDEX_RANGE", "bin": "m", "key": 1, "index": 2,
             "return_type": 6, "count": 1})",
         "cdt_modify m [88, 6, 1, 2, 1] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_KEY_REL_INDEX_RANGE_TO_END", "bin": "m", "key": 1, "index": 2,
             "return_type": 6})",
         "cdt_modify m [88, 6, 1, 2] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_VALUE_REL_RANK_RANGE", "bin": "m", "val": 1, "rank": 2,
             "return_type": 6, "count": 1})",
         "cdt_modify m [89, 6, 1, 2, 1] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_VALUE_REL_RANK_RANGE_TO_END", "bin": "m", "val": 1, "rank": 2,
             "return_type": 6})",
         "cdt_modify m [89, 6, 1, 2] answers"},
        {R"({"op": "OP_MAP_GET_BY_INDEX_RANGE_TO_END", "bin": "m", "index": 2})",
         "cdt_read m [104, 0, 2] answers"},
        {R"({"op": "OP_MAP_GET_BY_RANK_RANGE_TO_END", "bin": "m", "index": 2})",
         "cdt_read m [106, 0, 2] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_INDEX_RANGE_TO_END", "bin": "m", "index": 2})",
         "cdt_modify m [85, 0, 2] answers"},
        {R"({"op": "OP_MAP_REMOVE_BY_RANK_RANGE_TO_END", "bin": "m", "index": 2})",
         "cdt_modify m [87, 0, 2] answers"},
        {R"({"op": "OP_MAP_PUT_ITEM", "bin": "m", "val": {"$map": [[1, 2]]}})",
         "cdt_modify m [68, {1: 2}, 0] answers"},
        {R"({"op": 1106, "bin": "m"})", "cdt_read m [96] answers"},
    });
}

TEST(operation_json, map_policy_has_flags_or_the_older_mode) {
    const std::string put =
        R"({"op": "OP_MAP_PUT", "bin": "m", "key": 1, "val": 2, "map_policy": )";
    const std::string items = R"({"op": "OP_MAP_PUT_ITEMS", "bin": "m", "val": {}, "map_policy": )";
    const std::string by = R"({"op": "OP_MAP_INCREMENT", "bin": "m", "key": 1, "val": 2,
                               "map_policy": )";
    const auto expect = [](const std::string& text, const char* means) {
        EXPECT_EQ(read(text), means) << text;
    };
    expect(put + R"({"map_order": "MAP_KEY_ORDERED"}})", "cdt_modify m [67, 1, 2, 1] answers");
    expect(put + R"({"map_write_flags": "MAP_WRITE_FLAGS_DEFAULT"}})",
           "cdt_modify m [67, 1, 2, 0] answers");
    expect(put + R"({"map_write_flags": "MAP_WRITE_FLAGS_CREATE_ONLY | MAP_WRITE_NO_FAIL",
                     "map_order": 3, "persist_index": true}})",
           "cdt_modify m [67, 1, 2, 19, 5] answers");
    expect(put + R"({"map_write_mode": "MAP_UPDATE_ONLY"}})", "cdt_modify m [69, 1, 2] answers");
    expect(put + R"({"map_write_mode": "MAP_CREATE_ONLY", "map_order": 1}})",
           "cdt_modify m [65, 1, 2, 1] answers");
    expect(put + R"({"map_write_mode": 2}})", "cdt_modify m [65, 1, 2, 0] answers");
    expect(items + R"({"map_write_mode": 1}})", "cdt_modify m [70, {}] answers");
    expect(items + R"({"map_write_mode": "MAP_CREATE_ONLY"}})", "cdt_modify m [66, {}, 0] answers");
    // The flags are all that counts when both are given; a mode among flags means the same rule.
    expect(put + R"({"map_write_mode": "MAP_UPDATE_ONLY", "map_write_flags": 0}})",
           "cdt_modify m [67, 1, 2, 0] answers");
    expect(put + R"({"map_write_flags": "MAP_UPDATE_ONLY"}})",
           "cdt_modify m [67, 1, 2, 0, 2] answers");
    expect(put + R"({"map_write_flags": "MAP_CREATE_ONLY"}})",
           "cdt_modify m [67, 1, 2, 0, 1] answers");
    expect(by + R"({"map_order": 1, "map_write_flags": 4}})", "cdt_modify m [73, 1, 2, 1] answers");
}

TEST(operation_json, bit_operators) {
    const std::string offset = R"("bin": "b", "bit_offset": -4, "bit_size": 9)";
    const auto expect = [&](const std::string& op, const std::string& keys, const char* means) {
        EXPECT_EQ(read(R"({"op": ")" + op + R"(", )" + offset + keys + "}"), means);
    };
    expect_all({
        {R"({"op": "OP_BIT_RESIZE", "bin": "b", "byte_size": 8})",
         "bits_modify b [0, 8, 0, 0] answers"},
        {R"({"op": "OP_BIT_RESIZE", "bin": "b", "byte_size": 8, "policy": {"bit_write_flags": 1},
             "resize_flags": "BIT_RESIZE_FROM_FRONT | BIT_RESIZE_GROW_ONLY"})",
         "bits_modify b [0, 8, 1, 3] answers"},
        {R"({"op": "OP_BIT_INSERT", "bin": "b", "byte_offset": 1, "value_byte_size": 2,
             "value": {"$bytes": "010203"}})",
         "bits_modify b [1, 1, <0102>, 0] answers"},
        {R"({"op": "OP_BIT_REMOVE", "bin": "b", "byte_offset": -1, "byte_size": 1,
             "policy": {"bit_write_flags": "BIT_WRITE_PARTIAL"}})",
         "bits_modify b [2, -1, 1, 8] answers"},
    });
    const std::string bytes = R"(, "value_byte_size": 1, "value": {"$bytes": "f0"})";
    expect("OP_BIT_SET", bytes, "bits_modify b [3, -4, 9, <f0>, 0] answers");
    expect("OP_BIT_OR", bytes, "bits_modify b [4, -4, 9, <f0>, 0] answers");
    expect("OP_BIT_XOR", bytes, "bits_modify b [5, -4, 9, <f0>, 0] answers");
    expect("OP_BIT_AND", bytes + R"(, "policy": {})", "bits_modify b [6, -4, 9, <f0>, 0] answers");
    expect("OP_BIT_NOT", R"(, "policy": null)", "bits_modify b [7, -4, 9, 0] answers");
    expect("OP_BIT_LSHIFT", R"(, "value": 3)", "bits_modify b [8, -4, 9, 3, 0] answers");
    expect("OP_BIT_RSHIFT", R"(, "value": 3)", "bits_modify b [9, -4, 9, 3, 0] answers");
    expect("OP_BIT_ADD", R"(, "value": 3, "sign": true, "action": "BIT_OVERFLOW_WRAP")",
           "bits_modify b [10, -4, 9, 3, 0, 5] answers");
    expect("OP_BIT_SUBTRACT", R"(, "value": 3, "sign": false, "action": 2)",
           "bits_modify b [11, -4, 9, 3, 0, 2] answers");
    expect("OP_BIT_SET_INT", R"(, "value": 7)", "bits_modify b [12, -4, 9, 7, 0] answers");
    expect("OP_BIT_GET_INT", R"(, "sign": true)", "bits_read b [54, -4, 9, 1] answers");
    expect("OP_BIT_GET_INT", R"(, "sign": false)", "bits_read b [54, -4, 9] answers");
    expect("OP_BIT_GET", "", "bits_read b [50, -4, 9] answers");
    expect("OP_BIT_COUNT", "", "bits_read b [51, -4, 9] answers");
    expect("OP_BIT_LSCAN", R"(, "value": true)", "bits_read b [52, -4, 9, true] answers");
    expect("OP_BIT_RSCAN", R"(, "value": false)", "bits_read b [53, -4, 9, false] answers");
}

TEST(operation_json, wrong_bits_are_named) {
    EXPECT_THAT(error_in(R"({"op": "OP_BIT_INSERT", "bin": "b", "byte_offset": 0,
                             "value_byte_size": 2, "value": {"$bytes": "00"}})"),
                StartsWith("op.value_byte_size: expected at most the 1 bytes of value, found 2"));
    EXPECT_THAT(error_in(R"({"op": "OP_BIT_INSERT", "bin": "b", "byte_offset": 0,
                             "value_byte_size": 1, "value": "x"})"),
                StartsWith(R"(op.value: expected bytes, such as {"$bytes": "00ff"}, found "x")"));
    EXPECT_THAT(error_in(R"({"op": "OP_BIT_NOT", "bin": "b", "bit_offset": 0,
                             "bit_size": 4294967296})"),
                StartsWith("op.bit_size: expected a number from 0 to 4294967295"));
    EXPECT_THAT(error_in(R"({"op": "OP_BIT_NOT", "bin": "b", "bit_offset": 0, "bit_size": 1,
                             "policy": {"write_flags": 1}})"),
                StartsWith("op.policy.write_flags: unknown key"));
    EXPECT_THAT(
        error_in(R"({"op": "OP_BIT_GET", "bin": "b", "bit_offset": 0, "bit_size": 1,
                             "ctx": []})"),
        StartsWith("op.ctx: unknown key; OP_BIT_GET takes op, bin, bit_offset and bit_size"));
}

TEST(operation_json, hll_operators) {
    expect_all({
        {R"({"op": "OP_HLL_INIT", "bin": "h", "index_bit_count": 8})",
         "hll_modify h [0, 8, -1, 0] answers"},
        {R"({"op": "OP_HLL_INIT", "bin": "h", "index_bit_count": 8, "mh_bit_count": 10,
             "hll_policy": {"flags": "HLL_WRITE_CREATE_ONLY"}})",
         "hll_modify h [0, 8, 10, 1] answers"},
        {R"({"op": "OP_HLL_ADD", "bin": "h", "value_list": ["a", 1], "index_bit_count": -1,
             "mh_bit_count": null})",
         R"(hll_modify h [1, ["a", 1], -1, -1, 0] answers)"},
        {R"({"op": "OP_HLL_SET_UNION", "bin": "h", "value_list": [{"$hll": "0004"}],
             "hll_policy": {"flags": 8}})",
         "hll_modify h [2, [hll<0004>], 8] answers"},
        {R"({"op": "OP_HLL_REFRESH_COUNT", "bin": "h"})", "hll_modify h [3] answers"},
        {R"({"op": "OP_HLL_FOLD", "bin": "h", "index_bit_count": 4})",
         "hll_modify h [4, 4] answers"},
        {R"({"op": "OP_HLL_GET_COUNT", "bin": "h"})", "hll_read h [50] answers"},
        {R"({"op": "OP_HLL_GET_UNION", "bin": "h", "value_list": [{"$hll": "0004"}]})",
         "hll_read h [51, [hll<0004>]] answers"},
        {R"({"op": "OP_HLL_GET_UNION_COUNT", "bin": "h", "value_list": []})",
         "hll_read h [52, []] answers"},
        {R"({"op": "OP_HLL_GET_INTERSECT_COUNT", "bin": "h", "value_list": []})",
         "hll_read h [53, []] answers"},
        {R"({"op": "OP_HLL_GET_SIMILARITY", "bin": "h", "value_list": []})",
         "hll_read h [54, []] answers"},
        {R"({"op": "OP_HLL_DESCRIBE", "bin": "h"})", "hll_read h [55] answers"},
        {R"({"op": "OP_HLL_MAY_CONTAIN", "bin": "h", "value_list": [1]})",
         "hll_read h [56, [1]] answers"},
    });
    EXPECT_THAT(error_in(R"({"op": "OP_HLL_INIT", "bin": "h", "index_bit_count": 256})"),
                StartsWith("op.index_bit_count: expected a number of bits from -1 to 255"));
    EXPECT_THAT(error_in(R"({"op": "OP_HLL_GET_UNION", "bin": "h", "value_list": [5]})"),
                StartsWith("op: "));
}

TEST(operation_json, context_leads_into_collections) {
    const auto at = [](const std::string& steps) {
        return R"({"op": "OP_LIST_SIZE", "bin": "l", "ctx": [)" + steps + "]}";
    };
    const auto expect = [&](const std::string& steps, const char* means) {
        EXPECT_EQ(read(at(steps)), means) << steps;
    };
    expect(R"({"id": "CDT_CTX_LIST_INDEX", "value": -1})", "cdt_read l [16, -1] [16]");
    expect(R"({"id": "CDT_CTX_LIST_RANK", "value": 0})", "cdt_read l [17, 0] [16]");
    expect(R"({"id": "CDT_CTX_LIST_VALUE", "value": [1, {"$wildcard": true}]})",
           "cdt_read l [19, [1, *]] [16]");
    expect(R"({"id": "CDT_CTX_MAP_INDEX", "value": 0}, {"id": "CDT_CTX_MAP_RANK", "value": 1})",
           "cdt_read l [32, 0, 33, 1] [16]");
    expect(R"({"id": "CDT_CTX_MAP_KEY", "value": "k"}, {"id": "CDT_CTX_MAP_VALUE", "value": {}})",
           R"(cdt_read l [34, "k", 35, {}] [16])");
    expect(R"({"id": "CDT_CTX_LIST_INDEX_CREATE", "value": 1})", "cdt_read l [80, 1] [16]");
    expect(R"({"id": "CDT_CTX_LIST_INDEX_CREATE", "value": 1, "pad": true})",
           "cdt_read l [144, 1] [16]");
    expect(R"({"id": "CDT_CTX_LIST_INDEX_CREATE", "value": 1, "order": "LIST_ORDERED"})",
           "cdt_read l [208, 1] [16]");
    expect(R"({"id": "CDT_CTX_MAP_KEY_CREATE", "value": "k"})", R"(cdt_read l [98, "k"] [16])");
    expect(R"({"id": 36, "value": "k", "order": "MAP_KEY_ORDERED"})",
           R"(cdt_read l [162, "k"] [16])");
    expect(R"({"id": "CDT_CTX_MAP_KEY_CREATE", "value": "k", "order": 3})",
           R"(cdt_read l [226, "k"] [16])");
    expect(R"({"id": 2, "value": "k"})", R"(cdt_read l [2, "k"] [16])");
    EXPECT_EQ(read(R"({"op": "OP_LIST_SIZE", "bin": "l", "ctx": []})"), "cdt_read l [16]");
    EXPECT_EQ(read(R"({"op": "OP_LIST_SIZE", "bin": "l", "ctx": null})"), "cdt_read l [16]");

    EXPECT_THAT(error_in(at(R"({"id": "CDT_CTX_MAP_KEYS", "value": 1})")),
                StartsWith("op.ctx[0].id: unknown constant \"CDT_CTX_MAP_KEYS\", did you mean "
                           "CDT_CTX_MAP_KEY?"));
    EXPECT_THAT(error_in(at(R"({"id": "CDT_CTX_MAP_KEY"})")),
                StartsWith("op.ctx[0].value: missing"));
    EXPECT_THAT(error_in(at(R"({"id": "CDT_CTX_MAP_KEY", "value": 1, "pad": true})")),
                StartsWith("op.ctx[0].pad: unknown key; a step of ctx takes id and value"));
    EXPECT_THAT(error_in(at(R"({"value": 1})")), StartsWith("op.ctx[0].id: missing"));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_SIZE", "bin": "l", "ctx": {}})"),
                StartsWith("op.ctx: expected a list of steps"));
}

TEST(operation_json, path_is_selected) {
    expect_all({{R"({"op": "select_by_path", "bin": "shop", "flags": "EXP_PATH_SELECT_VALUE",
                     "ctx": [{"id": "cdt_ctx_all_children"},
                             {"id": "CDT_CTX_MAP_KEY", "value": "price"}]})",
                 R"(cdt_read shop [254, [4, true, 34, "price"], 1])"},
                {R"({"op": "select_by_path", "bin": "shop", "ctx": [{"id": 42, "value": ["a"]}],
                     "flags": "EXP_PATH_SELECT_MATCHING_TREE | EXP_PATH_SELECT_NO_FAIL"})",
                 R"(cdt_read shop [254, [42, ["a"]], 16])"}});
    EXPECT_THAT(error_in(R"({"op": "select_by_path", "bin": "b", "flags": 0})"),
                StartsWith("op.ctx: missing; select_by_path needs the steps of the path"));
}

TEST(operation_json, selections_of_lists_must_say_what_they_return) {
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET_BY_INDEX", "bin": "l", "index": 0})"),
                StartsWith("op.return_type: missing; OP_LIST_GET_BY_INDEX needs one of "
                           "LIST_RETURN_NONE (0), "));
    EXPECT_THAT(
        error_in(R"({"op": "OP_MAP_GET_BY_KEY_INDEX_RANGE_REL", "bin": "m", "key": 1,
                             "index": 0})"),
        StartsWith("op.return_type: missing; OP_MAP_GET_BY_KEY_INDEX_RANGE_REL needs one of "
                   "MAP_RETURN_NONE (0), "));
    EXPECT_EQ(read(R"({"op": "OP_MAP_GET_BY_KEY", "bin": "m", "key": 1})"),
              "cdt_read m [97, 0, 1] answers");
}

TEST(operation_json, keys_of_similar_operators_are_refused) {
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET_RANGE", "bin": "l", "index": 0, "count": 2})"),
                StartsWith("op.val: missing; OP_LIST_GET_RANGE needs a number"));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET_BY_INDEX_RANGE", "bin": "l", "index": 0, "val": 2,
                             "return_type": 7})"),
                StartsWith("op.val: unknown key; OP_LIST_GET_BY_INDEX_RANGE takes op, bin, index, "
                           "count, return_type, inverted and ctx"));
    EXPECT_THAT(error_in(R"({"op": "OP_MAP_GET_BY_RANK", "bin": "m", "rank": 0})"),
                StartsWith("op.index: missing"));
    EXPECT_THAT(
        error_in(R"({"op": "OP_MAP_GET_BY_KEY_RANGE", "bin": "m", "key": "i", "val": "j"})"),
        StartsWith("op.val: unknown key; OP_MAP_GET_BY_KEY_RANGE takes op, bin, key, range, "));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_SORT", "bin": "l"})"),
                StartsWith("op.sort_flags: missing; OP_LIST_SORT needs LIST_SORT_"));
    EXPECT_THAT(error_in(R"({"op": "OPERATOR_READ", "bin": "b", "ctx": []})"),
                StartsWith("op.ctx: unknown key; OPERATOR_READ takes op and bin"));
    EXPECT_THAT(
        error_in(R"({"op": "OPERATOR_WRITE", "bin": "b", "value": 1})"),
        HasSubstr("op.val: missing; OPERATOR_WRITE needs a value; is \"value\" a misspelling "
                  "of it?"));
}

TEST(operation_json, wrong_types_are_named) {
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_APPEND_ITEMS", "bin": "l", "val": 1})"),
                StartsWith("op.val: expected a list, found 1"));
    EXPECT_THAT(error_in(R"({"op": "OP_MAP_PUT_ITEMS", "bin": "m", "val": [1]})"),
                StartsWith("op.val: expected a map"));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET", "bin": "l", "index": "0"})"),
                StartsWith("op.index: expected a number from "));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET_RANGE", "bin": "l", "index": 0, "val": -1})"),
                StartsWith("op.val: expected a number that is not negative, found -1"));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET", "bin": 5, "index": 0})"),
                StartsWith("op.bin: expected text, found 5"));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_GET_BY_VALUE", "bin": "l", "val": 1,
                             "return_type": "MAP_RETURN_VALUE"})"),
                StartsWith("op.return_type: MAP_RETURN_VALUE is for the return_type of map "
                           "operations; expected LIST_RETURN_NONE (0)"));
    EXPECT_THAT(error_in(R"({"op": "OP_MAP_GET_BY_KEY", "bin": "m", "key": 1, "inverted": 1})"),
                StartsWith("op.inverted: expected true or false"));
    EXPECT_THAT(error_in(R"({"op": "OPERATOR_INCR", "bin": "b", "val": "x"})"),
                StartsWith("op: increment of bin \"b\": takes an integer or a double"));
    EXPECT_THAT(error_in(R"({"op": "OPERATOR_APPEND", "bin": "b", "val": 1})"),
                StartsWith("op: append of bin \"b\": takes text or bytes"));
    EXPECT_THAT(error_in(R"({"op": "OP_LIST_APPEND", "bin": "l", "val": {"$int": "x"}})"),
                StartsWith("op.val.$int: expected"));
}

TEST(operation_json, unknown_operators_are_named) {
    EXPECT_THAT(error_in(R"({"bin": "b"})"), StartsWith("op.op: missing; an operation needs an "
                                                        "operator, such as OP_LIST_APPEND"));
    EXPECT_THAT(
        error_in(R"({"op": "OP_LIST_APEND", "bin": "b"})"),
        StartsWith("op.op: unknown operator \"OP_LIST_APEND\", did you mean OP_LIST_APPEND?"));
    EXPECT_THAT(error_in(R"({"op": "LIST_ORDERED"})"),
                StartsWith("op.op: LIST_ORDERED is for a list's order; expected an operator"));
    EXPECT_THAT(error_in(R"({"op": 999})"), StartsWith("op.op: expected an operator"));
    EXPECT_THAT(error_in(R"({"op": true})"), StartsWith("op.op: expected an operator"));
    EXPECT_THAT(error_in("[]"), StartsWith("op: expected an operation"));
    EXPECT_THAT(error_in(R"({"op": "OP_EXPR_READ", "bin": "b"})"), HasSubstr("expressions"));
    EXPECT_THAT(error_in(R"({"op": "OP_MAP_REMOVE_BY_VALUE_REL_INDEX_RANGE"})"),
                HasSubstr("no client gives it a meaning"));
    for (const int number : {0, 1, 2, 5, 6}) {
        EXPECT_THAT(error_in(R"({"op": )" + std::to_string(number) + "}"),
                    HasSubstr("the operator's name"))
            << number;
    }
}

TEST(operation_json, every_documented_operator_is_known) {
    for (const constant& c : table_of(constant_family::operators).constants) {
        const std::string error = error_in(json{{"op", std::string(c.name)}}.dump());
        EXPECT_EQ(error.find("unknown operator"), std::string::npos) << error;
    }
}

TEST(operation_json, list_of_operations_names_the_wrong_one) {
    const json list =
        json::parse(R"([{"op": "OPERATOR_READ", "bin": "a"}, {"op": "OPERATOR_TOUCH"}])");
    EXPECT_EQ(operations_from_json(list).size(), 2u);
    EXPECT_THAT(error_of([] {
                    operations_from_json(
                        json::parse(R"([{"op": "OPERATOR_TOUCH"}, {"op": "OPERATOR_READ"}])"));
                }),
                StartsWith("ops[1].bin: missing; OPERATOR_READ needs the name of a bin"));
    EXPECT_THAT(error_of([] { operations_from_json(json::object()); }),
                StartsWith("ops: expected a list of operations"));
    EXPECT_THAT(error_of([] { context_from_json(json::array({5}), "where"); }),
                StartsWith("where[0]: expected an object"));
}

}  // namespace
}  // namespace spikelet
