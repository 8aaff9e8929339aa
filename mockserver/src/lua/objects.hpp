// Lists, maps, bytes and GeoJSON as Lua code holds them.
//
// A value that can change is kept in a *node*, a userdata that Lua code never sees. What it sees is
// a *box* that refers to the node: reading an element of a list twice gives two boxes of one node,
// so that changes show everywhere, but comparing them with == is false, as on a server. Nodes keep
// their content in Lua tables and userdata: garbage collection and the limit of memory are Lua's.
//
// What lists and maps keep are *elements*: booleans, numbers and strings as they are, a node, or a
// mark that stands for nil.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <lua.hpp>
#include <string_view>

namespace spikelet::mock::lua {

// The kinds of userdata. The first four are values, with a node behind.
enum class kind : std::uint8_t { none, list, map, bytes, geojson, record, aerospike, iterator };
inline constexpr std::size_t kind_count = 8;

// "List", "Map", …: what error texts call it.
const char* name(kind k);

// Makes the metatable of a kind and leaves it on the stack. A copy becomes the global of that name.
void make_class(lua_State* L, kind k, const luaL_Reg* metamethods);
// Makes the global table `object`, with a metatable of its own that has `metamethods` (may be
// null).
void make_object(lua_State* L, const char* object, const luaL_Reg* functions,
                 const luaL_Reg* metamethods);

kind kind_of(lua_State* L, int index);
// The userdata at `index`, if it is of that kind, else null.
void* test(lua_State* L, int index, kind k);
// The same; anything else is Lua's error "… (List expected, got nil)".
void* check(lua_State* L, int arg, kind k);

// Pushes a userdata of a kind with `size` bytes, to be filled by the caller, and `values` user
// values.
void* push_userdata(lua_State* L, kind k, std::size_t size, int values);

// ---- nodes

struct node {
    kind what;
};
struct map_node : node {
    // Flags as packed (chapter 07 §2.4), 0 for maps made by Lua code.
    std::uint8_t flags;
    std::uint32_t count;
};
struct bytes_node : node {
    std::uint32_t type;  // particle type; any number that Lua code sets
    std::uint32_t size;
    // As Lua code sees it; what lies between size and capacity can be written to and read by the
    // functions for variable integers.
    std::uint32_t capacity;
    std::uint32_t allocated;  // at least capacity
};

// User values of nodes.
inline constexpr int list_items = 1;    // table: 1 … count
inline constexpr int map_items = 1;     // table: by integer or string
inline constexpr int map_blobs = 2;     // table by the bytes of the key with its type byte, or nil
inline constexpr int bytes_data = 1;    // userdata, or nil
inline constexpr int geojson_text = 1;  // string

// The node at `index`, an element of a list or map that is no scalar; null for scalars.
node* node_at(lua_State* L, int index);

// These push a new, empty node.
void push_list_node(lua_State* L, std::size_t capacity);
map_node* push_map_node(lua_State* L, std::size_t capacity, std::uint8_t flags);
bytes_node* push_bytes_node(lua_State* L, wire::bytes_view content, std::uint32_t type);
void push_geojson_node(lua_State* L, std::string_view text);

// Pushes the node of the box at argument `arg`, which must be of kind `k`.
node* push_node(lua_State* L, int arg, kind k);
// Replaces the node on top by a new box.
void box(lua_State* L);

// ---- elements

// Pushes what lists and maps keep for the value at `index`. False, and nothing is pushed, for
// values that they do not keep: tables, functions, coroutines, records. Strings end at their first
// zero byte.
bool push_element(lua_State* L, int index);
void push_nil_element(lua_State* L);
bool is_nil_element(lua_State* L, int index);
// Replaces the element on top by what Lua code sees of it.
void reveal(lua_State* L);

// Up to the first zero byte, where a server's strings end.
inline std::string_view before_zero(std::string_view text) {
    return text.substr(0, text.find('\0'));
}
// The string at `index`, which is one.
inline std::string_view string_at(lua_State* L, int index) {
    std::size_t size = 0;
    const char* text = lua_tolstring(L, index, &size);
    return {text, size};
}
inline void push_string(lua_State* L, std::string_view text) {
    lua_pushlstring(L, text.data(), text.size());
}

}  // namespace spikelet::mock::lua
