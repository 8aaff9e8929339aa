// Requests that no client sends: those on which a real server stops, and those that ask for much
// more than they are.
#include "cdt_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock {
namespace {

using testing::cdt_modify;
using testing::cdt_read;
using testing::packed_call;
using testing::reply;
using testing::request;
using testing::result_of;
using testing::send;
using wire::result_code;

constexpr int append = 1;
constexpr int append_items = 2;
constexpr int insert = 3;
constexpr int get = 17;
constexpr int list_size = 16;
constexpr int list_get_by_rank_range = 26;
constexpr int list_return_value = 7;
constexpr int map_set_type = 64;
constexpr int map_add_items = 66;
constexpr int map_put_items = 68;
constexpr int map_clear = 75;
constexpr int map_remove_by_key_list = 81;
constexpr int map_remove_by_value_list = 83;
constexpr int map_get_by_key_list = 107;
constexpr int map_get_by_value_list = 108;
constexpr int return_inverted_count = 0x10005;

class cdt_robustness : public testing::cdt_fixture {};

value::list integers(int count) {
    value::list items;
    for (int i = 0; i < count; ++i)
        items.emplace_back(i);
    return items;
}

// `depth` lists around one integer.
std::string nested_lists(std::size_t depth) {
    return std::string(depth, '\x91') + '\x01';
}

// ---- a real server stops at these

TEST_F(cdt_robustness, list_written_with_an_index_bit_but_no_index_is_stored) {
    const std::string with_bit = std::string("\xdc\x00\xc9\xc7\x00\x10", 6) +
                                 testing::packed(value(integers(200))).substr(3);
    EXPECT_EQ(write(wire::particle_type::list, with_bit).code, result_code::ok);
    EXPECT_EQ(bin(), value(integers(200), list_order::unordered, true));
    EXPECT_EQ(read_bin(), value(integers(200))) << "no client sees the index bit";
}

// In front of the list it would be its flags from then on.
TEST_F(cdt_robustness, element_like_flags_is_refused) {
    ASSERT_EQ(modify(packed_call(append, {1})).code, result_code::ok);
    EXPECT_EQ(modify("\x92\x01" + std::string("\xc7\x00\x94", 3)).code, result_code::parameter);
    EXPECT_EQ(modify("\x92\x02\x91" + std::string("\xc7\x00\x94", 3)).code, result_code::ok)
        << "flags of the list of what is added: nothing";
    EXPECT_EQ(modify("\x92\x02\x92\x01" + std::string("\xc7\x00\x94", 3)).code,
              result_code::parameter);
    EXPECT_EQ(bin(), value(value::list{1}));
}

TEST_F(cdt_robustness, unordered_list_with_an_index_grows_beyond_128_elements) {
    ASSERT_EQ(modify(packed_call(append_items, {value(integers(128)), 0x10})).code,
              result_code::ok);
    EXPECT_EQ(result_of(modify(packed_call(append, {128, 0x10}))), value(129));
    EXPECT_EQ(bin(), value(integers(129), list_order::unordered, true));
}

TEST_F(cdt_robustness, value_that_is_not_in_order_inside_is_refused_by_single_adds_too) {
    const value unsorted(value::list{2, 1}, list_order::ordered);
    for (const int order : {0, 1}) {
        put(value(value::list{}, static_cast<list_order>(order)));
        EXPECT_EQ(modify(packed_call(append, {unsorted})).code, result_code::parameter);
        EXPECT_EQ(modify(packed_call(append, {value::wildcard()})).code, result_code::parameter);
        EXPECT_EQ(bin().as_list().size(), 0u);
    }
}

TEST_F(cdt_robustness, index_minus_one_with_padding_on_a_missing_list_is_its_first_element) {
    EXPECT_EQ(result_of(modify(packed_call({0x90, -1}, append, {5}))), value(1));
    EXPECT_EQ(bin(), value(value::list{value::list{5}}));
}

TEST_F(cdt_robustness, context_creates_a_padded_list_with_an_index) {
    EXPECT_EQ(result_of(modify(packed_call({0x190, 150}, append, {5}))), value(1));
    const value list = bin();
    EXPECT_TRUE(list.persists_index());
    ASSERT_EQ(list.as_list().size(), 151u);
    EXPECT_EQ(list.as_list()[149], value());
    EXPECT_EQ(list.as_list()[150], value(value::list{5}));
}

TEST_F(cdt_robustness, all_but_no_keys_or_values_of_an_ordered_map_is_the_whole_map) {
    const value none{value::list{}};
    const value both{value::map{{1, "a"}, {2, "b"}}};
    const value inverted_count(return_inverted_count);
    for (const int attributes : {0x01, 0x03, 0x11, 0x13}) {  // key-ordered, both; with an index
        const auto fill = [&] {
            ASSERT_EQ(modify(packed_call(map_put_items, {both, attributes})).code, result_code::ok);
        };
        fill();
        for (const int code : {map_get_by_key_list, map_get_by_value_list})
            EXPECT_EQ(result_of(read(packed_call(code, {inverted_count, none}))), value(2));
        for (const int code : {map_remove_by_key_list, map_remove_by_value_list}) {
            fill();
            EXPECT_EQ(result_of(modify(packed_call(code, {inverted_count, none}))), value(2));
            EXPECT_EQ(bin().as_map().size(), 0u);
        }
        cluster_.remove(key_);
    }
}

TEST_F(cdt_robustness, adding_nothing_to_a_map_with_an_index_changes_nothing) {
    constexpr int attributes = 0x13;  // ordered by keys and values, with an index
    const value none{value::map{}};
    const value one{value::map{{1, "a"}}};
    ASSERT_EQ(modify(packed_call(map_set_type, {attributes})).code, result_code::ok);
    for (const int code : {map_add_items, map_put_items}) {
        for (const value& added : {none, one}) {
            const auto result = result_of(modify(packed_call(map_put_items, {added, attributes})));
            EXPECT_EQ(result_of(modify(packed_call(code, {none, attributes}))), result);
            EXPECT_EQ(bin(), value(added.as_map(), map_order::key_value_ordered, true));
        }
        ASSERT_EQ(modify(packed_call(map_clear, {})).code, result_code::ok);
    }
}

TEST_F(cdt_robustness, path_that_changes_a_nested_ordered_list_leaves_it_in_order) {
    put(value::list{value(value::list{1, 2, 3}, list_order::ordered)});
    // Every second-level element with value 2 becomes "x".
    const std::string call = packed_call(254, {value::list{0x10, 0, 0x13, 2}, 4, "x"});
    EXPECT_EQ(modify(call).code, result_code::ok);
    EXPECT_EQ(bin(), value(value::list{value(value::list{1, 3, "x"}, list_order::ordered)}));
}

// ---- much is asked for

TEST_F(cdt_robustness, padding_that_no_record_can_hold_is_refused) {
    put(value::list{1});
    EXPECT_EQ(modify(packed_call(insert, {INT32_MAX, 1})).code, result_code::record_too_big);
    EXPECT_EQ(modify(packed_call(insert, {std::int64_t{INT32_MAX} + 1, 1})).code,
              result_code::op_not_applicable);
    EXPECT_EQ(modify(packed_call({0x90, INT32_MAX}, append, {1})).code,
              result_code::record_too_big);
    EXPECT_EQ(bin(), value(value::list{1}));
}

TEST_F(cdt_robustness, values_may_be_nested_deeper_than_any_stack) {
    const std::string deep = nested_lists(200'000);
    const auto call_with = [&deep](int code) {
        return std::string("\x92", 1) + static_cast<char>(code) + deep;
    };
    ASSERT_EQ(modify(call_with(append)).code, result_code::ok);
    ASSERT_EQ(modify(call_with(append)).code, result_code::ok);
    EXPECT_EQ(result_of(read(packed_call(list_size, {}))), value(2));
    const std::string find = std::string("\x93\x16\x05", 3) + deep;  // COUNT of those that equal it
    EXPECT_EQ(result_of(read(find)), value(2));
    const reply seen = read(packed_call(get, {1}));
    EXPECT_EQ(seen.operations.at(0).value, deep);
}

TEST_F(cdt_robustness, context_has_a_deepest_level) {
    value v = value::list{};
    value::list context;
    for (int i = 0; i < 64; ++i) {
        v = value::list{v};
        context.emplace_back(0x10);
        context.emplace_back(0);
    }
    put(v);
    EXPECT_EQ(result_of(modify(packed_call(context, append, {7}))), value(1));
    context.emplace_back(0x10);
    context.emplace_back(0);
    EXPECT_EQ(modify(packed_call(context, append, {7})).code, result_code::parameter);
}

TEST_F(cdt_robustness, answer_that_repeats_its_values_beyond_a_frame_is_an_error) {
    value::list items;
    for (int i = 0; i < 1000; ++i)
        items.emplace_back(std::string(900, 'x'));
    put(value(items, list_order::ordered));
    // An ordered list answers a value's elements as often as it is named.
    const value wanted(value::list(2000, std::string(900, 'x')));
    EXPECT_EQ(read(packed_call(23, {list_return_value, wanted})).code, result_code::parameter);
    EXPECT_EQ(read(packed_call(23, {5, wanted})).operations.at(0).integer(), 1000);
}

TEST_F(cdt_robustness, thousands_of_changes_in_one_command_keep_only_what_they_leave) {
    put(value(integers(3000)));
    request r(key_);
    for (int i = 0; i < 20'000; ++i)
        cdt_modify(r, "c", packed_call(append, {i}));
    const reply done = send(connection_, r);
    EXPECT_EQ(done.code, result_code::ok);
    ASSERT_EQ(done.operations.size(), 20'000u);
    EXPECT_EQ(done.operations.back().integer(), 23'000);
    EXPECT_EQ(bin().as_list().size(), 23'000u);
}

TEST_F(cdt_robustness, list_that_a_command_writes_is_read_many_times_in_the_same_command) {
    request r(key_);
    r.info2(wire::info2::write);
    r.operation(wire::operation_type::write, "c", wire::particle_type::list,
                testing::packed(value(integers(200'000))));
    for (int i = 0; i < 10'000; ++i)
        cdt_read(r, "c", packed_call(get, {-1 - i}));
    const reply done = send(connection_, r);
    ASSERT_EQ(done.code, result_code::ok);
    EXPECT_EQ(done.operations.back().integer(), 190'000);
}

TEST_F(cdt_robustness, failing_operation_leaves_a_big_list_as_it_was) {
    put(value(integers(5000)));
    request r(key_);
    cdt_modify(r, "c", packed_call(append, {-1}));
    cdt_modify(r, "c", packed_call(insert, {10, "x"}));
    cdt_modify(r, "c", packed_call(insert, {-9000, "x"}));
    EXPECT_EQ(send(connection_, r).code, result_code::op_not_applicable);
    EXPECT_EQ(bin(), value(integers(5000)));
    EXPECT_EQ(cluster_.get(key_)->generation, 1u);
}

TEST_F(cdt_robustness, order_of_values_that_is_none_ends_in_some_order) {
    value::list items;
    for (int i = 0; i < 3000; ++i) {
        items.emplace_back(i % 3 == 0 ? std::numeric_limits<double>::quiet_NaN() : 3000.0 - i);
    }
    put(value(items));
    EXPECT_EQ(result_of(read(packed_call(list_get_by_rank_range, {list_return_value, 0})))
                  ->as_list()
                  .size(),
              3000u);
    EXPECT_EQ(modify(packed_call(0, {1})).code, result_code::ok);
    EXPECT_EQ(bin().as_list().size(), 3000u);
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(modify(packed_call(append, {i * 1.5})).code, result_code::ok);
        ASSERT_EQ(
            modify(packed_call(
                       append_items,
                       {value(value::list{std::numeric_limits<double>::quiet_NaN(), i * 2.0})}))
                .code,
            result_code::ok);
    }
    EXPECT_EQ(bin().as_list().size(), 3150u);
}

}  // namespace
}  // namespace spikelet::mock
