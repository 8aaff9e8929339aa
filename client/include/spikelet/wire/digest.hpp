// Record digests and partitions (chapter 01 §10).
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace spikelet::wire {

inline constexpr std::size_t digest_size = 20;
inline constexpr std::uint32_t partition_count = 4096;

using digest = std::array<std::uint8_t, digest_size>;

// RIPEMD-160 of set name, type byte and value. `value` is in wire form: eight bytes big endian for
// integer and double, the plain bytes for string and blob. Any number of threads.
digest compute_digest(std::string_view set, particle_type type, bytes_view value);

// RIPEMD-160 of arbitrary bytes.
digest ripemd160(bytes_view data);

// 0 … 4095.
constexpr std::uint32_t partition_id(const digest& d) {
    return (static_cast<std::uint32_t>(d[0]) | static_cast<std::uint32_t>(d[1]) << 8) &
           (partition_count - 1);
}

struct digest_hash {
    std::size_t operator()(const digest& d) const { return load_le<std::uint64_t>(d.data() + 8); }
};

}  // namespace spikelet::wire
