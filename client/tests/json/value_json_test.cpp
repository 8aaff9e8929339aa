#include "error_of.hpp"
#include "random_value.hpp"

#include <spikelet/wire/particle_type.hpp>

#include <cmath>
#include <limits>

namespace spikelet {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

value parsed(std::string_view text) {
    return value_from_json(parse_json(text), "");
}
std::string error_in(std::string_view text) {
    return error_of([&] { parsed(text); });
}
std::vector<std::uint8_t> bytes(std::initializer_list<int> list) {
    return {list.begin(), list.end()};
}

TEST(value_json, plain_json_means_itself) {
    EXPECT_EQ(parsed("null"), value());
    EXPECT_EQ(parsed("true"), value(true));
    EXPECT_EQ(parsed("-7"), value(-7));
    EXPECT_EQ(parsed("1.0"), value(1.0));
    EXPECT_EQ(parsed("1e3"), value(1000.0));
    EXPECT_EQ(parsed("\"x\""), value("x"));
    EXPECT_EQ(parsed("[1, [\"a\"], []]"), value(value::list{1, value::list{"a"}, value::list{}}));
    EXPECT_EQ(parsed(R"({"b": 1, "a": {}})"), value(value::map{{"a", value::map{}}, {"b", 1}}));
}

TEST(value_json, numbers_keep_all_their_bits) {
    EXPECT_EQ(parsed("9223372036854775807"), value(std::numeric_limits<std::int64_t>::max()));
    EXPECT_EQ(parsed("-9223372036854775808"), value(std::numeric_limits<std::int64_t>::min()));
    EXPECT_TRUE(parsed("18446744073709551615").is_unsigned());
    EXPECT_EQ(parsed(R"({"$int": "9223372036854775807"})"),
              value(std::numeric_limits<std::int64_t>::max()));
    EXPECT_EQ(parsed(R"({"$int": "-5"})"), value(-5));
    EXPECT_EQ(parsed(R"({"$int": "18446744073709551615"})"), parsed("18446744073709551615"));
    EXPECT_TRUE(std::isnan(parsed(R"({"$double": "NaN"})").as_double()));
    EXPECT_EQ(parsed(R"({"$double": "inf"})").as_double(), std::numeric_limits<double>::infinity());
    EXPECT_EQ(parsed(R"({"$double": "-inf"})").as_double(),
              -std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::signbit(parsed(R"({"$double": "-0"})").as_double()));
    EXPECT_EQ(parsed(R"({"$double": "1"})"), value(1.0));
    EXPECT_EQ(parsed(R"({"$double": 3})"), value(3.0));
}

TEST(value_json, bytes_have_a_type) {
    using wire::particle_type;
    EXPECT_EQ(parsed(R"({"$bytes": "00fF"})"), value(bytes({0, 255})));
    EXPECT_EQ(parsed(R"({"$bytes": ""})"), value(bytes({})));
    EXPECT_EQ(parsed(R"({"$bytes": "01", "type": "AS_BYTES_JAVA"})"),
              value::blob(bytes({1}), particle_type::java_blob));
    EXPECT_EQ(parsed(R"({"$bytes": "01", "type": 12})"),
              value::blob(bytes({1}), particle_type::erlang_blob));
    EXPECT_EQ(parsed(R"({"$bytes": "01", "type": 16})"),
              value::blob(bytes({1}), particle_type::vector));
    EXPECT_EQ(parsed(R"({"$bytes": "01", "type": "AS_BYTES_UNDEF"})"),
              value::blob(bytes({1}), particle_type::null));
    EXPECT_EQ(parsed(R"({"$bytes": "61ff", "type": "AS_BYTES_STRING"})"), value("a\xff"));
    EXPECT_EQ(parsed(R"({"$hll": "0004"})"), value::hll(bytes({0, 4})));
    EXPECT_EQ(parsed(R"({"$bytes": "0004", "type": "AS_BYTES_HLL"})"), value::hll(bytes({0, 4})));
}

TEST(value_json, geojson_is_text_or_a_document) {
    const std::string point = R"({"coordinates":[1.5,2],"type":"Point"})";
    EXPECT_EQ(parsed(R"({"$geo": "{ }"})"), value::geojson("{ }"));
    EXPECT_EQ(parsed(R"({"$geo": {"type": "Point", "coordinates": [1.5, 2]}})"),
              value::geojson(point));
}

TEST(value_json, orders_without_a_name_are_kept) {
    for (const std::string text : {R"({"$list":[],"order":66})", R"({"$map":[],"order":4})",
                                   R"({"$list":[],"order":2,"persist_index":true})"}) {
        EXPECT_EQ(value_to_json(parsed(text)).dump(), text);
    }
}

TEST(value_json, collections_have_orders) {
    EXPECT_EQ(parsed(R"({"$list": [1], "order": "LIST_ORDERED"})"),
              value(value::list{1}, list_order::ordered));
    EXPECT_EQ(parsed(R"({"$list": [1], "order": 1, "persist_index": true})"),
              value(value::list{1}, list_order::ordered, true));
    EXPECT_EQ(parsed(R"({"$map": [[1, "a"], [{"$bytes": "00"}, null]]})"),
              value(value::map{{1, "a"}, {bytes({0}), nullptr}}));
    EXPECT_EQ(parsed(R"({"$map": [], "order": "MAP_KEY_VALUE_ORDERED"})"),
              value(value::map{}, map_order::key_value_ordered));
    EXPECT_EQ(parsed(R"({"$pairs": [["b", 1], ["a", 2]]})"),
              value(value::map{{"b", 1}, {"a", 2}}, map_order::preserve_order));
}

TEST(value_json, marks_are_for_comparisons) {
    EXPECT_EQ(parsed(R"([{"$wildcard": true}, {"$infinity": true}, {"$null": true}])"),
              value(value::list{value::wildcard(), value::infinity(), value()}));
    EXPECT_EQ(parsed(R"({"$extension": "0102", "type": 5})"), value::extension(5, bytes({1, 2})));
}

TEST(value_json, complaints_say_where_and_what_would_be_right) {
    EXPECT_THAT(error_in(R"({"a": [1, {"$byte": "00"}]})"),
                StartsWith("a[1].$byte: no notation of values, did you mean $bytes?; there are "));
    EXPECT_THAT(error_in(R"({"$bytes": "0"})"), HasSubstr("$bytes: expected pairs of hexadecimal "
                                                          "digits, such as \"00ff\", found \"0\""));
    EXPECT_THAT(error_in(R"({"$bytes": "zz"})"), HasSubstr("hexadecimal"));
    EXPECT_THAT(error_in(R"({"$bytes": "00", "type": "AS_BYTES_LIST"})"),
                HasSubstr("type: expected a type of bytes"));
    EXPECT_THAT(error_in(R"({"$bytes": "00", "tpye": 4})"),
                HasSubstr("tpye: unknown key, did you mean type?; $bytes takes $bytes and type"));
    EXPECT_THAT(error_in(R"({"$map": [[1, 2, 3]]})"), HasSubstr("$map[0]: expected a pair"));
    EXPECT_THAT(error_in(R"({"$map": {"a": 1}})"), HasSubstr("$map: expected a list of pairs"));
    EXPECT_THAT(error_in(R"({"$map": [], "order": "LIST_ORDERED"})"),
                HasSubstr("order: LIST_ORDERED is for a list's order; expected MAP_UNORDERED (0)"));
    EXPECT_THAT(error_in(R"({"$int": "1.5"})"), HasSubstr("$int: expected text of an integer"));
    EXPECT_THAT(error_in(R"({"$int": "18446744073709551616"})"), HasSubstr("$int: expected"));
    EXPECT_THAT(error_in(R"({"$int": 5})"), HasSubstr("$int: expected"));
    EXPECT_THAT(error_in(R"({"$double": "x"})"), HasSubstr("$double: expected a double"));
    EXPECT_THAT(error_in(R"({"$wildcard": false})"), HasSubstr("$wildcard: expected true"));
    EXPECT_THAT(error_in(R"({"$extension": "00"})"), HasSubstr("type: missing"));
    EXPECT_THAT(error_in(R"({"$geo": 5})"), HasSubstr("$geo: expected GeoJSON"));
}

TEST(value_json, deep_nesting_is_refused_without_harm) {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    EXPECT_EQ(error_in(nested(value_depth_max)), "");
    EXPECT_THAT(error_in(nested(value_depth_max + 1)), HasSubstr("levels deep"));
    json document = json::array();
    for (std::size_t i = 0; i < value_depth_max; ++i)
        document = json::array({std::move(document)});
    EXPECT_THAT(error_of([&] { value_from_json(document); }), HasSubstr("levels deep"));
}

TEST(value_json, what_is_not_json_is_refused) {
    EXPECT_THAT(error_in("{"), StartsWith("not JSON: "));
    EXPECT_THAT(error_in(R"({"a": 1, "b": {"a": 2}, "a": 3})"), HasSubstr("a: given twice"));
}

TEST(value_json, plainest_form_is_written) {
    EXPECT_EQ(value_to_json(value::map{{"a", 1}, {"b", value::list{2.5, nullptr}}}).dump(),
              R"({"a":1,"b":[2.5,null]})");
    EXPECT_EQ(value_to_json(1.0).dump(), "1.0");
    EXPECT_EQ(value_to_json(value::map{{1, "x"}}).dump(), R"({"$map":[[1,"x"]]})");
    EXPECT_EQ(value_to_json(value::map{{"$x", 1}}).dump(), R"({"$map":[["$x",1]]})");
    EXPECT_EQ(value_to_json(value::map{{"x", 1}, {"x", 2}}).dump(),
              R"({"$map":[["x",1],["x",2]]})");
    EXPECT_EQ(value_to_json(value(value::map{{"x", 1}}, map_order::key_ordered)).dump(),
              R"({"$map":[["x",1]],"order":"MAP_KEY_ORDERED"})");
    EXPECT_EQ(value_to_json("\xed\xa0\x80").dump(),
              R"({"$bytes":"eda080","type":"AS_BYTES_STRING"})");
    EXPECT_EQ(value_to_json(value::geojson("{}")).dump(), R"({"$geo":"{}"})");
    EXPECT_EQ(value_to_json(std::nan("")).dump(), R"({"$double":"NaN"})");
}

TEST(value_json, every_value_survives_the_way_there_and_back) {
    random_values random(7, {});
    for (int i = 0; i < 5000; ++i) {
        const value v = random.next();
        const std::string text = value_to_json(v).dump();
        ASSERT_EQ(parsed(text), v) << text;
    }
}

}  // namespace
}  // namespace spikelet
