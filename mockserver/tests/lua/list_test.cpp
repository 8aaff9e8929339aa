// The type List (chapter 14 §4.3).
#include "udf_fixture.hpp"

namespace spikelet::mock {
namespace {

using testing::applied;
using ::testing::HasSubstr;

class list_test : public testing::udf_test {
protected:
    // What is left of list{10, 20, 30} after the statement, which calls it `l`.
    std::string after(std::string_view statement) {
        const applied a =
            run("local l = list{10, 20, 30}\n" + std::string(statement) + "\nreturn l");
        return a.succeeded() ? to_string(a.result) : "FAILURE " + a.failure;
    }
};

TEST_F(list_test, is_made_from_nothing_or_from_the_numbered_values_of_a_table) {
    EXPECT_EQ(evaluate("list()"), "[]");
    EXPECT_EQ(evaluate("list{1, 'a', 2.5, true}"), "[1, \"a\", 2.5, true]");
    EXPECT_EQ(evaluate("list{1, nil, 3}"), "[1, 3]");
    EXPECT_EQ(evaluate("list{1, x = 2}"), "[1]");
    EXPECT_EQ(evaluate("list{list{}, map{}}"), "[[], {}]");
    EXPECT_EQ(evaluate("list{1, {}, print}"), "[1]") << "tables and functions are not kept";
}

TEST_F(list_test, is_made_with_a_capacity) {
    EXPECT_EQ(evaluate("list.create(10, 5)"), "[]");
    EXPECT_EQ(evaluate("list.new(10)"), "[]");
    EXPECT_EQ(evaluate("list.create()"), "nil");
    EXPECT_EQ(evaluate("list.create(-1)"), "nil");
}

TEST_F(list_test, elements_are_read_by_position_from_1) {
    EXPECT_EQ(evaluate("list{10, 20}[1]"), "10");
    EXPECT_EQ(evaluate("list{10, 20}[2]"), "20");
    EXPECT_EQ(evaluate("list{10, 20}[0]"), "nil");
    EXPECT_EQ(evaluate("list{10, 20}[3]"), "nil");
    EXPECT_EQ(evaluate("list{10, 20}[-1]"), "nil");
    EXPECT_THAT(evaluate("list{10}['x']"),
                HasSubstr("bad argument #2 to 'index' (number expected, got string)"));
}

TEST_F(list_test, assignment_sets_and_pads_with_nil) {
    EXPECT_EQ(after("l[2] = 'x'"), "[10, \"x\", 30]");
    EXPECT_EQ(after("l[4] = 40"), "[10, 20, 30, 40]");
    EXPECT_EQ(after("l[6] = 60"), "[10, 20, 30, nil, nil, 60]");
    EXPECT_EQ(after("l[1] = nil"), "[nil, 20, 30]");
    EXPECT_EQ(after("l[1] = {}"), "[10, 20, 30]");
}

TEST_F(list_test, assignment_below_1_is_an_error_where_a_server_goes_down) {
    EXPECT_THAT(after("l[0] = 1"), HasSubstr("m.lua:3: list index 0 is out of range"));
    EXPECT_THAT(after("l[-1] = 1"), HasSubstr("list index -1 is out of range"));
    EXPECT_THAT(after("l[math.mininteger] = 1"), HasSubstr("is out of range"));
}

TEST_F(list_test, assignment_far_behind_the_end_is_an_error) {
    EXPECT_THAT(after("l[1 << 40] = 1"), HasSubstr("m.lua: function 'f' used up"));
}

TEST_F(list_test, size_counts_nils) {
    EXPECT_EQ(evaluate("list.size(list{1, 2})"), "2");
    EXPECT_EQ(evaluate("#list{1, 2}"), "2");
    EXPECT_EQ(evaluate("list.size(a)", {value::list{nullptr, nullptr}}), "2");
}

TEST_F(list_test, append_and_prepend_add_one) {
    EXPECT_EQ(after("list.append(l, 40)"), "[10, 20, 30, 40]");
    EXPECT_EQ(after("list.prepend(l, 0)"), "[0, 10, 20, 30]");
    EXPECT_EQ(after("list.append(l, nil)"), "[10, 20, 30, nil]");
    EXPECT_EQ(after("list.append(l, {})"), "[10, 20, 30]");
    EXPECT_EQ(after("list.prepend(l, print)"), "[10, 20, 30]");
    EXPECT_EQ(after("list.append(l)"), "[10, 20, 30]");
}

TEST_F(list_test, insert_shifts_and_pads) {
    EXPECT_EQ(after("list.insert(l, 1, 5)"), "[5, 10, 20, 30]");
    EXPECT_EQ(after("list.insert(l, 3, 25)"), "[10, 20, 25, 30]");
    EXPECT_EQ(after("list.insert(l, 4, 40)"), "[10, 20, 30, 40]");
    EXPECT_EQ(after("list.insert(l, 6, 60)"), "[10, 20, 30, nil, nil, 60]");
    EXPECT_EQ(after("list.insert(l, 0, 5)"), "[10, 20, 30]");
}

TEST_F(list_test, remove_takes_one_out) {
    EXPECT_EQ(after("list.remove(l, 1)"), "[20, 30]");
    EXPECT_EQ(after("list.remove(l, 3)"), "[10, 20]");
    EXPECT_EQ(after("list.remove(l, 4)"), "[10, 20, 30]");
    EXPECT_EQ(after("list.remove(l, 0)"), "[10, 20, 30]");
}

TEST_F(list_test, trim_removes_the_element_and_all_behind_it) {
    EXPECT_EQ(after("list.trim(l, 2)"), "[10]");
    EXPECT_EQ(after("list.trim(l, 1)"), "[]");
    EXPECT_EQ(after("list.trim(l, 4)"), "[10, 20, 30]");
    EXPECT_EQ(after("list.trim(l, 0)"), "[10, 20, 30]");
}

TEST_F(list_test, concat_appends_another_list_even_itself) {
    EXPECT_EQ(after("list.concat(l, list{1, 2})"), "[10, 20, 30, 1, 2]");
    EXPECT_EQ(after("list.concat(l, l)"), "[10, 20, 30, 10, 20, 30]");
    EXPECT_THAT(after("list.concat(l, 5)"), HasSubstr("(List expected, got number)"));
}

TEST_F(list_test, take_and_drop_make_new_lists) {
    EXPECT_EQ(evaluate("list.take(list{1, 2, 3}, 2)"), "[1, 2]");
    EXPECT_EQ(evaluate("list.take(list{1, 2, 3}, 9)"), "[1, 2, 3]");
    EXPECT_EQ(evaluate("list.take(list{1, 2, 3}, 0)"), "nil");
    EXPECT_EQ(evaluate("list.drop(list{1, 2, 3}, 2)"), "[3]");
    EXPECT_EQ(evaluate("list.drop(list{1, 2, 3}, 9)"), "[]");
    EXPECT_EQ(evaluate("list.drop(list{1, 2, 3}, 0)"), "nil");
    EXPECT_EQ(after("list.append(list.take(l, 2), 5)"), "[10, 20, 30]");
}

TEST_F(list_test, clone_and_merge_make_new_lists) {
    EXPECT_EQ(after("local c = list.clone(l); list.append(c, 1)"), "[10, 20, 30]");
    EXPECT_EQ(evaluate("list.clone(list{1, list{2}})"), "[1, [2]]");
    EXPECT_EQ(evaluate("list.merge(list{1}, list{2, 3})"), "[1, 2, 3]");
    EXPECT_EQ(after("list.merge(l, list{1})"), "[10, 20, 30]");
}

TEST_F(list_test, iterator_runs_through_the_values_up_to_the_first_nil) {
    const std::string sum = "local s = 0; for v in list.iterator(a) do s = s + v end; return s";
    EXPECT_EQ(run(sum, {value::list{1, 2, 3}}).result, value(6));
    EXPECT_EQ(run(sum, {value::list{}}).result, value(0));
    EXPECT_EQ(run(sum, {value::list{1, nullptr, 3}}).result, value(1));
    EXPECT_EQ(evaluate("select(2, list.iterator(list{}))"), "nil") << "an iterator is no value";
}

TEST_F(list_test, iterator_object_can_be_asked) {
    EXPECT_EQ(run("local _, i = list.iterator(list{7}); "
                  "return list{iterator.has_next(i), iterator.next(i), i.has_next(i)}")
                  .result,
              value(value::list{true, 7, false}));
}

TEST_F(list_test, ipairs_works) {
    EXPECT_EQ(run("local s = '' for i, v in ipairs(a) do s = s .. i .. v end return s",
                  {value::list{"x", "y"}})
                  .result,
              value("1x2y"));
}

TEST_F(list_test, nbytes_is_the_packed_size) {
    EXPECT_EQ(evaluate("list.nbytes(list{})"), "1");
    EXPECT_EQ(evaluate("list.nbytes(list{1, 'ab', 2.5})"), "15");
}

TEST_F(list_test, text_shows_strings_in_quotes_and_nil_in_capitals) {
    EXPECT_EQ(evaluate("tostring(list{1, 'a', 2.5, true, list{}, map{x = 1}})"),
              R"("[1, \"a\", 2.5, true, [], {\"x\":1}]")");
    EXPECT_EQ(evaluate("list.tostring(a)", {value::list{nullptr}}), R"("[NIL]")");
    EXPECT_EQ(evaluate("tostring(list{2.0, -0.0, 0.1, 1e300})"), R"("[2, -0, 0.1, 1e+300]")");
    EXPECT_EQ(evaluate("tostring(list{bytes(0), a})", {value::blob(wire::as_bytes("\x01\xff"))}),
              R"("[Bytes(), 01 FF]")");
}

TEST_F(list_test, nested_list_is_a_live_reference) {
    EXPECT_EQ(run("list.append(a[1], 9); return a", {value::list{value::list{1}}}).result,
              value(value::list{value::list{1, 9}}));
}

TEST_F(list_test, comparison_is_by_identity) {
    EXPECT_EQ(evaluate("list{1} == list{1}"), "false");
    EXPECT_EQ(run("local l = list{}; local m = l; return l == m").result, value(true));
    EXPECT_EQ(run("return a[1] == a[1]", {value::list{value::list{}}}).result, value(false));
}

TEST_F(list_test, list_in_itself_is_an_error_wherever_it_is_written_out) {
    for (const char* const use : {"return l", "rec.x = l; return aerospike:create(rec)",
                                  "return tostring(l)", "return list.nbytes(l)"}) {
        const applied a = run("local l = list{}; list.append(l, l); " + std::string(use));
        EXPECT_EQ(a.code, wire::result_code::udf) << use;
        EXPECT_THAT(a.failure, HasSubstr("or one contains itself")) << use;
    }
}

TEST_F(list_test, list_of_the_same_list_again_and_again_is_limited_by_memory) {
    const applied a =
        run("local l = list{'0123456789'}; "
            "for i = 1, 40 do local m = list{l, l}; l = m end; return l");
    EXPECT_THAT(a.failure, HasSubstr("m.lua: function 'f' needs more than its 16777216 bytes"));
}

TEST_F(list_test, functions_want_lists) {
    EXPECT_THAT(evaluate("list.size(5)"), HasSubstr("bad argument #1 to 'size' (List expected"));
    EXPECT_THAT(evaluate("list.append(map{}, 1)"), HasSubstr("(List expected, got Map)"));
    EXPECT_THAT(evaluate("list.take()"), HasSubstr("(List expected, got no value)"));
    EXPECT_THAT(evaluate("list{}:size()"), HasSubstr("(number expected, got string)"));
}

}  // namespace
}  // namespace spikelet::mock
