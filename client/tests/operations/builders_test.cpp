// What builders make beyond the documented dictionaries, whose forms the tests of JSON and of the
// official client's bytes show.
#include "../json/operation_text.hpp"

#include <spikelet/cdt_context.hpp>
#include <spikelet/list.hpp>
#include <spikelet/map.hpp>
#include <spikelet/path.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <stdexcept>

namespace spikelet {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

// [3, [122, 2, 1], 2]: the loop's value, as an integer, is greater than 2.
class builders : public ::testing::Test {
protected:
    builders() { wire::encode_value(value::list{3, value::list{122, 2, 1}, 2}, packed_); }
    expression_view greater_than_two() const { return {packed_.view()}; }

private:
    wire::buffer packed_;
};

TEST_F(builders, scalars_tell_reads_from_writes) {
    EXPECT_FALSE(operation::read("b").is_write());
    EXPECT_FALSE(operation::read_all().is_write());
    EXPECT_FALSE(list::size("b").is_write());
    EXPECT_FALSE(map::get_by_key("b", 1, map::return_type::value).is_write());
    EXPECT_FALSE(path::select("b", {}, path::select_flags::value).is_write());
    EXPECT_TRUE(operation::write("b", 1).is_write());
    EXPECT_TRUE(operation::touch().is_write());
    EXPECT_TRUE(operation::delete_record().is_write());
    EXPECT_TRUE(list::append("b", 1).is_write());
    EXPECT_TRUE(map::remove_by_key("b", 1).is_write());
}

TEST_F(builders, scalars_refuse_what_no_server_takes) {
    EXPECT_THAT([] { operation::increment("visits", "1"); },
                ThrowsMessage<std::invalid_argument>(HasSubstr(
                    "increment of bin \"visits\": takes an integer or a double, not a value of "
                    "kind string")));
    EXPECT_THAT([] { operation::append("b", 1); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("append of bin \"b\"")));
    EXPECT_THAT([] { operation::prepend("b", nullptr); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("prepend of bin \"b\"")));
}

TEST_F(builders, first_of_equal_values_can_be_selected) {
    EXPECT_EQ(text_of(list::get_first_by_value("l", 1, list::return_type::index)),
              "cdt_read l [20, 1, 1]");
    EXPECT_EQ(text_of(list::remove_first_by_value("l", 1)), "cdt_modify l [33, 0, 1]");
    EXPECT_EQ(text_of(map::get_first_by_value("m", 1, map::return_type::key)),
              "cdt_read m [99, 6, 1] answers");
    EXPECT_EQ(text_of(map::remove_first_by_value("m", 1)), "cdt_modify m [78, 0, 1] answers");
}

TEST_F(builders, inversion_joins_the_return_type) {
    EXPECT_EQ(text_of(list::get_by_value("l", 1, inverted(list::return_type::count))),
              "cdt_read l [22, 65541, 1]");
    EXPECT_EQ(text_of(map::get_by_value("m", 1, inverted(map::return_type::key_value))),
              "cdt_read m [102, 65544, 1] answers");
}

TEST_F(builders, policies_keep_an_index) {
    EXPECT_EQ(text_of(list::append("l", 1, {.order = list_order::ordered, .persist_index = true})),
              "cdt_modify l [1, 1, 17, 0]");
    EXPECT_EQ(
        text_of(map::put("m", 1, 2, {.order = map_order::key_ordered, .persist_index = true})),
        "cdt_modify m [67, 1, 2, 17] answers");
    EXPECT_EQ(text_of(list::append(
                  "l", 1, {.flags = list::write_flags::add_unique | list::write_flags::no_fail})),
              "cdt_modify l [1, 1, 0, 5]");
}

TEST_F(builders, within_leads_to_an_inner_collection) {
    EXPECT_EQ(text_of(list::append("m", 1).within(
                  {cdt_context::map_key("a"), cdt_context::list_index(-1)})),
              R"(cdt_modify m [34, "a", 16, -1] [1, 1])");
    const operation outer = map::size("m");
    EXPECT_EQ(text_of(outer.within({cdt_context::map_rank(0)})), "cdt_read m [33, 0] [96] answers");
    EXPECT_EQ(text_of(outer), "cdt_read m [96] answers");
}

TEST_F(builders, within_is_for_lists_and_maps_once) {
    EXPECT_THAT([] { operation::read("b").within({cdt_context::map_index(0)}); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("not read")));
    EXPECT_THAT(
        [] {
            list::size("b").within({cdt_context::map_index(0)}).within({cdt_context::map_index(0)});
        },
        ThrowsMessage<std::invalid_argument>(HasSubstr("has a path already")));
    EXPECT_THAT(
        [] {
            path::select("b", {}, path::select_flags::value).within({cdt_context::map_index(0)});
        },
        ThrowsMessage<std::invalid_argument>(HasSubstr("has a path already")));
}

TEST_F(builders, creating_inside_marks_the_last_step) {
    EXPECT_EQ(text_of(list::create("m", list_order::ordered, true,
                                   {cdt_context::map_key("a"), cdt_context::map_key("b")})),
              R"(cdt_modify m [34, "a", 226, "b"] [0, 1])");
    EXPECT_EQ(text_of(list::create("m", list_order::unordered, false, {cdt_context::list_index(2)},
                                   true)),
              "cdt_modify m [144, 2] [0, 0]");
    EXPECT_EQ(text_of(map::create("m", map_order::unordered, false, {cdt_context::map_key("a")})),
              R"(cdt_modify m [98, "a"] [64, 0] answers)");
}

TEST_F(builders, paths_select_by_keys_and_expressions) {
    EXPECT_EQ(text_of(path::select("m", {cdt_context::map_keys_in({"a", "b"})},
                                   path::select_flags::matching_tree)),
              R"(cdt_read m [254, [42, ["a", "b"]], 0])");
    EXPECT_EQ(text_of(path::select("m",
                                   {cdt_context::all_children_matching(greater_than_two()),
                                    cdt_context::and_matching(greater_than_two())},
                                   path::select_flags::map_key | path::select_flags::no_fail)),
              "cdt_read m [254, [4, [3, [122, 2, 1], 2], 516, [3, [122, 2, 1], 2]], 18]");
}

TEST_F(builders, paths_change_by_an_expression) {
    EXPECT_EQ(text_of(path::modify("m", {cdt_context::all_children()}, greater_than_two())),
              "cdt_modify m [254, [4, true], 4, [3, [122, 2, 1], 2]]");
    EXPECT_EQ(text_of(path::modify("m", {cdt_context::all_children()}, greater_than_two(),
                                   path::modify_flags::no_fail)),
              "cdt_modify m [254, [4, true], 20, [3, [122, 2, 1], 2]]");
}

TEST_F(builders, broken_expressions_are_refused) {
    EXPECT_THAT([] { cdt_context::all_children_matching({}); },
                ThrowsMessage<std::invalid_argument>(
                    HasSubstr("all_children_matching: not a packed expression")));
    EXPECT_THAT([] { path::modify("m", {}, {}); },
                ThrowsMessage<std::invalid_argument>(HasSubstr("path::modify")));
}

}  // namespace
}  // namespace spikelet
