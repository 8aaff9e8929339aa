// Bits one by one, as slowly and plainly as possible: what the functions under test are compared
// with.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock::bits::testing {

using bit_list = std::vector<bool>;

inline bit_list to_bits(std::string_view bytes) {
    bit_list out;
    for (const char c : bytes) {
        for (int i = 7; i >= 0; --i) {
            out.push_back((static_cast<unsigned char>(c) >> i & 1) != 0);
        }
    }
    return out;
}

// Filled up with zeros at the end.
inline std::string to_bytes(const bit_list& bits) {
    std::string out((bits.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < bits.size(); ++i) {
        if (bits[i]) out[i / 8] = static_cast<char>(out[i / 8] | 0x80 >> i % 8);
    }
    return out;
}

inline std::uint64_t number_at(const bit_list& bits, std::size_t offset, std::size_t size) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < size; ++i) {
        number = number << 1 | (bits[offset + i] ? 1 : 0);
    }
    return number;
}

inline void set_number(bit_list& bits, std::size_t offset, std::size_t size, std::uint64_t number) {
    for (std::size_t i = 0; i < size; ++i) {
        bits[offset + i] = (number >> (size - 1 - i) & 1) != 0;
    }
}

// Positive: to the left.
inline void shift(bit_list& bits, std::size_t offset, std::size_t size, std::int64_t distance) {
    const bit_list old = bits;
    for (std::size_t i = 0; i < size; ++i) {
        const std::int64_t from = static_cast<std::int64_t>(i) + distance;
        const bool inside = from >= 0 && from < static_cast<std::int64_t>(size);
        bits[offset + i] = inside && old[offset + static_cast<std::size_t>(from)];
    }
}

}  // namespace spikelet::mock::bits::testing
