#include "lua/unpack.hpp"

#include "lua/context.hpp"
#include "lua/map_keys.hpp"
#include "lua/objects.hpp"

#include <spikelet/wire/particle.hpp>

#include <bit>

namespace spikelet::mock::lua {
namespace {

using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

bool push_item(lua_State* L, reader& in, std::size_t depth);

void push_bytes_item(lua_State* L, const item& i) {
    const bytes_view payload = i.payload.empty() ? i.payload : i.payload.subspan(1);
    switch (i.payload_kind()) {
        case wire::msgpack::bytes_kind::string:
            push_string(L, before_zero(wire::as_text(payload)));
            break;
        case wire::msgpack::bytes_kind::geojson:
            push_geojson_node(L, before_zero(wire::as_text(payload)));
            break;
        case wire::msgpack::bytes_kind::bytes:
            push_bytes_node(L, payload, i.payload.empty() ? 0u : i.payload[0]);
            break;
    }
}

// Pushes a list of `count` items that follow.
bool push_list(lua_State* L, reader& in, std::uint64_t count, std::size_t depth) {
    push_list_node(L, count);
    lua_getiuservalue(L, -1, list_items);
    for (std::uint64_t n = 1; n <= count; ++n) {
        if (!push_item(L, in, depth)) return false;
        lua_rawseti(L, -2, static_cast<lua_Integer>(n));
    }
    lua_pop(L, 1);
    return true;
}

// The key of the next entry; what a map cannot have is passed over.
bool take_key(lua_State* L, reader& in, std::size_t depth, bool& usable, map_key& key,
              bytes_view& blob) {
    reader ahead = in;
    item i;
    if (!ahead.next(i)) return false;
    if (i.kind == item_kind::bytes && i.payload_kind() == wire::msgpack::bytes_kind::bytes &&
        !i.payload.empty()) {
        in = ahead;
        blob = i.payload;
        key = {map_key::type::blob, 0, wire::as_text(blob)};
        usable = true;
        lua_pushnil(L);  // in the place of the key below
        return true;
    }
    if (!push_item(L, in, depth)) return false;
    usable = to_map_key(L, -1, key);
    return true;
}

bool push_map(lua_State* L, reader& in, std::uint64_t count, std::uint8_t flags,
              std::size_t depth) {
    push_map_node(L, count, flags);
    for (std::uint64_t n = 0; n < count; ++n) {
        map_key key{};
        bytes_view blob;
        bool usable = false;
        if (!take_key(L, in, depth, usable, key, blob) || !push_item(L, in, depth)) return false;
        if (usable) {
            set_map_element(L, -3, key);
            lua_pop(L, 1);
        } else {
            lua_pop(L, 2);
        }
    }
    return true;
}

bool push_container(lua_State* L, reader& in, item& i, std::size_t depth) {
    std::uint8_t flags = 0;
    if (depth == value_depth_max || !in.take_flags(i, flags)) return false;
    luaL_checkstack(L, 8, "a list or map");
    charge(L, i.number);
    if (i.kind == item_kind::list) return push_list(L, in, i.number, depth + 1);
    if ((flags & wire::msgpack::flags::preserve_order) != 0) {
        return push_list(L, in, i.number * 2, depth + 1);  // keys and values in turn
    }
    return push_map(L, in, i.number, flags, depth + 1);
}

bool push_item(lua_State* L, reader& in, std::size_t depth) {
    const int top = lua_gettop(L);
    item i;
    if (!in.next(i)) return false;
    switch (i.kind) {
        case item_kind::nil:
            push_nil_element(L);
            return true;
        case item_kind::boolean:
            lua_pushboolean(L, i.number != 0);
            return true;
        case item_kind::integer:
            lua_pushinteger(L, i.integer());
            return true;
        case item_kind::floating:
            lua_pushnumber(L, i.floating());
            return true;
        case item_kind::bytes:
            push_bytes_item(L, i);
            return true;
        case item_kind::list:
        case item_kind::map:
            if (push_container(L, in, i, depth)) return true;
            break;
        case item_kind::extension:
            break;
    }
    lua_settop(L, top);
    return false;
}

// The number of elements that the header of a list announces, whatever follows; 0 for anything
// else. (The reader refuses a list that ends early; here its beginning counts.)
std::uint32_t announced_count(bytes_view packed, std::size_t& header_size) {
    const std::size_t size = packed.size();
    const std::uint8_t first = size == 0 ? 0 : packed[0];
    if ((first & 0xf0) == 0x90) {
        header_size = 1;
        return first & 0x0f;
    }
    if (first == 0xdc && size >= 3) {
        header_size = 3;
        return wire::load_be<std::uint16_t>(packed.data() + 1);
    }
    if (first == 0xdd && size >= 5) {
        header_size = 5;
        return wire::load_be<std::uint32_t>(packed.data() + 1);
    }
    return 0;
}

}  // namespace

bool push_packed(lua_State* L, reader& in) {
    return push_item(L, in, 0);
}

void push_stored(lua_State* L, const value_view& value) {
    switch (value.type) {
        case particle_type::integer:
            lua_pushinteger(L, wire::load_be<std::int64_t>(value.bytes.data()));
            return;
        case particle_type::floating:
            lua_pushnumber(L,
                           std::bit_cast<double>(wire::load_be<std::uint64_t>(value.bytes.data())));
            return;
        case particle_type::boolean:
            lua_pushboolean(L, value.bytes[0] != 0);
            return;
        case particle_type::string:
            push_string(L, before_zero(wire::as_text(value.bytes)));
            return;
        case particle_type::geojson: {
            const auto text = wire::geojson_text(value.bytes);
            push_geojson_node(L, before_zero(text.value_or(std::string_view{})));
            return;
        }
        case particle_type::list:
        case particle_type::map: {
            reader in(value.bytes);
            if (!push_packed(L, in)) push_nil_element(L);
            return;
        }
        case particle_type::null:
            push_nil_element(L);
            return;
        default:
            push_bytes_node(L, value.bytes, static_cast<std::uint32_t>(value.type));
            return;
    }
}

int push_arguments(lua_State* L, bytes_view packed) {
    std::size_t header_size = 0;
    const std::uint32_t announced = announced_count(packed, header_size);
    reader in(packed.subspan(header_size));
    int count = 0;
    while (static_cast<std::uint32_t>(count) < announced) {
        luaL_checkstack(L, 2, "too many arguments");
        if (!push_packed(L, in)) break;
        reveal(L);
        ++count;
    }
    return count;
}

}  // namespace spikelet::mock::lua
