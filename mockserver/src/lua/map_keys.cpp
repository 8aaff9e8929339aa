#include "lua/map_keys.hpp"

#include "lua/context.hpp"

#include <algorithm>
#include <bit>
#include <string>

namespace spikelet::mock::lua {
namespace {

using type = map_key::type;

void collect(lua_State* L, std::vector<map_key>& out, bool blobs) {
    const int table = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, table) != 0) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TNUMBER) {
            out.push_back({type::integer, lua_tointeger(L, -1), {}});
        } else {
            out.push_back({blobs ? type::blob : type::string, 0, string_at(L, -1)});
        }
    }
}

// Pushes the table that holds keys of that type; nil if there is none yet.
bool push_table(lua_State* L, int index, type t) {
    return lua_getiuservalue(L, index, t == type::blob ? map_blobs : map_items) == LUA_TTABLE;
}

void push_table_key(lua_State* L, const map_key& key) {
    if (key.what == type::integer) {
        lua_pushinteger(L, key.number);
    } else {
        push_string(L, key.text);
    }
}

}  // namespace

std::vector<map_key> sorted_keys(lua_State* L, int index) {
    index = lua_absindex(L, index);
    const std::uint32_t count = static_cast<map_node*>(node_at(L, index))->count;
    charge(L, std::uint64_t{count} * std::bit_width(count));
    luaL_checkstack(L, 4, "a map");
    std::vector<map_key> keys;
    keys.reserve(count);
    if (push_table(L, index, type::integer)) collect(L, keys, false);
    lua_pop(L, 1);
    if (push_table(L, index, type::blob)) collect(L, keys, true);
    lua_pop(L, 1);
    std::ranges::sort(keys, std::less<>());
    return keys;
}

void push_map_element(lua_State* L, int index, const map_key& key) {
    index = lua_absindex(L, index);
    if (!push_table(L, index, key.what)) return;  // nil
    push_table_key(L, key);
    lua_rawget(L, -2);
    lua_remove(L, -2);
}

void push_map_key(lua_State* L, const map_key& key) {
    if (key.what == type::blob) {
        const auto bytes = wire::as_bytes(key.text);
        push_bytes_node(L, bytes.subspan(1), bytes[0]);
        box(L);
    } else {
        push_table_key(L, key);
    }
}

bool to_map_key(lua_State* L, int index, map_key& out) {
    if (lua_isinteger(L, index) != 0) {
        out = {type::integer, lua_tointeger(L, index), {}};
        return true;
    }
    if (lua_type(L, index) == LUA_TSTRING) {
        out = {type::string, 0, before_zero(string_at(L, index))};
        return true;
    }
    return false;
}

void push_bytes_key(lua_State* L, int index) {
    const auto* const b = static_cast<const bytes_node*>(node_at(L, index));
    lua_getiuservalue(L, index, bytes_data);
    const auto* const data = static_cast<const char*>(lua_touserdata(L, -1));
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    luaL_addchar(&text, static_cast<char>(b->type));
    if (b->size != 0) luaL_addlstring(&text, data, b->size);
    luaL_pushresult(&text);
    lua_remove(L, -2);
}

void set_map_element(lua_State* L, int index, const map_key& key) {
    index = lua_absindex(L, index);
    auto* const m = static_cast<map_node*>(node_at(L, index));
    if (!push_table(L, index, key.what)) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, index, map_blobs);
    }
    push_table_key(L, key);
    lua_pushvalue(L, -1);
    const bool was_there = lua_rawget(L, -3) != LUA_TNIL;
    lua_pop(L, 1);
    // element, table, key
    lua_rotate(L, -3, -1);
    const bool is_there = !lua_isnil(L, -1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    if (is_there && !was_there) ++m->count;
    if (!is_there && was_there) --m->count;
}

}  // namespace spikelet::mock::lua
