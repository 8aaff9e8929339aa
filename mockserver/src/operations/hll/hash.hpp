// The hash of HyperLogLog elements (chapter 11 §B4): MurmurHash3, 128 bits, for 64-bit machines.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstdint>

namespace spikelet::mock::hll {

struct hash128 {
    std::uint64_t first;
    std::uint64_t second;
};

// With seed 0.
hash128 murmur3(wire::bytes_view bytes);

}  // namespace spikelet::mock::hll
