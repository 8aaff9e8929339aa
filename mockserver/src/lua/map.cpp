// The type Map (chapter 14 §4.4).
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/iterator.hpp"
#include "lua/map_keys.hpp"
#include "lua/objects.hpp"
#include "lua/pack.hpp"

#include <string>

namespace spikelet::mock::lua {
namespace {

map_node* push_map(lua_State* L, int arg) {
    return static_cast<map_node*>(push_node(L, arg, kind::map));
}

// Sets the value at `value` in the map node at `map`. What a map does not keep, such as tables,
// removes the key, as on a server.
void set(lua_State* L, int map, const map_key& key, int value) {
    if (!push_element(L, value)) lua_pushnil(L);
    set_map_element(L, map, key);
}

// ---- making

// map(), map{a = 1}. Called with the table `map` in front.
int construct(lua_State* L) {
    push_map_node(L, 0, 0);
    const int made = lua_gettop(L);
    if (made == 3 && lua_istable(L, 2)) {
        lua_pushnil(L);
        while (lua_next(L, 2) != 0) {
            charge(L, 1);
            map_key key{};
            if (to_map_key(L, -2, key)) set(L, made, key, lua_gettop(L));
            lua_pop(L, 1);
        }
    }
    lua_settop(L, made);
    box(L);
    return 1;
}

// map.create(capacity)
int create(lua_State* L) {
    if (lua_gettop(L) != 1 || luaL_optinteger(L, 1, 0) < 1) return 0;
    push_map_node(L, 0, 0);
    box(L);
    return 1;
}

// ---- changing

int remove(lua_State* L) {
    push_map(L, 1);
    map_key key{};
    if (!to_map_key(L, 2, key)) return 0;
    lua_pushnil(L);
    set_map_element(L, -2, key);
    return 0;
}

// ---- copies

// Pushes a copy of the map node at `from`.
void push_copy(lua_State* L, int from) {
    from = lua_absindex(L, from);
    push_map_node(L, 0, static_cast<map_node*>(node_at(L, from))->flags);
    for (const map_key& key : sorted_keys(L, from)) {
        push_map_element(L, from, key);
        set_map_element(L, -2, key);
    }
}

int clone(lua_State* L) {
    push_map(L, 1);
    push_copy(L, -1);
    box(L);
    return 1;
}

// map.merge(a, b [, f]): entries of both; f(va, vb) is the value of a key in both, or that of b.
int merge(lua_State* L) {
    lua_settop(L, 3);
    push_map(L, 1);
    push_map(L, 2);
    constexpr int a = 4;
    constexpr int b = 5;
    constexpr int out = 6;
    push_copy(L, a);
    const auto keys = sorted_keys(L, b);
    // The function may take entries out of the map: their keys stay alive here.
    push_copy(L, b);
    for (const map_key& key : keys) {
        push_map_element(L, a, key);
        const bool in_both = !lua_isnil(L, -1);
        if (in_both && !lua_isnil(L, 3)) {
            reveal(L);
            lua_pushvalue(L, 3);
            lua_insert(L, -2);
            push_map_element(L, b, key);
            reveal(L);
            lua_call(L, 2, 1);
            set(L, out, key, lua_gettop(L));
        } else {
            push_map_element(L, b, key);
            set_map_element(L, out, key);
        }
        lua_settop(L, out + 1);
    }
    lua_settop(L, out);
    box(L);
    return 1;
}

// Adds the entries of the map node at `from` whose key the one at `other` lacks to the one on top.
void add_missing(lua_State* L, int from, int other) {
    for (const map_key& key : sorted_keys(L, from)) {
        push_map_element(L, other, key);
        const bool missing = lua_isnil(L, -1);
        lua_pop(L, 1);
        if (!missing) continue;
        push_map_element(L, from, key);
        set_map_element(L, -2, key);
    }
}

int diff(lua_State* L) {
    lua_settop(L, 2);
    push_map(L, 1);
    push_map(L, 2);
    push_map_node(L, 0, 0);
    add_missing(L, 3, 4);
    add_missing(L, 4, 3);
    box(L);
    return 1;
}

// ---- asking

int size(lua_State* L) {
    lua_pushinteger(L, push_map(L, 1)->count);
    return 1;
}

int nbytes(lua_State* L) {
    push_map(L, 1);
    wire::buffer packed;
    pack_element(L, -1, packed);
    lua_pushinteger(L, static_cast<lua_Integer>(packed.size()));
    return 1;
}

int to_string(lua_State* L) {
    push_map(L, 1);
    std::string text;
    append_text(L, -1, text);
    push_string(L, text);
    return 1;
}

int next_pair(lua_State* L) {
    return next_entry(L, 1) ? 2 : 0;
}

int next_key(lua_State* L) {
    if (!next_entry(L, 1)) return 0;
    lua_pop(L, 1);
    return 1;
}

int next_value(lua_State* L) {
    return next_entry(L, 1) ? 1 : 0;
}

int iterate(lua_State* L, lua_CFunction next) {
    push_map(L, 1);
    lua_pushcfunction(L, next);
    push_map_iterator(L, -2);
    return 2;
}

int pairs(lua_State* L) {
    return iterate(L, next_pair);
}
int keys(lua_State* L) {
    return iterate(L, next_key);
}
int values(lua_State* L) {
    return iterate(L, next_value);
}

// ---- m[k]

int index(lua_State* L) {
    push_map(L, 1);
    const int map = lua_gettop(L);
    map_key key{};
    if (kind_of(L, 2) == kind::bytes) {
        lua_getiuservalue(L, 2, 1);
        push_bytes_key(L, -1);
        key = {map_key::type::blob, 0, string_at(L, -1)};
    } else if (!to_map_key(L, 2, key)) {
        return 0;
    }
    push_map_element(L, map, key);
    reveal(L);
    return 1;
}

int newindex(lua_State* L) {
    push_map(L, 1);
    map_key key{};
    if (to_map_key(L, 2, key)) set(L, lua_gettop(L), key, 3);
    return 0;
}

constexpr luaL_Reg functions[] = {
    {"clone", clone},   {"create", create}, {"diff", diff},     {"iterator", pairs},
    {"keys", keys},     {"merge", merge},   {"nbytes", nbytes}, {"new", create},
    {"pairs", pairs},   {"remove", remove}, {"size", size},     {"tostring", to_string},
    {"values", values}, {nullptr, nullptr},
};
constexpr luaL_Reg object_metamethods[] = {{"__call", construct}, {nullptr, nullptr}};
constexpr luaL_Reg metamethods[] = {
    {"__index", index},        {"__newindex", newindex}, {"__len", size},
    {"__tostring", to_string}, {nullptr, nullptr},
};

}  // namespace

void add_map(lua_State* L) {
    make_object(L, "map", functions, object_metamethods);
    make_class(L, kind::map, metamethods);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
