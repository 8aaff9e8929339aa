// Requests on maps that no client sends: those on which a real server stops, and those that ask for
// much more than they are.
#include "cdt_fixture.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

namespace spikelet::mock {
namespace {

using testing::cdt_modify;
using testing::packed_call;
using testing::reply;
using testing::request;
using testing::result_of;
using testing::send;
using wire::result_code;

constexpr int set_type = 64;
constexpr int add_items = 66;
constexpr int map_put = 67;
constexpr int put_items = 68;
constexpr int replace_items = 70;
constexpr int remove_by_key = 76;
constexpr int remove_by_rank = 79;
constexpr int remove_by_key_list = 81;
constexpr int remove_by_value_list = 83;
constexpr int size = 96;
constexpr int get_by_key = 97;
constexpr int get_by_key_list = 107;
constexpr int get_by_rank_range = 106;
constexpr int get_by_value_list = 108;
constexpr int return_index = 1;
constexpr int return_count = 5;
constexpr int return_key = 6;
constexpr int return_value = 7;
constexpr int inverted = 0x10000;

class map_robustness : public testing::cdt_fixture {
protected:
    void put_map(const value& map) {
        put(map);
        if (!map.persists_index()) return;
        ASSERT_EQ(modify(packed_call(set_type, {map.flags()})).code, result_code::ok);
    }
};

value::map entries(int count) {
    value::map all;
    for (int i = 0; i < count; ++i)
        all.emplace_back(i, count - i);
    return all;
}

struct form {
    map_order order;
    bool persists_index;
};
constexpr form forms[] = {
    {map_order::unordered, false},         {map_order::unordered, true},
    {map_order::key_ordered, false},       {map_order::key_ordered, true},
    {map_order::key_value_ordered, false}, {map_order::key_value_ordered, true}};

// ---- a real server stops at these

TEST_F(map_robustness, map_written_with_an_index_bit_but_no_index_is_stored) {
    for (const int flags : {0x10, 0x11, 0x13}) {
        const std::string with_bit = std::string("\xde\x00\xc9\xc7\x00", 5) +
                                     static_cast<char>(flags) + '\xc0' +
                                     testing::packed(value(entries(200))).substr(3);
        EXPECT_EQ(write(wire::particle_type::map, with_bit).code, result_code::ok);
        const auto order = static_cast<map_order>(flags & 3);
        EXPECT_EQ(bin(), value(entries(200), order, true));
        EXPECT_EQ(read_bin(), value(entries(200), order)) << "no client sees the index bit";
        EXPECT_EQ(result_of(modify(packed_call(map_put, {-1, "x", flags}))), value(201));
    }
}

TEST_F(map_robustness, all_but_an_empty_list_of_keys_or_values_is_everything) {
    const value nothing = value::list{};
    for (const form f : forms) {
        for (const int count : {0, 5, 900}) {
            const value map(entries(count), f.order, f.persists_index);
            for (const int code : {get_by_key_list, get_by_value_list}) {
                put_map(map);
                value::list keys;
                for (int i = 0; i < count; ++i)
                    keys.emplace_back(i);
                EXPECT_EQ(result_of(read(packed_call(code, {return_key | inverted, nothing}))),
                          value(keys));
                EXPECT_EQ(result_of(read(packed_call(code, {return_index | inverted, nothing}))),
                          value(keys));
                EXPECT_EQ(result_of(read(packed_call(code, {return_count | inverted, nothing}))),
                          value(count));
                EXPECT_EQ(result_of(read(packed_call(code, {return_count, nothing}))), value(0));
            }
            for (const int code : {remove_by_key_list, remove_by_value_list}) {
                put_map(map);
                EXPECT_EQ(result_of(modify(packed_call(code, {return_count, nothing}))), value(0));
                EXPECT_EQ(bin(), map);
                EXPECT_EQ(result_of(modify(packed_call(code, {return_count | inverted, nothing}))),
                          value(count));
                EXPECT_EQ(bin(), value(value::map{}, f.order, f.persists_index));
            }
        }
    }
}

TEST_F(map_robustness, adding_no_entries_changes_no_map) {
    const value nothing = value::map{};
    for (const form f : forms) {
        for (const int count : {0, 1, 5, 900}) {
            const value map(entries(count), f.order, f.persists_index);
            put_map(map);
            for (const int code : {add_items, put_items, replace_items, add_items}) {
                EXPECT_EQ(result_of(modify(packed_call(code, {nothing}))), value(count));
                EXPECT_EQ(bin(), map);
            }
            EXPECT_EQ(result_of(modify(packed_call(map_put, {count, 0}))), value(count + 1));
            EXPECT_EQ(result_of(modify(packed_call(add_items, {nothing}))), value(count + 1));
            EXPECT_EQ(result_of(modify(packed_call(remove_by_rank, {return_key, 0}))),
                      value(count));
            EXPECT_EQ(bin(), map);
        }
    }
}

TEST_F(map_robustness, context_creates_maps_with_an_index) {
    // The map inside, made with the bin, keeps the bit too: so a server does.
    const value inner(value::map{{1, 2}}, map_order::key_value_ordered, true);
    EXPECT_EQ(result_of(modify(packed_call({0x1e2, "a"}, map_put, {1, 2, 0x13}))), value(1));
    EXPECT_EQ(bin(), value(value::map{{"a", inner}}, map_order::key_value_ordered, true));
}

TEST_F(map_robustness, path_that_changes_values_keeps_a_nested_map_in_order) {
    put(value::list{value(entries(600), map_order::key_value_ordered)});
    // The greatest value becomes the least.
    const std::string call = packed_call(254, {value::list{0x10, 0, 0x23, 600}, 4, -1});
    ASSERT_EQ(modify(call).code, result_code::ok);
    EXPECT_EQ(result_of(read(packed_call({0x10, 0}, get_by_rank_range, {return_key, 0, 2}))),
              value(value::list{0, 599}));
}

// ---- much is asked for

TEST_F(map_robustness, wildcards_named_again_and_again_select_once) {
    put(value(entries(30'000), map_order::key_ordered));
    const value wildcards(value::list(100'000, value::wildcard()));
    EXPECT_EQ(result_of(read(packed_call(get_by_key_list, {return_count, wildcards}))),
              value(30'000));
    const auto indexes = result_of(read(packed_call(get_by_key_list, {return_index, wildcards})));
    ASSERT_TRUE(indexes);
    EXPECT_EQ(indexes->as_list().size(), 30'000u);
    EXPECT_EQ(result_of(modify(packed_call(remove_by_key_list, {return_count, wildcards}))),
              value(30'000));
}

TEST_F(map_robustness, values_may_be_nested_deeper_than_any_stack) {
    const std::string deep = std::string(200'000, '\x91') + '\x01';
    for (const char key : {'\x01', '\x02'}) {
        const std::string call = std::string("\x94\x43", 2) + key + deep + '\x03';
        ASSERT_EQ(modify(call).code, result_code::ok);
    }
    EXPECT_EQ(result_of(read(packed_call(size, {}))), value(2));
    const std::string find = std::string("\x93\x66\x05", 3) + deep;  // COUNT of those that equal it
    EXPECT_EQ(result_of(read(find)), value(2));
    EXPECT_EQ(read(packed_call(get_by_key, {return_value, 2})).operations.at(0).value, deep);
}

TEST_F(map_robustness, order_of_values_that_is_none_keeps_every_entry) {
    std::mt19937_64 random(7);
    const auto value_at_random = [&random]() -> value {
        if (random() % 3 == 0) return std::numeric_limits<double>::quiet_NaN();
        return static_cast<double>(random() % 100) / 2;
    };
    for (const form f : forms) {
        put_map(value(value::map{}, f.order, f.persists_index));
        value::map expected;  // keys alone
        for (int round = 0; round < 60; ++round) {
            value::map items;
            for (int i = 0; i < 20; ++i)
                items.emplace_back(round * 20 + i, value_at_random());
            ASSERT_EQ(modify(packed_call(put_items, {items, 0})).code, result_code::ok);
            const auto any = static_cast<std::int64_t>(random() % (round * 20 + 20));
            ASSERT_EQ(modify(packed_call(map_put, {any, value_at_random()})).code, result_code::ok);
        }
        ASSERT_EQ(result_of(read(packed_call(size, {}))), value(1200));
        const auto by_rank = result_of(read(packed_call(get_by_rank_range, {return_key, 0})));
        ASSERT_TRUE(by_rank);
        value::list keys = by_rank->as_list();
        std::sort(keys.begin(), keys.end(),
                  [](const value& a, const value& b) { return a.as_int() < b.as_int(); });
        for (int i = 0; i < 1200; ++i)
            ASSERT_EQ(keys.at(static_cast<std::size_t>(i)), value(i));
        for (int i = 0; i < 1200; i += 2)
            ASSERT_EQ(result_of(modify(packed_call(remove_by_key, {return_count, i}))), value(1));
        EXPECT_EQ(bin().as_map().size(), 600u);
        EXPECT_EQ(modify(packed_call(set_type, {0})).code, result_code::ok);
        EXPECT_EQ(modify(packed_call(set_type, {0x13})).code, result_code::ok);
        EXPECT_EQ(bin().as_map().size(), 600u);
    }
}

TEST_F(map_robustness, keys_that_no_map_should_have_are_found_where_a_context_made_them) {
    put(value::map{});
    EXPECT_EQ(result_of(modify(packed_call({0xa2, 1.5}, map_put, {1, 1}))), value(1));
    EXPECT_EQ(result_of(modify(packed_call({0xa2, value(value::list{1})}, map_put, {1, 1}))),
              value(1));
    EXPECT_EQ(result_of(read(packed_call({0x22, 1.5}, size, {}))), value(1));
    EXPECT_EQ(modify(packed_call(map_put, {1.5, 1})).code, result_code::parameter);
    EXPECT_EQ(result_of(modify(packed_call(remove_by_key, {return_count, 1.5}))), value(1));
    EXPECT_EQ(bin().as_map().size(), 1u);
}

TEST_F(map_robustness, thousands_of_changes_in_one_command_keep_only_what_they_leave) {
    put(value(entries(3000), map_order::key_value_ordered));
    request r(key_);
    for (int i = 0; i < 10'000; ++i)
        cdt_modify(r, "c", packed_call(map_put, {3000 + i, i}));
    const reply done = send(connection_, r);
    EXPECT_EQ(done.code, result_code::ok);
    ASSERT_EQ(done.operations.size(), 10'000u);
    EXPECT_EQ(done.operations.back().integer(), 13'000);
    EXPECT_EQ(bin().as_map().size(), 13'000u);
}

TEST_F(map_robustness, failing_operation_leaves_a_big_map_as_it_was) {
    const value map(entries(5000), map_order::key_value_ordered, true);
    put_map(map);
    const std::uint32_t generation = cluster_.get(key_)->generation;
    request r(key_);
    cdt_modify(r, "c", packed_call(map_put, {-1, "x"}));
    cdt_modify(r, "c", packed_call(remove_by_key, {0, 10}));
    cdt_modify(r, "c", packed_call(map_put, {20, 1, 0, 1}));
    EXPECT_EQ(send(connection_, r).code, result_code::element_exists);
    EXPECT_EQ(bin(), map);
    EXPECT_EQ(cluster_.get(key_)->generation, generation);
}

}  // namespace
}  // namespace spikelet::mock
