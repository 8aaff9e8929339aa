// What bitwise operations do to a range of bits (chapter 11 §A5), a word at a time: linear in the
// range, whatever its position and the distance of a shift.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstdint>

namespace spikelet::mock::bits {

// Of a byte string that holds all of it; `size` is at least 1.
struct range {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
};

enum class combination : std::uint8_t { replace, bitwise_or, bitwise_xor, bitwise_and };

// Combines the range with as many bits from the left of `operand`, which does not overlap it.
void combine(std::uint8_t* bytes, range where, const std::uint8_t* operand, combination how);
void invert(std::uint8_t* bytes, range where);
// Within the range; what is left behind becomes 0, all of it when `distance` is the size or more.
void shift_left(std::uint8_t* bytes, range where, std::uint64_t distance);
void shift_right(std::uint8_t* bytes, range where, std::uint64_t distance);

// Writes the range to the left of `out`, (size + 7) / 8 bytes, filled up with zeros.
void extract(const std::uint8_t* bytes, range where, std::uint8_t* out);
std::uint64_t count_ones(const std::uint8_t* bytes, range where);
// Position in the range of the first or last bit that is `one`; -1 if there is none.
std::int64_t find_first(const std::uint8_t* bytes, range where, bool one);
std::int64_t find_last(const std::uint8_t* bytes, range where, bool one);

}  // namespace spikelet::mock::bits
