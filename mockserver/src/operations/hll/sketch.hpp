// A HyperLogLog as it is stored and sent (chapter 11 §B3): header, cached count, packed registers.
#pragma once

#include "operations/bits/word_access.hpp"

#include <spikelet/wire/buffer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace spikelet::mock::hll {

using wire::bytes_view;

inline constexpr std::size_t header_size = 11;
inline constexpr unsigned rank_bits = 6;

// How many registers, and what one of them holds besides its rank.
struct shape {
    std::uint8_t index_bits = 0;    // 4 … 16
    std::uint8_t minhash_bits = 0;  // 0, or 4 … 51

    std::uint32_t register_count() const { return std::uint32_t{1} << index_bits; }
    unsigned register_bits() const { return rank_bits + minhash_bits; }
    // Sixteen registers or more always fill whole bytes.
    std::size_t size() const {
        return header_size + std::size_t{register_count()} * register_bits() / 8;
    }
    friend bool operator==(const shape&, const shape&) = default;
};

constexpr bool is_valid_index_bits(std::uint64_t bits) {
    return bits >= 4 && bits <= 16;
}
constexpr bool is_valid_minhash_bits(std::uint64_t bits) {
    return bits == 0 || (bits >= 4 && bits <= 51);
}
inline bool is_valid(shape s) {
    return is_valid_index_bits(s.index_bits) && is_valid_minhash_bits(s.minhash_bits) &&
           s.index_bits + s.minhash_bits <= 64;
}

// Views a valid sketch: wire::is_valid_hll().
class sketch_view {
public:
    explicit sketch_view(bytes_view bytes) : bytes_(bytes.data()), shape_{bytes[1], bytes[2]} {}

    hll::shape shape() const { return shape_; }
    bytes_view bytes() const { return {bytes_, shape_.size()}; }
    // 0: not cached, or none.
    std::uint64_t cached_count() const { return wire::load_le<std::uint64_t>(bytes_ + 3); }
    // Rank above minhash.
    std::uint64_t register_at(std::uint32_t index) const {
        const unsigned width = shape_.register_bits();
        return bits::load(bytes_ + header_size, std::uint64_t{index} * width, width);
    }
    // What the register would be with fewer registers and with a minhash of that many bits: its own
    // size, or 0.
    std::uint64_t folded_register_at(std::uint32_t index, hll::shape as) const {
        std::uint64_t greatest = 0;
        for (std::uint32_t i = index; i < shape_.register_count(); i += as.register_count()) {
            greatest = std::max(greatest, register_at(i));
        }
        return greatest >> (shape_.minhash_bits - as.minhash_bits);
    }

private:
    const std::uint8_t* bytes_;
    hll::shape shape_;
};

// Writes header and cached count of an empty sketch; the registers, which follow, are the caller's
// to clear.
void write_header(std::uint8_t* out, shape s);
void set_cached_count(std::uint8_t* sketch, std::uint64_t count);
inline void set_register(std::uint8_t* sketch, shape s, std::uint32_t index, std::uint64_t value) {
    const unsigned width = s.register_bits();
    bits::store(sketch + header_size, std::uint64_t{index} * width, width, value);
}

// ---- elements

struct slot {
    std::uint32_t index;
    std::uint64_t value;
};
// The register that an element belongs to, and the least value that it has then. `packed` is one
// msgpack item in any form; the shortest one is hashed.
slot slot_of(bytes_view packed, shape s);

// ---- sets of sketches

using sketches = std::span<const sketch_view>;

// The form that all of them can be brought to: the fewest registers, and the minhash if all have
// the same, else none.
shape common_shape(sketches sets);
// Fills a sketch: each register is the greatest of all sets'. `s` has no more registers than any of
// them, and their minhash or none. `out` can be the bytes of a set that has shape `s`.
void unite(sketches sets, shape s, std::uint8_t* out);

}  // namespace spikelet::mock::hll
