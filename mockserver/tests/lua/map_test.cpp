// The type Map (chapter 14 §4.4).
#include "udf_fixture.hpp"

#include <spikelet/wire/msgpack.hpp>

namespace spikelet::mock {
namespace {

using testing::applied;
using ::testing::HasSubstr;

class map_test : public testing::udf_test {
protected:
    // What is left of map{a = 1, b = 2} after the statement, which calls it `m`.
    std::string after(std::string_view statement) {
        const applied a =
            run("local m = map{a = 1, b = 2}\n" + std::string(statement) + "\nreturn m");
        return a.succeeded() ? to_string(a.result) : "FAILURE " + a.failure;
    }
};

TEST_F(map_test, is_made_from_nothing_or_from_a_table) {
    EXPECT_EQ(evaluate("map()"), "{}");
    EXPECT_EQ(evaluate("map{b = 2, a = 1, [5] = 'x', [-1] = 'y'}"),
              R"({-1: "y", 5: "x", "a": 1, "b": 2})");
    EXPECT_EQ(evaluate("map{[1.5] = 1, [true] = 2}"), "{}");
    EXPECT_EQ(evaluate("map{a = {}}"), "{}");
    EXPECT_EQ(evaluate("map.create(5)"), "{}");
    EXPECT_EQ(evaluate("map.create(0)"), "nil");
    EXPECT_EQ(evaluate("map.new()"), "nil");
}

TEST_F(map_test, values_are_read_by_key) {
    EXPECT_EQ(evaluate("map{a = 1}.a"), "1");
    EXPECT_EQ(evaluate("map{a = 1}['b']"), "nil");
    EXPECT_EQ(evaluate("map{[7] = 1}[7]"), "1");
    EXPECT_EQ(evaluate("map{[7] = 1}['7']"), "nil");
    EXPECT_EQ(evaluate("map{[7] = 1}[7.0]"), "nil") << "a float is no key";
    EXPECT_EQ(evaluate("map{}[list{}]"), "nil");
}

TEST_F(map_test, assignment_takes_integers_and_strings_as_keys) {
    EXPECT_EQ(after("m.c = 3"), R"({"a": 1, "b": 2, "c": 3})");
    EXPECT_EQ(after("m[5] = 3"), R"({5: 3, "a": 1, "b": 2})");
    EXPECT_EQ(after("m.a = 'x'"), R"({"a": "x", "b": 2})");
    for (const char* const ignored :
         {"m[1.5] = 1", "m[true] = 1", "m[list{}] = 1", "m[bytes(1)] = 1", "m[map{}] = 1"}) {
        EXPECT_EQ(after(ignored), R"({"a": 1, "b": 2})") << ignored;
    }
}

TEST_F(map_test, nil_is_a_value_and_keeps_the_key) {
    EXPECT_EQ(after("m.a = nil"), R"({"a": nil, "b": 2})");
    EXPECT_EQ(run("local m = map{a = 1}; m.a = nil; return list{#m, m.a == nil}").result,
              value(value::list{1, true}));
    EXPECT_EQ(evaluate("tostring(a)", {value::map{{"x", nullptr}}}), R"("{\"x\":NIL}")");
}

TEST_F(map_test, what_no_map_keeps_removes_the_key) {
    EXPECT_EQ(after("m.a = {}"), R"({"b": 2})");
    EXPECT_EQ(after("m.a = print"), R"({"b": 2})");
}

TEST_F(map_test, remove_takes_a_key_out) {
    EXPECT_EQ(after("map.remove(m, 'a')"), R"({"b": 2})");
    EXPECT_EQ(after("map.remove(m, 'x')"), R"({"a": 1, "b": 2})");
    EXPECT_EQ(run("local m = map{a = 1}; map.remove(m, 'a'); return #m").result, value(0));
}

TEST_F(map_test, size_counts_entries) {
    EXPECT_EQ(evaluate("map.size(map{a = 1, b = 2})"), "2");
    EXPECT_EQ(evaluate("#map{}"), "0");
}

TEST_F(map_test, iterators_go_in_the_order_of_keys) {
    const value::list arguments = {value::map{{"b", 2}, {"a", 1}, {10, 3}, {-1, 4}}};
    EXPECT_EQ(run("local s = '' for k, v in map.pairs(a) do s = s .. k .. '=' .. v .. ' ' end "
                  "return s",
                  arguments)
                  .result,
              value("-1=4 10=3 a=1 b=2 "));
    EXPECT_EQ(run("local s = '' for k in map.keys(a) do s = s .. k .. ' ' end return s", arguments)
                  .result,
              value("-1 10 a b "));
    EXPECT_EQ(
        run("local s = '' for v in map.values(a) do s = s .. v .. ' ' end return s", arguments)
            .result,
        value("4 3 1 2 "));
    EXPECT_EQ(run("local s = '' for k, v in map.iterator(a) do s = s .. k end return s", arguments)
                  .result,
              value("-110ab"));
}

TEST_F(map_test, iterator_passes_over_what_is_removed_and_shows_what_is_changed) {
    EXPECT_EQ(run("local s = '' for k, v in map.pairs(a) do "
                  "  map.remove(a, 'b'); a.c = 'new'; a.d = 1; s = s .. k .. tostring(v) "
                  "end return s",
                  {value::map{{"a", 1}, {"b", 2}, {"c", 3}}})
                  .result,
              value("a1cnew"));
}

TEST_F(map_test, clone_copies) {
    EXPECT_EQ(after("local c = map.clone(m); c.x = 1"), R"({"a": 1, "b": 2})");
    EXPECT_EQ(evaluate("map.clone(map{a = list{1}})"), R"({"a": [1]})");
}

TEST_F(map_test, merge_takes_the_second_value_or_asks) {
    EXPECT_EQ(evaluate("map.merge(map{a = 1, b = 2}, map{b = 3, c = 4})"),
              R"({"a": 1, "b": 3, "c": 4})");
    EXPECT_EQ(evaluate("map.merge(map{a = 1, b = 2}, map{b = 3, c = 4}, math.sum)"),
              R"({"a": 1, "b": 5, "c": 4})");
    EXPECT_EQ(evaluate("map.merge(map{b = 2}, map{b = 3}, function() return nil end)"),
              R"({"b": nil})");
    EXPECT_EQ(evaluate("map.merge(map{b = 2}, map{b = 3}, function() return {} end)"), "{}");
}

TEST_F(map_test, merge_survives_a_function_that_empties_the_maps) {
    EXPECT_EQ(run("local m = map{} local n = map{} "
                  "for i = 1, 100 do m['key number ' .. i] = i; n['key number ' .. i] = i end "
                  "local out = map.merge(m, n, function(x, y) "
                  "  for i = 1, 100 do map.remove(n, 'key number ' .. i) end "
                  "  collectgarbage() "
                  "  return x + (y or 0) end) "
                  "return #out")
                  .result,
              value(100));
}

TEST_F(map_test, diff_keeps_what_only_one_of_the_two_has) {
    EXPECT_EQ(evaluate("map.diff(map{a = 1, b = 2}, map{b = 3, c = 4})"), R"({"a": 1, "c": 4})");
    EXPECT_EQ(evaluate("map.diff(map{}, map{})"), "{}");
}

TEST_F(map_test, text_shows_entries_in_the_order_of_keys) {
    EXPECT_EQ(evaluate("tostring(map{b = 2, [5] = 'x', a = list{1}})"),
              R"("{5:\"x\", \"a\":[1], \"b\":2}")");
    EXPECT_EQ(evaluate("map.tostring(map{})"), R"("{}")");
}

TEST_F(map_test, nbytes_is_the_packed_size) {
    EXPECT_EQ(evaluate("map.nbytes(map{})"), "1");
    EXPECT_EQ(evaluate("map.nbytes(map{a = 1})"), "5");
}

TEST_F(map_test, order_by_key_of_a_received_map_is_kept) {
    const value ordered(value::map{{"a", 1}, {"b", 2}}, map_order::key_ordered);
    EXPECT_EQ(run("a.c = 3; return a", {ordered}).result,
              value(value::map({{"a", 1}, {"b", 2}, {"c", 3}}), map_order::key_ordered));
    EXPECT_EQ(run("return map.clone(a)", {ordered}).result, ordered);
    EXPECT_EQ(run("return map{a = 1}").result.ordering_of_map(), map_order::unordered);
}

TEST_F(map_test, entries_under_bytes_are_read_and_kept_but_not_made) {
    const value under_blob(value::map{{value::blob(wire::as_bytes("k")), 1}, {"k", 2}, {3, 4}});
    cluster_.put(k_, {{"m", under_blob}});
    EXPECT_EQ(run("local s = '' for k, v in map.pairs(rec.m) do s = s .. tostring(k) .. v .. ' ' "
                  "end return s")
                  .result,
              value("34 k2 6B1 "));
    EXPECT_EQ(run("local k; for key in map.keys(rec.m) do k = key end "
                  "return list{rec.m[k], #rec.m, tostring(rec.m)}")
                  .result,
              value(value::list{1, 3, "{3:4, \"k\":2, 6B:1}"}));
    EXPECT_EQ(run("local m = rec.m; m.x = 5; rec.m = m; return aerospike:update(rec)").result,
              value(0));
    EXPECT_EQ(to_string(cluster_.get(k_)->bins.at("m")), R"({3: 4, "k": 2, "x": 5, <6b>: 1})");
}

TEST_F(map_test, preserved_order_makes_a_list_of_keys_and_values) {
    const value preserved(value::map{{"b", 1}, {"a", 2}}, map_order::preserve_order);
    EXPECT_EQ(run("return a", {preserved}).result, value(value::list{"b", 1, "a", 2}));
}

TEST_F(map_test, keys_that_no_map_can_have_are_left_out_of_an_argument) {
    const value odd(value::map{{1.5, 1}, {true, 2}, {"a", 3}, {value::list{}, 4}});
    EXPECT_EQ(run("return a", {odd}).result, value(value::map{{"a", 3}}));
}

TEST_F(map_test, functions_want_maps) {
    EXPECT_THAT(evaluate("map.size(5)"), HasSubstr("bad argument #1 to 'size' (Map expected"));
    EXPECT_THAT(evaluate("map.merge(map{}, list{})"), HasSubstr("(Map expected, got List)"));
    EXPECT_THAT(evaluate("map.pairs()"), HasSubstr("(Map expected, got no value)"));
}

}  // namespace
}  // namespace spikelet::mock
