// Words against single bits: random ranges of random bytes. The bytes end where their memory ends,
// so that the sanitizer sees a word that reaches too far.
#include "operations/bits/ranges.hpp"

#include "model.hpp"
#include "operations/bits/word_access.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>

namespace spikelet::mock::bits {
namespace {

using testing::bit_list;
using testing::to_bits;
using testing::to_bytes;

class ranges : public ::testing::TestWithParam<std::uint64_t> {
protected:
    static constexpr int rounds = 3000;

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    // Random bytes, and a range of them: often small, often at borders of bytes and words.
    void draw() {
        const std::size_t size = below(4) == 0 ? 1 + below(200) : 1 + below(20);
        bytes_.resize(size);
        const std::uint64_t kind = below(4);
        for (char& c : bytes_) {
            c = kind == 0 ? '\0' : kind == 1 ? '\xff' : static_cast<char>(random_());
        }
        where_.offset = below(size * 8);
        where_.size = 1 + below(size * 8 - where_.offset);
        if (below(3) == 0) where_.offset -= where_.offset % 8;
    }

    // The bytes after `change` has worked on an exact copy of them.
    template <class Change>
    std::string changed(Change change) {
        const std::unique_ptr<std::uint8_t[]> copy(new std::uint8_t[bytes_.size()]);
        std::memcpy(copy.get(), bytes_.data(), bytes_.size());
        change(copy.get());
        return {reinterpret_cast<const char*>(copy.get()), bytes_.size()};
    }
    const std::uint8_t* data() const { return wire::as_bytes(bytes_).data(); }
    std::string where() const {
        return std::to_string(where_.size) + " bits from " + std::to_string(where_.offset) +
               " of " + std::to_string(bytes_.size()) + " bytes, seed " +
               std::to_string(GetParam());
    }

    std::mt19937_64 random_{GetParam()};
    std::string bytes_;
    range where_;
};

TEST_P(ranges, groups_of_up_to_64_bits_are_loaded_and_stored) {
    for (int round = 0; round < rounds; ++round) {
        draw();
        where_.size = std::min<std::uint64_t>(where_.size, 64);
        const auto count = static_cast<unsigned>(where_.size);
        bit_list expected = to_bits(bytes_);
        const std::uint64_t number = testing::number_at(expected, where_.offset, count);
        ASSERT_EQ(load(data(), where_.offset, count), number) << where();
        const std::uint64_t other = random_();
        testing::set_number(expected, where_.offset, count, other);
        ASSERT_EQ(changed([&](std::uint8_t* p) { store(p, where_.offset, count, other); }),
                  to_bytes(expected))
            << where();
    }
}

TEST_P(ranges, operands_are_combined_from_their_left) {
    for (int round = 0; round < rounds; ++round) {
        draw();
        std::string operand((where_.size + 7) / 8, '\0');
        for (char& c : operand)
            c = static_cast<char>(random_());
        const bit_list other = to_bits(operand);
        for (const combination how : {combination::replace, combination::bitwise_or,
                                      combination::bitwise_xor, combination::bitwise_and}) {
            bit_list expected = to_bits(bytes_);
            for (std::size_t i = 0; i < where_.size; ++i) {
                const bool a = expected[where_.offset + i];
                const bool b = other[i];
                const bool results[] = {b, a || b, a != b, a && b};
                expected[where_.offset + i] = results[static_cast<int>(how)];
            }
            ASSERT_EQ(changed([&](std::uint8_t* p) {
                          combine(p, where_, wire::as_bytes(operand).data(), how);
                      }),
                      to_bytes(expected))
                << static_cast<int>(how) << ", " << where();
        }
    }
}

TEST_P(ranges, inversion_leaves_the_bits_around_alone) {
    for (int round = 0; round < rounds; ++round) {
        draw();
        bit_list expected = to_bits(bytes_);
        for (std::size_t i = 0; i < where_.size; ++i) {
            expected[where_.offset + i] = !expected[where_.offset + i];
        }
        ASSERT_EQ(changed([&](std::uint8_t* p) { invert(p, where_); }), to_bytes(expected))
            << where();
    }
}

TEST_P(ranges, shifts_stay_within_the_range_and_fill_up_with_zeros) {
    for (int round = 0; round < rounds; ++round) {
        draw();
        const std::uint64_t distance = below(where_.size + 10);
        for (const int direction : {1, -1}) {
            bit_list expected = to_bits(bytes_);
            testing::shift(expected, where_.offset, where_.size,
                           direction * static_cast<std::int64_t>(distance));
            ASSERT_EQ(changed([&](std::uint8_t* p) {
                          direction > 0 ? shift_left(p, where_, distance)
                                        : shift_right(p, where_, distance);
                      }),
                      to_bytes(expected))
                << "by " << direction * static_cast<std::int64_t>(distance) << ", " << where();
        }
    }
}

TEST_P(ranges, extraction_puts_the_bits_to_the_left_and_fills_up_with_zeros) {
    for (int round = 0; round < rounds; ++round) {
        draw();
        const bit_list all = to_bits(bytes_);
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(where_.offset);
        const bit_list expected(begin, begin + static_cast<std::ptrdiff_t>(where_.size));
        std::string out((where_.size + 7) / 8, '\x5a');
        extract(data(), where_, reinterpret_cast<std::uint8_t*>(out.data()));
        ASSERT_EQ(out, to_bytes(expected)) << where();
    }
}

TEST_P(ranges, ones_are_counted_and_found_from_both_sides) {
    for (int round = 0; round < rounds; ++round) {
        draw();
        const bit_list all = to_bits(bytes_);
        std::uint64_t ones = 0;
        std::int64_t first[2] = {-1, -1};
        std::int64_t last[2] = {-1, -1};
        for (std::size_t i = 0; i < where_.size; ++i) {
            const int bit = all[where_.offset + i] ? 1 : 0;
            ones += static_cast<unsigned>(bit);
            if (first[bit] < 0) first[bit] = static_cast<std::int64_t>(i);
            last[bit] = static_cast<std::int64_t>(i);
        }
        ASSERT_EQ(count_ones(data(), where_), ones) << where();
        for (const int bit : {0, 1}) {
            ASSERT_EQ(find_first(data(), where_, bit == 1), first[bit]) << bit << ", " << where();
            ASSERT_EQ(find_last(data(), where_, bit == 1), last[bit]) << bit << ", " << where();
        }
    }
}

INSTANTIATE_TEST_SUITE_P(seeds, ranges, ::testing::Values(1, 20, 333));

}  // namespace
}  // namespace spikelet::mock::bits
