// Records for tests of the storage.
#pragma once

#include "storage/partition.hpp"

#include <array>
#include <cstdint>
#include <ostream>

namespace spikelet::mock {

inline void PrintTo(const object_counts& c, std::ostream* out) {
    *out << c.objects << " objects and " << c.tombstones << " tombstones of " << c.data_used_bytes
         << " bytes";
}

}  // namespace spikelet::mock

namespace spikelet::mock::testing {

// A digest of partition `pid` that sorts by `number` inside the partition.
inline digest digest_in(std::uint32_t pid, std::uint64_t number) {
    digest d{};
    d[0] = static_cast<std::uint8_t>(pid);
    d[1] = static_cast<std::uint8_t>(pid >> 8);
    wire::store_be(d.data() + 2, number);
    return d;
}

inline std::array<std::uint8_t, 8> integer_bytes(std::int64_t value) {
    std::array<std::uint8_t, 8> b;
    wire::store_be(b.data(), value);
    return b;
}

// A record with one bin "a" that holds the generation as an integer.
inline record_ptr make_record(const digest& d, const record_metadata& meta = {.generation = 1}) {
    const auto value = integer_bytes(meta.generation);
    const bin_view bin{"a", {particle_type::integer, value}};
    return record::make(d, meta, {&bin, 1});
}

}  // namespace spikelet::mock::testing
