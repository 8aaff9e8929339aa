// What the golden recordings (fixtures/golden/exp.jsonl.gz) do not reach: limits, and constants
// that outlive what they were made from.
#include "operations/expressions/expression.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock::expressions {
namespace {

// not(not(… true)), `levels` calls deep.
std::string nested_not(std::size_t levels) {
    std::string packed;
    for (std::size_t i = 0; i < levels; ++i) {
        packed += "\x92\x12";  // [18, …]
    }
    return packed + '\xc3';
}

TEST(expression, is_refused_beyond_the_deepest_level_and_not_before) {
    const std::string deepest = nested_not(expression::depth_max);
    const auto compiled = expression::compile(wire::as_bytes(deepest));
    ASSERT_TRUE(compiled);
    command_memory memory;
    EXPECT_TRUE(compiled->evaluate({.memory = memory}).is_true());

    const std::string deeper = nested_not(expression::depth_max + 1);
    EXPECT_FALSE(expression::compile(wire::as_bytes(deeper)));
    const std::string absurd = nested_not(500'000);
    EXPECT_FALSE(expression::compile(wire::as_bytes(absurd)));
}

TEST(expression, that_announces_more_operands_than_there_are_bytes_is_refused) {
    const std::string packed = {'\xdd', '\x7f', '\xff', '\xff', '\xff', '\x10', '\xc3', '\xc3'};
    EXPECT_FALSE(expression::compile(wire::as_bytes(packed)));
}

TEST(expression, followed_by_other_bytes_is_refused) {
    const std::string packed = {'\xc3', '\xc3'};
    EXPECT_FALSE(expression::compile(wire::as_bytes(packed)));
}

TEST(expression, may_be_evaluated_after_it_has_moved) {
    // map_keys({2: 0, 1: 0}) in a long form, which is shortened into the expression's own memory.
    const std::string packed = {'\x92', '\x65', '\xdf', 0, 0, 0, 1, '\x07', '\xc0'};
    auto compiled = expression::compile(wire::as_bytes(packed));
    ASSERT_TRUE(compiled);
    const expression moved = std::move(*compiled);
    command_memory memory;
    const value keys = moved.evaluate({.memory = memory});
    ASSERT_EQ(keys.type, value_type::list);
    EXPECT_EQ(std::string(wire::as_text(keys.bytes)), "\x91\x07");
}

TEST(expression, without_a_record_or_an_item_leaves_open_what_it_asks_of_them) {
    command_memory memory;
    for (const std::string& packed : {std::string("\x93\x51\x02\xa1i", 5),  // a bin
                                      std::string("\x93\x7a\x02\x01", 4),   // the item's value
                                      std::string("\x91\x45", 2)}) {        // the ttl
        const auto compiled = expression::compile(wire::as_bytes(packed));
        ASSERT_TRUE(compiled);
        EXPECT_FALSE(compiled->evaluate({.memory = memory}).is_known());
    }
}

}  // namespace
}  // namespace spikelet::mock::expressions
