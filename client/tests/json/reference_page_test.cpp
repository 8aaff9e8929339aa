// Every operator dictionary that the reference page prints, in its order, read as it stands but for
// the slips that names.md §5.6 lists.
#include "error_of.hpp"
#include "operation_text.hpp"

namespace spikelet {
namespace {

struct printed {
    const char* dictionary;
    const char* means;
};

const printed dictionaries[] = {
    {R"({"op": "OPERATOR_WRITE", "bin": "name", "val": "Peanut"})", R"(write name "Peanut")"},
    // The texts of the next two stand the other way round on the page.
    {R"({"op": "OPERATOR_APPEND", "bin": "name", "val": " Esq."})", R"(append name " Esq.")"},
    {R"({"op": "OPERATOR_PREPEND", "bin": "name", "val": "Mr. "})", R"(prepend name "Mr. ")"},
    {R"({"op": "OPERATOR_INCR", "bin": "age", "val": 1})", "increment age 1"},
    {R"({"op": "OPERATOR_READ", "bin": "name"})", "read name"},
    {R"({"op": "OPERATOR_TOUCH"})", "touch"},

    // ---- lists
    {R"({"op": "OP_LIST_APPEND", "bin": "events", "val": 1234,
         "list_policy": {"write_flags": "LIST_WRITE_ADD_UNIQUE"}})",
     "cdt_modify events [1, 1234, 0, 1]"},
    {R"({"op": "OP_LIST_APPEND_ITEMS", "bin": "events", "val": [123, 456],
         "list_policy": {"write_flags": "LIST_WRITE_ADD_UNIQUE"}})",
     "cdt_modify events [2, [123, 456], 0, 1]"},
    {R"({"op": "OP_LIST_INSERT", "bin": "events", "index": 2, "val": 1234,
         "list_policy": {"write_flags": "LIST_WRITE_ADD_UNIQUE"}})",
     "cdt_modify events [3, 2, 1234, 1]"},
    {R"({"op": "OP_LIST_INSERT_ITEMS", "bin": "events", "index": 2, "val": [123, 456],
         "list_policy": {"write_flags": "LIST_WRITE_ADD_UNIQUE"}})",
     "cdt_modify events [4, 2, [123, 456], 1]"},
    {R"({"op": "OP_LIST_INCREMENT", "bin": "bin_name", "index": 2, "val": 5,
         "list_policy": {"write_flags": "LIST_WRITE_ADD_UNIQUE"}})",
     "cdt_modify bin_name [12, 2, 5, 0, 1]"},
    {R"({"op": "OP_LIST_POP", "bin": "events", "index": 2})", "cdt_modify events [5, 2]"},
    {R"({"op": "OP_LIST_POP_RANGE", "bin": "events", "index": 2, "val": 3})",
     "cdt_modify events [6, 2, 3]"},
    {R"({"op": "OP_LIST_REMOVE", "bin": "events", "index": 2})", "cdt_modify events [7, 2]"},
    {R"({"op": "OP_LIST_REMOVE_RANGE", "bin": "events", "index": 2, "val": 3})",
     "cdt_modify events [8, 2, 3]"},
    {R"({"op": "OP_LIST_CLEAR", "bin": "events"})", "cdt_modify events [11]"},
    {R"({"op": "OP_LIST_SET", "bin": "events", "index": 2, "val": "latest event at index 2",
         "list_policy": {"write_flags": "LIST_WRITE_ADD_UNIQUE"}})",
     R"(cdt_modify events [9, 2, "latest event at index 2", 1])"},
    {R"({"op": "OP_LIST_GET", "bin": "events", "index": 2})", "cdt_read events [17, 2]"},
    {R"({"op": "OP_LIST_GET_RANGE", "bin": "events", "index": 2, "val": 3})",
     "cdt_read events [18, 2, 3]"},
    {R"({"op": "OP_LIST_TRIM", "bin": "events", "index": 2, "val": 3})",
     "cdt_modify events [10, 2, 3]"},
    {R"({"op": "OP_LIST_SIZE", "bin": "events"})", "cdt_read events [16]"},
    {R"({"op": "OP_LIST_GET_BY_INDEX", "bin": "events", "index": 2,
         "return_type": "LIST_RETURN_VALUE"})",
     "cdt_read events [19, 7, 2]"},
    {R"({"op": "OP_LIST_GET_BY_INDEX_RANGE", "bin": "events", "index": 2, "count": 2,
         "return_type": "LIST_RETURN_VALUE", "inverted": false})",
     "cdt_read events [24, 7, 2, 2]"},
    {R"({"op": "OP_LIST_GET_BY_RANK", "bin": "events", "rank": 2,
         "return_type": "LIST_RETURN_VALUE"})",
     "cdt_read events [21, 7, 2]"},
    {R"({"op": "OP_LIST_GET_BY_RANK_RANGE", "bin": "events", "rank": 2, "count": 3,
         "return_type": "LIST_RETURN_VALUE", "inverted": false})",
     "cdt_read events [26, 7, 2, 3]"},
    {R"({"op": "OP_LIST_GET_BY_VALUE", "bin": "events", "val": 5,
         "return_type": "LIST_RETURN_COUNT"})",
     "cdt_read events [22, 5, 5]"},
    {R"({"op": "OP_LIST_GET_BY_VALUE_LIST", "bin": "events", "value_list": [5, 6, 7],
         "return_type": "LIST_RETURN_COUNT", "inverted": false})",
     "cdt_read events [23, 5, [5, 6, 7]]"},
    {R"({"op": "OP_LIST_GET_BY_VALUE_RANGE", "bin": "events", "value_begin": 3, "value_end": 6,
         "return_type": "LIST_RETURN_VALUE", "inverted": false})",
     "cdt_read events [25, 7, 3, 6]"},
    {R"({"op": "OP_LIST_REMOVE_BY_INDEX", "bin": "events", "index": 2,
         "return_type": "LIST_RETURN_VALUE"})",
     "cdt_modify events [32, 7, 2]"},
    {R"({"op": "OP_LIST_REMOVE_BY_INDEX_RANGE", "bin": "events", "index": 2, "count": 2,
         "return_type": "LIST_RETURN_VALUE", "inverted": false})",
     "cdt_modify events [37, 7, 2, 2]"},
    {R"({"op": "OP_LIST_REMOVE_BY_RANK", "bin": "events", "rank": 2,
         "return_type": "LIST_RETURN_VALUE"})",
     "cdt_modify events [34, 7, 2]"},
    {R"({"op": "OP_LIST_REMOVE_BY_RANK_RANGE", "bin": "events", "rank": 2, "count": 3,
         "return_type": "LIST_RETURN_VALUE", "inverted": false})",
     "cdt_modify events [39, 7, 2, 3]"},
    {R"({"op": "OP_LIST_REMOVE_BY_VALUE", "bin": "events", "val": 5,
         "return_type": "LIST_RETURN_COUNT", "inverted": true})",
     "cdt_modify events [35, 65541, 5]"},
    {R"({"op": "OP_LIST_REMOVE_BY_VALUE_LIST", "bin": "events", "value_list": [5, 6, 7],
         "return_type": "LIST_RETURN_COUNT", "inverted": false})",
     "cdt_modify events [36, 5, [5, 6, 7]]"},
    {R"({"op": "OP_LIST_REMOVE_BY_VALUE_RANGE", "bin": "events", "value_begin": 3,
         "value_end": 6, "return_type": "LIST_RETURN_VALUE", "inverted": false})",
     "cdt_modify events [38, 7, 3, 6]"},
    {R"({"op": "OP_LIST_SET_ORDER", "list_order": "LIST_ORDERED", "bin": "events"})",
     "cdt_modify events [0, 1]"},
    {R"({"op": "OP_LIST_SORT", "sort_flags": "LIST_SORT_DROP_DUPLICATES", "bin": "test_bin"})",
     "cdt_modify test_bin [13, 2]"},

    // ---- maps
    {R"({"op": "OP_MAP_SET_POLICY", "bin": "scores", "map_policy":
         {"map_write_mode": "MAP_UPDATE", "map_order": "MAP_KEY_VALUE_ORDERED"}})",
     "cdt_modify scores [64, 3] answers"},
    {R"({"op": "OP_MAP_PUT", "bin": "my_map", "key": "age", "val": 97})",
     R"(cdt_modify my_map [67, "age", 97, 0] answers)"},
    {R"({"op": "OP_MAP_PUT_ITEMS", "bin": "my_map",
         "val": {"name": "bubba", "occupation": "dancer"}})",
     R"(cdt_modify my_map [68, {"name": "bubba", "occupation": "dancer"}, 0] answers)"},
    {R"({"op": "OP_MAP_INCREMENT", "bin": "my_map", "key": "age", "val": 1})",
     R"(cdt_modify my_map [73, "age", 1, 0] answers)"},
    {R"({"op": "OP_MAP_DECREMENT", "bin": "my_map", "key": "age", "val": 1})",
     R"(cdt_modify my_map [74, "age", 1, 0] answers)"},
    {R"({"op": "OP_MAP_SIZE", "bin": "my_map"})", "cdt_read my_map [96] answers"},
    {R"({"op": "OP_MAP_CLEAR", "bin": "my_map"})", "cdt_modify my_map [75] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_KEY", "bin": "my_map", "key": "age",
         "return_type": "MAP_RETURN_VALUE"})",
     R"(cdt_modify my_map [76, 7, "age"] answers)"},
    {R"({"op": "OP_MAP_REMOVE_BY_KEY_LIST", "bin": "my_map", "val": ["name", "rank", "serial"],
         "inverted": false})",
     R"(cdt_modify my_map [81, 0, ["name", "rank", "serial"]] answers)"},
    {R"({"op": "OP_MAP_REMOVE_BY_KEY_RANGE", "bin": "my_map", "key": "i", "val": "j",
         "return_type": "MAP_RETURN_KEY_VALUE", "inverted": false})",
     R"(cdt_modify my_map [84, 8, "i", "j"] answers)"},
    {R"({"op": "OP_MAP_REMOVE_BY_VALUE", "bin": "my_map", "val": 97,
         "return_type": "MAP_RETURN_KEY", "inverted": false})",
     "cdt_modify my_map [82, 6, 97] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_VALUE_LIST", "bin": "my_map", "val": [97, 98, 99],
         "return_type": "MAP_RETURN_KEY", "inverted": false})",
     "cdt_modify my_map [83, 6, [97, 98, 99]] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_VALUE_RANGE", "bin": "my_map", "val": 97, "range": 100,
         "return_type": "MAP_RETURN_KEY", "inverted": false})",
     "cdt_modify my_map [86, 6, 97, 100] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_INDEX", "bin": "my_map", "index": 0,
         "return_type": "MAP_RETURN_KEY_VALUE"})",
     "cdt_modify my_map [77, 8, 0] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_INDEX_RANGE", "bin": "my_map", "index": 0, "val": 2,
         "return_type": "MAP_RETURN_KEY_VALUE", "inverted": false})",
     "cdt_modify my_map [85, 8, 0, 2] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_RANK", "bin": "my_map", "index": 10})",
     "cdt_modify my_map [79, 0, 10] answers"},
    {R"({"op": "OP_MAP_REMOVE_BY_RANK_RANGE", "bin": "my_map", "index": 10, "val": 2,
         "return_type": "MAP_RETURN_KEY_VALUE", "inverted": false})",
     "cdt_modify my_map [87, 8, 10, 2] answers"},
    {R"({"op": "OP_MAP_GET_BY_KEY", "bin": "my_map", "key": "age",
         "return_type": "MAP_RETURN_KEY_VALUE"})",
     R"(cdt_read my_map [97, 8, "age"] answers)"},
    {R"({"op": "OP_MAP_GET_BY_KEY_RANGE", "bin": "my_map", "key": "i", "range": "j",
         "return_type": "MAP_RETURN_KEY_VALUE", "inverted": false})",
     R"(cdt_read my_map [103, 8, "i", "j"] answers)"},
    {R"({"op": "OP_MAP_GET_BY_VALUE", "bin": "my_map", "val": 97,
         "return_type": "MAP_RETURN_KEY"})",
     "cdt_read my_map [102, 6, 97] answers"},
    {R"({"op": "OP_MAP_GET_BY_VALUE_RANGE", "bin": "my_map", "val": 97, "range": 100,
         "return_type": "MAP_RETURN_KEY", "inverted": false})",
     "cdt_read my_map [105, 6, 97, 100] answers"},
    {R"({"op": "OP_MAP_GET_BY_INDEX", "bin": "my_map", "index": 0,
         "return_type": "MAP_RETURN_KEY_VALUE"})",
     "cdt_read my_map [98, 8, 0] answers"},
    {R"({"op": "OP_MAP_GET_BY_INDEX_RANGE", "bin": "my_map", "index": 0, "val": 2,
         "return_type": "MAP_RETURN_KEY_VALUE", "inverted": false})",
     "cdt_read my_map [104, 8, 0, 2] answers"},
    {R"({"op": "OP_MAP_GET_BY_RANK", "bin": "my_map", "index": 10})",
     "cdt_read my_map [100, 0, 10] answers"},
    {R"({"op": "OP_MAP_GET_BY_RANK_RANGE", "bin": "my_map", "index": 10, "val": 2,
         "return_type": "MAP_RETURN_KEY_VALUE", "inverted": false})",
     "cdt_read my_map [106, 8, 10, 2] answers"},
};

