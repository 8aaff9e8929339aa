#include "operations/cdt/map_entry.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <cstring>

namespace spikelet::mock {

bool is_map_key(bytes_view packed) {
    using wire::msgpack::item_kind;
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    if (!in.next(i)) return false;
    if (i.kind == item_kind::integer) return true;
    if (i.kind != item_kind::bytes || i.payload.empty()) return false;
    const auto type = static_cast<particle_type>(i.payload[0]);
    return type == particle_type::string || type == particle_type::blob;
}

bool is_wildcard(bytes_view packed) {
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    return in.next(i) && i.is_wildcard();
}

bool is_key_ordered(const collection& map) {
    return (map.flags() & wire::msgpack::flags::ordered) != 0;
}

bool is_value_ordered(const collection& map) {
    constexpr unsigned value_ordered = 2;
    return (map.flags() & value_ordered) != 0;
}

key_search find_key(const collection& map, bytes_view key) {
    const std::uint32_t at = map.lower_bound(key);
    return {at < map.size() && wire::compare_packed(map.key(at), key) == 0, at};
}

std::uint32_t keys_below(const collection& map, bytes_view key) {
    // A wildcard equals the first key that a server looks at: in an ordered map the middle one.
    if (is_wildcard(key) && is_key_ordered(map)) return map.size() / 2;
    return map.lower_bound(key);
}

void put_entry(collection& map, key_search at, bytes_view key, bytes_view value,
               command_memory& memory) {
    std::uint8_t* entry = memory.allocate(key.size() + value.size());
    std::memcpy(entry, key.data(), key.size());
    std::memcpy(entry + key.size(), value.data(), value.size());
    map.apply({.position = at.position,
               .removed = at.is_found ? 1u : 0u,
               .inserted = {entry, key.size() + value.size()},
               .inserted_count = 1});
}

}  // namespace spikelet::mock
