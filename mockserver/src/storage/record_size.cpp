#include "storage/record_size.hpp"

#include "storage/collection_header.hpp"

namespace spikelet::mock {
namespace {

constexpr std::uint64_t fixed_part = 35;
constexpr std::uint64_t expiry_part = 4;

// uv(n) of chapter 18 §1: bytes of n in base 128.
constexpr std::uint64_t uv(std::uint64_t n) {
    std::uint64_t bytes = 1;
    while (n >= 128) {
        n >>= 7;
        ++bytes;
    }
    return bytes;
}

// M of chapter 18 §3.
std::uint64_t collection_size(const value_view& v) {
    if (v.shared != nullptr) return v.shared->stored_size();
    const auto header = parse_collection_header(v.bytes);
    if (!header) return v.bytes.size();
    return stored_collection_size(v.type, header->flags, header->count,
                                  v.bytes.size() - header->size);
}

}  // namespace

std::uint32_t stored_value_size(value_view v) {
    switch (v.type) {
        case particle_type::integer: {
            const auto bits = wire::load_be<std::uint64_t>(v.bytes.data());
            return 2 + (bits < 1u << 8 ? 1 : bits < 1u << 16 ? 2 : bits < 1ull << 32 ? 4 : 8);
        }
        case particle_type::floating:
            return 9;
        case particle_type::boolean:
            return 2;
        case particle_type::list:
        case particle_type::map:
            return static_cast<std::uint32_t>(5 + collection_size(v));
        default:
            return static_cast<std::uint32_t>(5 + v.bytes.size());
    }
}

std::uint64_t raw_record_size(std::size_t set_name_size, bytes_view key, bool has_void_time,
                              std::span<const bin_view> bins) {
    std::uint64_t size = fixed_part;
    if (has_void_time) size += expiry_part;
    if (set_name_size != 0) size += 1 + set_name_size;
    if (!key.empty()) size += uv(key.size()) + key.size();
    size += uv(bins.size());
    for (const bin_view& bin : bins) {
        size += 1 + bin.name.size() + stored_value_size(bin.value);
    }
    return size;
}

std::uint64_t raw_record_size(const record& r, std::size_t set_name_size) {
    const bytes_view key = r.key();
    std::uint64_t size = raw_record_size(set_name_size, key, r.void_time_s() != 0, {});
    size += uv(r.bin_count()) - uv(0);
    for (const bin_view& bin : r.bins()) {
        size += 1 + bin.name.size() + stored_value_size(bin.value);
    }
    return size;
}

}  // namespace spikelet::mock
