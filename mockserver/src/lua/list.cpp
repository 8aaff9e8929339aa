// The type List (chapter 14 §4.3).
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/iterator.hpp"
#include "lua/objects.hpp"
#include "lua/pack.hpp"

#include <algorithm>
#include <string>

namespace spikelet::mock::lua {
namespace {

// Pushes the table with the items of the list at `arg`; answers how many there are.
lua_Integer push_items(lua_State* L, int arg) {
    push_node(L, arg, kind::list);
    lua_getiuservalue(L, -1, list_items);
    lua_remove(L, -2);
    return static_cast<lua_Integer>(lua_rawlen(L, -1));
}

void charge_moves(lua_State* L, lua_Integer count) {
    charge(L, static_cast<std::uint64_t>(count));
}

// Appends nils to the items on top until there are `count`.
void pad(lua_State* L, lua_Integer size, lua_Integer count) {
    if (count > size) charge(L, static_cast<std::uint64_t>(count - size));
    while (size < count) {
        push_nil_element(L);
        lua_rawseti(L, -2, ++size);
    }
}

// Replaces the items' elements by one place, from `first` to `last`, towards the end or the front.
void shift_up(lua_State* L, lua_Integer first, lua_Integer last) {
    charge_moves(L, last - first + 1);
    for (lua_Integer i = last; i >= first; --i) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i + 1);
    }
}
void shift_down(lua_State* L, lua_Integer first, lua_Integer last) {
    charge_moves(L, last - first + 1);
    for (lua_Integer i = first; i <= last; ++i) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -2, i - 1);
    }
}

// Pushes a new list with the elements `first` … `last` of the items at `items`.
void push_part(lua_State* L, int items, lua_Integer first, lua_Integer last) {
    const lua_Integer count = std::max<lua_Integer>(last - first + 1, 0);
    charge_moves(L, count);
    push_list_node(L, static_cast<std::size_t>(count));
    lua_getiuservalue(L, -1, list_items);
    for (lua_Integer i = 0; i < count; ++i) {
        lua_rawgeti(L, items, first + i);
        lua_rawseti(L, -2, i + 1);
    }
    lua_pop(L, 1);
    box(L);
}

// Appends `count` elements of the items at `from` to the items on top.
void append_items(lua_State* L, int from, lua_Integer count) {
    charge_moves(L, count);
    const auto size = static_cast<lua_Integer>(lua_rawlen(L, -1));
    for (lua_Integer i = 1; i <= count; ++i) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, -2, size + i);
    }
}

// ---- making

// list(), list{a, b}: the table's values under numbers. Called with the table `list` in front.
int construct(lua_State* L) {
    push_list_node(L, 0);
    const int made = lua_gettop(L);
    if (made == 3 && lua_istable(L, 2)) {
        lua_getiuservalue(L, made, list_items);
        lua_Integer size = 0;
        lua_pushnil(L);
        while (lua_next(L, 2) != 0) {
            charge(L, 1);
            if (lua_type(L, -2) == LUA_TNUMBER && push_element(L, -1)) {
                lua_rawseti(L, made + 1, ++size);
            }
            lua_pop(L, 1);
        }
    }
    lua_settop(L, made);
    box(L);
    return 1;
}

// list.create(capacity [, step])
int create(lua_State* L) {
    const int count = lua_gettop(L);
    if (count < 1 || count > 2) return 0;
    const lua_Integer capacity = luaL_optinteger(L, 1, -1);
    const lua_Integer step = luaL_optinteger(L, 2, 10);
    if (capacity < 0 || step < 0) return 0;
    push_list_node(L, 0);
    box(L);
    return 1;
}

// ---- changing

int append(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    if (push_element(L, 2)) lua_rawseti(L, -2, size + 1);
    return 0;
}

int prepend(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    if (!push_element(L, 2)) return 0;
    lua_insert(L, -2);
    shift_up(L, 1, size);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
    return 0;
}

int insert(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer index = luaL_optinteger(L, 2, 0);
    if (index < 1 || !push_element(L, 3)) return 0;
    lua_insert(L, -2);
    if (index > size) {
        pad(L, size, index - 1);
    } else {
        shift_up(L, index, size);
    }
    lua_insert(L, -2);
    lua_rawseti(L, -2, index);
    return 0;
}

