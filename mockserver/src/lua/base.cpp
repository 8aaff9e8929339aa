// The basic functions and coroutines: those of Lua, less the ways around limits.
#include "lua/context.hpp"
#include "lua/environment.hpp"
#include "lua/guards.hpp"
#include "lua/load_text.hpp"
#include "lua/metered.hpp"
#include "lua/objects.hpp"

#include <cstring>
#include <string>

namespace spikelet::mock::lua {
namespace {

// Finalizers run where no hook counts: the metatable is set while it has none. Code that reads
// __gc from it afterwards finds what it wrote.
int set_metatable(lua_State* L) {
    const int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_error(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    if (type == LUA_TNIL) {
        lua_setmetatable(L, 1);
        return 1;
    }
    lua_pushliteral(L, "__gc");
    lua_pushvalue(L, 3);
    if (lua_rawget(L, 2) == LUA_TNIL) {
        lua_settop(L, 2);
        lua_setmetatable(L, 1);
        return 1;
    }
    lua_pushvalue(L, 3);
    lua_pushnil(L);
    lua_rawset(L, 2);
    lua_pushvalue(L, 2);
    lua_setmetatable(L, 1);
    lua_rawset(L, 2);  // "__gc" and what it was
    lua_settop(L, 1);
    return 1;
}

int collect_garbage(lua_State* L) {
    static const char* const options[] = {"collect",    "step",        "count",        "stop",
                                          "restart",    "incremental", "generational", "setpause",
                                          "setstepmul", "isrunning",   nullptr};
    enum { collect, step, count, stop, restart, incremental, generational, setpause, setstepmul };
    const int option = luaL_checkoption(L, 1, "collect", options);
    switch (option) {
        case collect:
        case step:
            charge(L, context_of(L).limits.memory_used() / 16);
            lua_gc(L, LUA_GCCOLLECT);
            if (option == step) {
                lua_pushboolean(L, 1);  // a cycle is complete
            } else {
                lua_pushinteger(L, 0);
            }
            return 1;
        case count:
            lua_pushnumber(L, static_cast<double>(context_of(L).limits.memory_used()) / 1024);
            return 1;
        case stop:
        case restart:
        case setpause:
        case setstepmul:
            lua_pushinteger(L, 0);  // the collector runs as it always does
            return 1;
        case incremental:
        case generational:
            lua_pushliteral(L, "incremental");
            return 1;
        default:
            lua_pushboolean(L, 1);
            return 1;
    }
}

// Pushes the text that the function at 1 gives piece by piece.
void push_pieces(lua_State* L) {
    luaL_Buffer text;
    luaL_buffinit(L, &text);
    for (;;) {
        lua_pushvalue(L, 1);
        lua_call(L, 0, 1);
        charge(L, 10);
        if (lua_isnil(L, -1)) break;
        if (lua_isstring(L, -1) == 0) luaL_error(L, "reader function must return a string");
        if (string_at(L, -1).empty()) break;
        luaL_addvalue(&text);
    }
    lua_pop(L, 1);
    luaL_pushresult(&text);
}

// load(chunk [, name [, mode [, env]]]), of text only.
int load(lua_State* L) {
    const bool has_environment = !lua_isnone(L, 4);
    const bool is_text = lua_isstring(L, 1) != 0;
    lua_settop(L, 4);
    if (is_text) {
        lua_tostring(L, 1);
        lua_pushvalue(L, 1);
    } else {
        luaL_checktype(L, 1, LUA_TFUNCTION);
        push_pieces(L);
    }
    const std::string_view text = string_at(L, -1);
    const char* const chunk = luaL_optstring(L, 2, is_text ? text.data() : "=(load)");
    const char* const mode = luaL_optstring(L, 3, "bt");
    if (std::strchr(mode, 't') == nullptr) {
        lua_pushnil(L);
        lua_pushfstring(L, "attempt to load a text chunk (mode is '%s')", mode);
        return 2;
    }
    if (load_text(L, text, chunk) != LUA_OK) {
        context_of(L).limits.rethrow(L);
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (has_environment) {
        lua_pushvalue(L, 4);
        if (lua_setupvalue(L, -2, 1) == nullptr) lua_pop(L, 1);
    }
    return 1;
}

}  // namespace

void add_base(lua_State* L) {
    luaL_requiref(L, LUA_GNAME, luaopen_base, 1);
    guard_pcall(L);
    guard_xpcall(L);
    forbid(L, "dofile", "dofile");
    forbid(L, "loadfile", "loadfile");
    meter_strings(L, {"tonumber"});
    lua_pop(L, 1);
    lua_register(L, "collectgarbage", collect_garbage);
    lua_register(L, "load", load);
    lua_register(L, "setmetatable", set_metatable);
}

void add_coroutine(lua_State* L) {
    luaL_requiref(L, LUA_COLIBNAME, luaopen_coroutine, 1);
    guard_coroutines(L);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
