// Bytes that a record takes in the storage of a real server (chapter 18).
#pragma once

#include "storage/record.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace spikelet::mock {

// P of chapter 18 §2: stored size of one value.
std::uint32_t stored_value_size(value_view value);

// `raw` of chapter 18 §1. The limit applies to raw + 4.
std::uint64_t raw_record_size(std::size_t set_name_size, bytes_view key, bool has_void_time,
                              std::span<const bin_view> bins);
std::uint64_t raw_record_size(const record& r, std::size_t set_name_size);

// `stored` of chapter 18 §1: raw + 4, rounded up to a multiple of 16.
constexpr std::uint64_t stored_record_size(std::uint64_t raw) {
    return (raw + 4 + 15) / 16 * 16;
}

inline constexpr std::uint32_t max_record_size_min = 64;
inline constexpr std::uint32_t max_record_size_max = 8u << 20;

}  // namespace spikelet::mock
