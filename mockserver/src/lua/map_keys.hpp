// The keys of a map in their order: integers, then strings, then bytes (chapter 14 §4.4).
#pragma once

#include "lua/objects.hpp"

#include <cstdint>
#include <lua.hpp>
#include <string_view>
#include <vector>

namespace spikelet::mock::lua {

struct map_key {
    enum class type : std::uint8_t { integer, string, blob };
    type what;
    std::int64_t number;
    // A string; or bytes with their type byte in front. Lives as long as the key is in the map.
    std::string_view text;

    friend bool operator<(const map_key& a, const map_key& b) {
        if (a.what != b.what) return a.what < b.what;
        return a.what == type::integer ? a.number < b.number : a.text < b.text;
    }
};

// The keys of the map node at `index`. Charges for the work.
std::vector<map_key> sorted_keys(lua_State* L, int index);

// Pushes the element under a key of the map node at `index`; nil if there is none.
void push_map_element(lua_State* L, int index, const map_key& key);
// Pushes the key as Lua code sees it.
void push_map_key(lua_State* L, const map_key& key);

// Takes the value at `index` as a key. False for what is none: booleans, floats, lists, …
bool to_map_key(lua_State* L, int index, map_key& out);
// Pushes the text of the key that the bytes node at `index` is.
void push_bytes_key(lua_State* L, int index);
// Sets the element on top, which is popped, under `key`. Lua's nil removes the key.
void set_map_element(lua_State* L, int index, const map_key& key);

}  // namespace spikelet::mock::lua
