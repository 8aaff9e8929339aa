#include "operations/command_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace spikelet::mock {
namespace {

constexpr std::size_t large = command_memory::large_size_min;

TEST(command_memory, small_values_are_not_changed_in_place) {
    command_memory memory;
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, large - 1}) {
        std::uint8_t* p = memory.allocate(size);
        EXPECT_TRUE(memory.writable({p, size}).empty());
        memory.release({p, size});  // does nothing
        std::memset(p, 1, size);
    }
}

TEST(command_memory, large_values_are_writable_as_a_whole) {
    command_memory memory;
    std::uint8_t* p = memory.allocate(large);
    EXPECT_EQ(memory.writable({p, large}).data(), p);
    EXPECT_TRUE(memory.writable({p, large - 1}).empty()) << "a part of it";
    EXPECT_TRUE(memory.writable({p + 1, large - 1}).empty()) << "a part of it";
}

TEST(command_memory, foreign_values_are_neither_writable_nor_released) {
    command_memory memory;
    memory.allocate(large);
    std::vector<std::uint8_t> other(large);
    EXPECT_TRUE(memory.writable(other).empty());
    memory.release(other);
    EXPECT_TRUE(memory.writable({}).empty());
    memory.release({});
}

TEST(command_memory, zeroed_values_are_zero) {
    command_memory memory;
    for (const std::size_t size : {std::size_t{5}, std::size_t{500}, large, 10 * large}) {
        std::memset(memory.allocate(size), 0xff, size);
        const std::uint8_t* p = memory.allocate_zeroed(size);
        EXPECT_TRUE(std::all_of(p, p + size, [](std::uint8_t b) { return b == 0; })) << size;
    }
}

TEST(command_memory, exhausted_while_it_holds_too_much) {
    constexpr std::size_t block = std::size_t{100} << 20;
    command_memory memory;
    const std::uint8_t* last = nullptr;
    for (std::size_t held = 0; held + block <= command_memory::held_size_max; held += block) {
        last = memory.allocate_zeroed(block);
    }
    EXPECT_FALSE(memory.is_exhausted());
    memory.allocate_zeroed(block);
    EXPECT_TRUE(memory.is_exhausted());
    memory.release({last, block});
    EXPECT_FALSE(memory.is_exhausted());
}

}  // namespace
}  // namespace spikelet::mock
