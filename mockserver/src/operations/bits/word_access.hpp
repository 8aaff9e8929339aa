// Up to sixty-four bits of a byte string at any position. Bit 0 is the most significant bit of the
// first byte, and a group of bits is a big-endian number: the numbering of bitwise operations and
// of HyperLogLog registers (chapter 11).
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstdint>

namespace spikelet::mock::bits {

// The lowest `count` bits set; `count` is 0 … 64.
constexpr std::uint64_t low_mask(unsigned count) {
    return count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

// The `count` bits from `position` on as a number; `count` is 1 … 64. Reads no byte that holds none
// of them.
inline std::uint64_t load(const std::uint8_t* bytes, std::uint64_t position, unsigned count) {
    const std::uint8_t* p = bytes + position / 8;
    const unsigned skipped = position % 8;
    const unsigned touched = (skipped + count + 7) / 8;  // bytes; 9 at most
    if (touched >= 8) {
        std::uint64_t word = wire::load_be<std::uint64_t>(p) << skipped;
        if (touched == 9) word |= p[8] >> (8 - skipped);
        return word >> (64 - count);
    }
    std::uint64_t word = 0;
    for (unsigned i = 0; i < touched; ++i) {
        word = word << 8 | p[i];
    }
    return word >> (8 * touched - skipped - count) & low_mask(count);
}

// Replaces the `count` bits from `position` on by the low bits of `value`; `count` is 1 … 64.
// Writes no byte that holds none of them.
inline void store(std::uint8_t* bytes, std::uint64_t position, unsigned count,
                  std::uint64_t value) {
    std::uint8_t* p = bytes + position / 8;
    const unsigned skipped = position % 8;
    value &= low_mask(count);
    if (skipped + count <= 64) {
        const unsigned touched = (skipped + count + 7) / 8;
        const unsigned behind = 8 * touched - skipped - count;
        std::uint64_t word = 0;
        for (unsigned i = 0; i < touched; ++i) {
            word = word << 8 | p[i];
        }
        word = (word & ~(low_mask(count) << behind)) | value << behind;
        for (unsigned i = touched; i-- > 0; word >>= 8) {
            p[i] = static_cast<std::uint8_t>(word);
        }
        return;
    }
    // Nine bytes: the last one holds the lowest bits.
    const unsigned last = skipped + count - 64;
    store(p, skipped, 64 - skipped, value >> last);
    const std::uint8_t kept = p[8] & static_cast<std::uint8_t>(low_mask(8 - last));
    p[8] = static_cast<std::uint8_t>(kept | (value << 8) >> last);
}

}  // namespace spikelet::mock::bits
