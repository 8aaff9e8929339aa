// The table library. Its loops run in C, where nothing counts, over lengths that a metatable can
// make up: here they are charged.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/objects.hpp"

#include <algorithm>
#include <bit>
#include <initializer_list>

namespace spikelet::mock::lua {
namespace {

void charge_loop(lua_State* L, lua_Integer first, lua_Integer last) {
    if (last < first) return;
    charge(L, static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first) + 1);
}

// Fails like the library for what is no table and does not act like one.
void check_table(lua_State* L, int arg, std::initializer_list<const char*> metamethods) {
    if (lua_type(L, arg) == LUA_TTABLE) return;
    for (const char* const metamethod : metamethods) {
        if (luaL_getmetafield(L, arg, metamethod) == LUA_TNIL) luaL_checktype(L, arg, LUA_TTABLE);
        lua_pop(L, 1);
    }
}

int insert(lua_State* L) {
    check_table(L, 1, {"__index", "__newindex", "__len"});
    const auto end = static_cast<lua_Integer>(static_cast<lua_Unsigned>(luaL_len(L, 1)) + 1);
    if (lua_gettop(L) == 2) {
        lua_seti(L, 1, end);
        return 0;
    }
    if (lua_gettop(L) != 3) return luaL_error(L, "wrong number of arguments to 'insert'");
    const lua_Integer at = luaL_checkinteger(L, 2);
    luaL_argcheck(L, static_cast<lua_Unsigned>(at) - 1u < static_cast<lua_Unsigned>(end), 2,
                  "position out of bounds");
    charge_loop(L, at, end);
    for (lua_Integer i = end; i > at; --i) {
        lua_geti(L, 1, i - 1);
        lua_seti(L, 1, i);
    }
    lua_seti(L, 1, at);
    return 0;
}

int remove(lua_State* L) {
    check_table(L, 1, {"__index", "__newindex", "__len"});
    const lua_Integer size = luaL_len(L, 1);
    lua_Integer at = luaL_optinteger(L, 2, size);
    if (at != size) {
        luaL_argcheck(L, static_cast<lua_Unsigned>(at) - 1u <= static_cast<lua_Unsigned>(size), 2,
                      "position out of bounds");
    }
    charge_loop(L, at, size);
    lua_geti(L, 1, at);
    for (; at < size; ++at) {
        lua_geti(L, 1, at + 1);
        lua_seti(L, 1, at);
    }
    lua_pushnil(L);
    lua_seti(L, 1, at);
    return 1;
}

int concat(lua_State* L) {
    check_table(L, 1, {"__index", "__len"});
    const lua_Integer size = luaL_len(L, 1);
    std::size_t separator_size = 0;
    const char* const separator = luaL_optlstring(L, 2, "", &separator_size);
    const lua_Integer first = luaL_optinteger(L, 3, 1);
    const lua_Integer last = luaL_optinteger(L, 4, size);
    charge_loop(L, first, last);
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (lua_Integer i = first; i <= last; ++i) {
        if (i != first) luaL_addlstring(&text, separator, separator_size);
        lua_geti(L, 1, i);
        if (lua_isstring(L, -1) == 0) {
            return luaL_error(L, "invalid value (at index %I) in table for 'concat'", i);
        }
        luaL_addvalue(&text);
        if (i == LUA_MAXINTEGER) break;
    }
    luaL_pushresult(&text);
    return 1;
}

// table.move(a1, first, last, to [, a2])
int move(lua_State* L) {
    const lua_Integer first = luaL_checkinteger(L, 2);
    const lua_Integer last = luaL_checkinteger(L, 3);
    const lua_Integer to = luaL_checkinteger(L, 4);
    const int target = lua_isnoneornil(L, 5) ? 1 : 5;
    check_table(L, 1, {"__index"});
    check_table(L, target, {"__newindex"});
    if (last >= first) {
        luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3,
                      "too many elements to move");
        const lua_Integer count = last - first + 1;
        luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
        charge(L, static_cast<std::uint64_t>(count));
        // Backwards where the target lies in what is still to be read.
        const bool backwards =
            to > first && to <= last && (target == 1 || lua_compare(L, 1, target, LUA_OPEQ) != 0);
        for (lua_Integer n = 0; n < count; ++n) {
            const lua_Integer i = backwards ? count - 1 - n : n;
            lua_geti(L, 1, first + i);
            lua_seti(L, target, to + i);
        }
    }
    lua_pushvalue(L, target);
    return 1;
}

// The library's own, which leaves equal elements in the order that modules may have seen.
int sort(lua_State* L) {
    check_table(L, 1, {"__index", "__newindex", "__len"});
    if (luaL_getmetafield(L, 1, "__len") != LUA_TNIL) {
        return luaL_error(L, "table.sort does not take a table with a length of its own (__len)");
    }
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    const std::uint64_t size = lua_rawlen(L, 1);
    charge(L, size * std::bit_width(size));
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 0);
    return 0;
}

}  // namespace

void add_table(lua_State* L) {
    luaL_requiref(L, LUA_TABLIBNAME, luaopen_table, 1);
    constexpr luaL_Reg own[] = {
        {"concat", concat}, {"insert", insert}, {"move", move},
        {"remove", remove}, {nullptr, nullptr},
    };
    luaL_setfuncs(L, own, 0);
    lua_getfield(L, -1, "sort");
    lua_pushcclosure(L, sort, 1);
    lua_setfield(L, -2, "sort");
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
