// Overflow of integers inside blobs (chapter 11 §A5).
#include "operations/bits/arithmetic.hpp"

#include "operations/bits/word_access.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

namespace spikelet::mock::bits {
namespace {

using enum overflow_action;

constexpr integer_format unsigned_8(overflow_action action) {
    return {8, false, action};
}
constexpr integer_format signed_8(overflow_action action) {
    return {8, true, action};
}

TEST(arithmetic, unsigned_overflow_fails_saturates_or_wraps) {
    EXPECT_EQ(add(0x42, 255, unsigned_8(fail)), std::nullopt);
    EXPECT_EQ(add(0x42, 255, unsigned_8(saturate)), 0xffu);
    EXPECT_EQ(add(0x42, 255, unsigned_8(wrap)), 0x41u);
    EXPECT_EQ(subtract(1, 2, unsigned_8(fail)), std::nullopt);
    EXPECT_EQ(subtract(1, 2, unsigned_8(saturate)), 0u);
    EXPECT_EQ(subtract(1, 2, unsigned_8(wrap)), 0xffu);
}

TEST(arithmetic, signed_overflow_saturates_to_the_nearer_limit) {
    EXPECT_EQ(add(0x42, 64, signed_8(fail)), std::nullopt);
    EXPECT_EQ(add(0x42, 64, signed_8(saturate)), 0x7fu);
    EXPECT_EQ(add(0x42, 64, signed_8(wrap)), 0x82u);
    EXPECT_EQ(add(0x82, 0x81, signed_8(fail)), std::nullopt);
    EXPECT_EQ(add(0x82, 0x81, signed_8(saturate)), 0x80u);
    EXPECT_EQ(subtract(0x82, 0x7f, signed_8(saturate)), 0x80u);
    EXPECT_EQ(subtract(0x7f, 0xff, signed_8(saturate)), 0x7fu);
}

TEST(arithmetic, numbers_of_different_sign_never_overflow) {
    EXPECT_EQ(add(0x7f, 0x80, signed_8(fail)), 0xffu);
    EXPECT_EQ(subtract(0x80, 0xff, signed_8(fail)), 0x81u);
}

TEST(arithmetic, minimum_plus_minimum_is_no_overflow_because_the_sum_is_zero) {
    EXPECT_EQ(add(0x80, 0x80, signed_8(fail)), 0u);
    EXPECT_EQ(add(1, 1, {1, true, fail}), 0u);
}

TEST(arithmetic, operands_are_cut_to_the_size) {
    EXPECT_EQ(add(1, 300, unsigned_8(fail)), 0x2du);
    EXPECT_EQ(add(7, 256, unsigned_8(fail)), 7u);
    EXPECT_EQ(add(1, ~std::uint64_t{0}, unsigned_8(wrap)), 0u);
}

TEST(arithmetic, sixty_four_bits_are_no_special_case) {
    constexpr std::uint64_t most = ~std::uint64_t{0};
    constexpr std::uint64_t minimum = std::uint64_t{1} << 63;
    EXPECT_EQ(add(most, 1, {64, false, fail}), std::nullopt);
    EXPECT_EQ(add(most, 1, {64, false, saturate}), most);
    EXPECT_EQ(add(most, 1, {64, false, wrap}), 0u);
    EXPECT_EQ(add(minimum - 1, 1, {64, true, fail}), std::nullopt);
    EXPECT_EQ(add(minimum - 1, 1, {64, true, saturate}), minimum - 1);
    EXPECT_EQ(subtract(minimum, 1, {64, true, saturate}), minimum);
    EXPECT_EQ(subtract(0, minimum, {64, true, saturate}), minimum)
        << "the negated minimum is the minimum: both signs differ, nothing overflows";
}

// Every sum of small sizes against plain integers.
TEST(arithmetic, small_numbers_behave_as_wider_integers_do) {
    for (unsigned size = 1; size <= 5; ++size) {
        const int limit = 1 << size;
        for (int a = 0; a < limit; ++a) {
            for (int b = 0; b < limit; ++b) {
                const auto ua = static_cast<std::uint64_t>(a);
                const auto ub = static_cast<std::uint64_t>(b);
                EXPECT_EQ(add(ua, ub, {size, false, fail}).has_value(), a + b < limit);
                EXPECT_EQ(subtract(ua, ub, {size, false, fail}).has_value(), a >= b);
                EXPECT_EQ(add(ua, ub, {size, false, saturate}),
                          static_cast<std::uint64_t>(std::min(a + b, limit - 1)));

                const std::int64_t sum = sign_extend(ua, size) + sign_extend(ub, size);
                const bool fits = sum >= -limit / 2 && sum < limit / 2;
                const bool quirk = sum == -limit;
                EXPECT_EQ(add(ua, ub, {size, true, fail}).has_value(), fits || quirk)
                    << size << " bits: " << a << " + " << b;
                EXPECT_EQ(add(ua, ub, {size, true, wrap}),
                          static_cast<std::uint64_t>(sum) & low_mask(size));
            }
        }
    }
}

TEST(arithmetic, sign_extension_repeats_the_highest_bit) {
    EXPECT_EQ(sign_extend(0x80, 8), -128);
    EXPECT_EQ(sign_extend(0x7f, 8), 127);
    EXPECT_EQ(sign_extend(1, 1), -1);
    EXPECT_EQ(sign_extend(~std::uint64_t{0}, 64), -1);
}

}  // namespace
}  // namespace spikelet::mock::bits
