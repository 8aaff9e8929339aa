#include "storage/record_size.hpp"

#include <bit>

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

// w(n) of chapter 18 §3.1: bytes of one index entry.
constexpr std::uint64_t entry_width(std::uint64_t n) {
    return n < 1u << 8 ? 1 : n < 1u << 16 ? 2 : n < 1u << 24 ? 3 : 4;
}

constexpr std::uint64_t ext_header_size(std::uint64_t x) {
    if (x == 1 || x == 2 || x == 4 || x == 8 || x == 16) return 2;
    return x < 256 ? 3 : x < 65536 ? 4 : 6;
}

constexpr std::uint8_t flag_persist_index = 0x10;
constexpr std::uint64_t list_index_step = 128;

// Bytes of the persisted index of a collection; 0 without the flag (chapter 18 §3.1).
std::uint64_t persisted_index_size(value_view v) {
    const bytes_view b = v.bytes;
    // Stored collections are in shortest form: the header, then an ext of no bytes when there are
    // flags.
    const std::size_t header = b.empty()                      ? 0
                               : b[0] == 0xdc || b[0] == 0xde ? 3
                               : b[0] == 0xdd || b[0] == 0xdf ? 5
                                                              : 1;
    if (header == 0 || b.size() < header + 3 || b[header] != 0xc7 || b[header + 1] != 0) return 0;
    const std::uint8_t flags = b[header + 2];
    if ((flags & flag_persist_index) == 0) return 0;

    std::uint64_t count = header == 1   ? b[0] & 0x0fu
                          : header == 3 ? wire::load_be<std::uint16_t>(b.data() + 1)
                                        : wire::load_be<std::uint32_t>(b.data() + 1);
    --count;  // the flags are an element of their own
    const bool map = v.type == particle_type::map;
    const std::uint64_t content = b.size() - header - 3 - (map ? 1 : 0);
    if (count <= 1) return 0;
    if (map) {
        const bool by_value = (flags & 0x02) != 0;
        return count * entry_width(content) + (by_value ? count * entry_width(count) : 0);
    }
    if ((flags & 0x01) != 0) return count * entry_width(content);
    const std::uint64_t blocks = (count - 1) / list_index_step;
    return blocks == 0 ? 0 : (blocks + 1) * entry_width(content);
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
        case particle_type::map: {
            const std::uint64_t index = persisted_index_size(v);
            // The ext of no bytes, three of them, becomes one that holds the index.
            const std::uint64_t growth = index == 0 ? 0 : ext_header_size(index) + index - 3;
            return static_cast<std::uint32_t>(5 + v.bytes.size() + growth);
        }
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