int remove(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer index = luaL_optinteger(L, 2, 0);
    if (index < 1 || index > size) return 0;
    shift_down(L, index + 1, size);
    lua_pushnil(L);
    lua_rawseti(L, -2, size);
    return 0;
}

// Removes the element and all behind it.
int trim(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer index = luaL_optinteger(L, 2, 0);
    if (index < 1 || index > size) return 0;
    charge_moves(L, size - index + 1);
    for (lua_Integer i = size; i >= index; --i) {
        lua_pushnil(L);
        lua_rawseti(L, -2, i);
    }
    return 0;
}

int concat(lua_State* L) {
    const lua_Integer count = push_items(L, 2);
    const int from = lua_gettop(L);
    push_items(L, 1);
    append_items(L, from, count);
    return 0;
}

// ---- parts and copies

int take(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer count = luaL_optinteger(L, 2, 0);
    if (count < 1) {
        lua_pushnil(L);
    } else {
        push_part(L, lua_gettop(L), 1, std::min(size, count));
    }
    return 1;
}

int drop(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer count = luaL_optinteger(L, 2, 0);
    if (count < 1) {
        lua_pushnil(L);
    } else {
        push_part(L, lua_gettop(L), std::min(count, size) + 1, size);
    }
    return 1;
}

int clone(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    push_part(L, lua_gettop(L), 1, size);
    return 1;
}

int merge(lua_State* L) {
    const lua_Integer second = push_items(L, 2);
    const int from = lua_gettop(L);
    clone(L);
    lua_getiuservalue(L, -1, 1);
    lua_getiuservalue(L, -1, list_items);
    append_items(L, from, second);
    lua_pop(L, 2);
    return 1;
}

// ---- asking

int size(lua_State* L) {
    lua_pushinteger(L, push_items(L, 1));
    return 1;
}

int nbytes(lua_State* L) {
    push_node(L, 1, kind::list);
    wire::buffer packed;
    pack_element(L, -1, packed);
    lua_pushinteger(L, static_cast<lua_Integer>(packed.size()));
    return 1;
}

int to_string(lua_State* L) {
    push_node(L, 1, kind::list);
    std::string text;
    append_text(L, -1, text);
    push_string(L, text);
    return 1;
}

int next(lua_State* L) {
    return next_item(L, 1) ? 1 : 0;
}

// for v in list.iterator(l) do … end
int iterate(lua_State* L) {
    push_items(L, 1);
    lua_pushcfunction(L, next);
    push_list_iterator(L, -2);
    return 2;
}

// ---- l[i]

int index(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    if (i < 1 || i > size) return 0;
    lua_rawgeti(L, -1, i);
    reveal(L);
    return 1;
}

int newindex(lua_State* L) {
    const lua_Integer size = push_items(L, 1);
    const lua_Integer i = luaL_optinteger(L, 2, 0);
    // A real server goes down here.
    if (i < 1) return luaL_error(L, "list index %I is out of range: lists begin at 1", i);
    if (!push_element(L, 3)) return 0;
    lua_insert(L, -2);
    pad(L, size, i - 1);
    lua_insert(L, -2);
    lua_rawseti(L, -2, i);
    return 0;
}

constexpr luaL_Reg functions[] = {
    {"append", append}, {"clone", clone},   {"concat", concat},      {"create", create},
    {"drop", drop},     {"insert", insert}, {"iterator", iterate},   {"merge", merge},
    {"nbytes", nbytes}, {"new", create},    {"prepend", prepend},    {"remove", remove},
    {"size", size},     {"take", take},     {"tostring", to_string}, {"trim", trim},
    {nullptr, nullptr},
};
constexpr luaL_Reg object_metamethods[] = {{"__call", construct}, {nullptr, nullptr}};
constexpr luaL_Reg metamethods[] = {
    {"__index", index},        {"__newindex", newindex}, {"__len", size},
    {"__tostring", to_string}, {nullptr, nullptr},
};

}  // namespace

void add_list(lua_State* L) {
    make_object(L, "list", functions, object_metamethods);
    make_class(L, kind::list, metamethods);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