TEST(reference_page, all_of_its_operators_are_here) {
    EXPECT_EQ(std::size(dictionaries), 6u + 31u + 25u);
}

TEST(reference_page, every_dictionary_is_read) {
    for (const printed& p : dictionaries) {
        SCOPED_TRACE(p.dictionary);
        EXPECT_EQ(text_of(operation_from_json(parse_json(p.dictionary))), p.means);
    }
}

TEST(reference_page, wildcard_matches_the_rest_of_a_list) {
    EXPECT_EQ(text_of(operation_from_json(parse_json(
                  R"({"op": "OP_LIST_GET_BY_VALUE", "bin": "list_bin",
                      "val": [1, {"$wildcard": true}], "return_type": "LIST_RETURN_VALUE"})"))),
              "cdt_read list_bin [22, 7, [1, *]]");
    EXPECT_EQ(text_of(operation_from_json(parse_json(
                  R"({"op": "OP_LIST_GET_BY_VALUE_RANGE", "bin": "list_bin", "value_begin": [1],
                      "value_end": [1, {"$infinity": true}], "return_type": 7})"))),
              "cdt_read list_bin [25, 7, [1], [1, INF]]");
}

TEST(reference_page, configuration_samples_are_read) {
    const config shared = config_from_json(
        R"({"hosts": [["127.0.0.1", 3000]], "policies": {"read": {"total_timeout": 1000}},
            "shm": {}})");
    EXPECT_EQ(shared.policies.read.total_timeout, milliseconds(1000));
    EXPECT_TRUE(shared.shm);
    const config tls = config_from_json(
        R"({"hosts": [["10.0.0.1", 4333, "some-server-tls-name"]],
            "tls": {"cafile": "/path/to/cacert.pem", "enable": true}})");
    EXPECT_EQ(tls.hosts.at(0).tls_name, "some-server-tls-name");
    EXPECT_TRUE(tls.tls.enable);
}

TEST(reference_page, keys_and_geojson_samples_are_read) {
    EXPECT_EQ(key_from_json({"test", "demo", 1}), key("test", "demo", 1));
    EXPECT_EQ(
        value_from_json(parse_json(
            R"({"$geo": "{\"type\": \"Point\", \"coordinates\": [-80.604333, 28.608389]}"})")),
        value::geojson(R"({"type": "Point", "coordinates": [-80.604333, 28.608389]})"));
    EXPECT_EQ(value_from_json(parse_json(
                  R"({"$geo": {"type": "Point", "coordinates": [63.342222, 45.920278]}})")),
              value::geojson(R"({"coordinates":[63.342222,45.920278],"type":"Point"})"));
}

}  // namespace
}  // namespace spikelet
