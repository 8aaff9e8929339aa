#include "storage/collection_header.hpp"

#include <spikelet/wire/msgpack.hpp>

namespace spikelet::mock {
namespace {

using namespace wire::msgpack;

// w(n) of chapter 18 §3.1: bytes of one number of an index.
constexpr std::uint64_t entry_width(std::uint64_t n) {
    return n < 1u << 8 ? 1 : n < 1u << 16 ? 2 : n < 1u << 24 ? 3 : 4;
}

// X of chapter 18 §3.1.
std::uint64_t persisted_index_size(bool is_map, std::uint8_t flags, std::uint64_t count,
                                   std::uint64_t content) {
    constexpr std::uint64_t list_index_step = 128;
    if ((flags & flags::persist_index) == 0 || count <= 1) return 0;
    const std::uint64_t offsets = count * entry_width(content);
    if (is_map) {
        return (flags & flags::value_ordered) != 0 ? offsets + count * entry_width(count) : offsets;
    }
    if ((flags & flags::ordered) != 0) return offsets;
    const std::uint64_t blocks = (count - 1) / list_index_step;
    return blocks == 0 ? 0 : (blocks + 1) * entry_width(content);
}

}  // namespace

std::optional<collection_header> parse_collection_header(bytes_view packed) {
    reader in(packed);
    item i;
    std::uint8_t flags = 0;
    if (!in.next(i)) return std::nullopt;
    if (i.kind != item_kind::list && i.kind != item_kind::map) return std::nullopt;
    if (!in.take_flags(i, flags)) return std::nullopt;
    return collection_header{
        .type = i.kind == item_kind::map ? particle_type::map : particle_type::list,
        .flags = flags,
        .count = static_cast<std::uint32_t>(i.number),
        .size = in.offset()};
}

packed_header pack_collection_header(particle_type type, std::uint8_t flags, std::uint32_t count) {
    packed_header h{};
    std::uint8_t* p = h.bytes.data();
    const bool is_map = type == particle_type::map;
    const std::uint64_t all = std::uint64_t{count} + (flags != 0 ? 1 : 0);
    if (all < 16) {
        *p++ = static_cast<std::uint8_t>((is_map ? 0x80 : 0x90) + all);
    } else if (all < 0x10000) {
        *p++ = is_map ? 0xde : 0xdc;
        wire::store_be(p, static_cast<std::uint16_t>(all));
        p += 2;
    } else {
        *p++ = is_map ? 0xdf : 0xdd;
        wire::store_be(p, static_cast<std::uint32_t>(all));
        p += 4;
    }
    if (flags != 0) {
        *p++ = 0xc7;
        *p++ = 0;
        *p++ = flags;
        if (is_map) *p++ = 0xc0;
    }
    h.size = static_cast<std::uint8_t>(p - h.bytes.data());
    return h;
}

std::uint64_t stored_collection_size(particle_type type, std::uint8_t flags, std::uint32_t count,
                                     std::uint64_t content) {
    const bool is_map = type == particle_type::map;
    if (flags == 0) return container_header_size(count) + content;
    const std::uint64_t index = persisted_index_size(is_map, flags, count, content);
    return container_header_size(count + std::size_t{1}) +
           extension_header_size(static_cast<std::size_t>(index)) + index + (is_map ? 1 : 0) +
           content;
}

}  // namespace spikelet::mock
