#include "lua/iterator.hpp"

#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/map_keys.hpp"
#include "lua/objects.hpp"

#include <new>

namespace spikelet::mock::lua {
namespace {

struct iterator {
    bool over_map;
    lua_Integer next;
};

// User values: the items; of a map the keys as they are shown and the map's node.
constexpr int items_value = 1;
constexpr int map_value = 2;

iterator* check_iterator(lua_State* L, int arg) {
    return static_cast<iterator*>(check(L, arg, kind::iterator));
}

// A shown key as a key again. Bytes take their text from a string that is left on the stack.
bool take_key(lua_State* L, map_key& key) {
    if (to_map_key(L, -1, key)) return true;
    if (kind_of(L, -1) != kind::bytes) return false;
    lua_getiuservalue(L, -1, 1);
    push_bytes_key(L, -1);
    lua_remove(L, -2);
    key = {map_key::type::blob, 0, string_at(L, -1)};
    return true;
}

int has_next(lua_State* L) {
    const iterator* const i = check_iterator(L, 1);
    lua_getiuservalue(L, 1, items_value);
    lua_pushboolean(L, i->next <= static_cast<lua_Integer>(lua_rawlen(L, -1)));
    return 1;
}

int next(lua_State* L) {
    if (check_iterator(L, 1)->over_map) return next_entry(L, 1) ? 2 : 0;
    if (!next_item(L, 1)) lua_pushnil(L);
    return 1;
}

int call_next(lua_State* L) {
    lua_remove(L, 1);  // the table `iterator`
    return next(L);
}

constexpr luaL_Reg functions[] = {{"has_next", has_next}, {"next", next}, {nullptr, nullptr}};
constexpr luaL_Reg object_metamethods[] = {{"__call", call_next}, {nullptr, nullptr}};

}  // namespace

void push_list_iterator(lua_State* L, int items) {
    items = lua_absindex(L, items);
    new (push_userdata(L, kind::iterator, sizeof(iterator), 2)) iterator{false, 1};
    lua_pushvalue(L, items);
    lua_setiuservalue(L, -2, items_value);
}

void push_map_iterator(lua_State* L, int map) {
    map = lua_absindex(L, map);
    new (push_userdata(L, kind::iterator, sizeof(iterator), 2)) iterator{true, 1};
    lua_pushvalue(L, map);
    lua_setiuservalue(L, -2, map_value);
    const auto keys = sorted_keys(L, map);
    lua_createtable(L, static_cast<int>(keys.size()), 0);
    lua_Integer n = 0;
    for (const map_key& key : keys) {
        push_map_key(L, key);
        lua_rawseti(L, -2, ++n);
    }
    lua_setiuservalue(L, -2, items_value);
}

bool next_item(lua_State* L, int arg) {
    iterator* const i = check_iterator(L, arg);
    lua_getiuservalue(L, arg, items_value);
    if (i->over_map || lua_rawgeti(L, -1, i->next) == LUA_TNIL) {
        lua_settop(L, arg);
        return false;
    }
    ++i->next;
    reveal(L);
    return true;
}

bool next_entry(lua_State* L, int arg) {
    iterator* const i = check_iterator(L, arg);
    if (!i->over_map) return false;
    const int top = lua_gettop(L);
    lua_getiuservalue(L, arg, map_value);
    lua_getiuservalue(L, arg, items_value);
    while (lua_rawgeti(L, top + 2, i->next) != LUA_TNIL) {
        ++i->next;
        charge(L, 1);
        lua_pushvalue(L, -1);
        map_key key{};
        take_key(L, key);
        push_map_element(L, top + 1, key);
        if (!lua_isnil(L, -1)) {
            reveal(L);
            lua_replace(L, top + 2);
            lua_settop(L, top + 3);
            lua_rotate(L, top + 1, 1);  // map, value, key → key, map, value
            lua_remove(L, top + 2);
            return true;
        }
        lua_settop(L, top + 2);
    }
    lua_settop(L, top);
    return false;
}

void add_iterator(lua_State* L) {
    make_object(L, "iterator", functions, object_metamethods);
    make_class(L, kind::iterator, functions);
    // it.next(…), it.has_next(…)
    lua_getglobal(L, name(kind::iterator));
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
