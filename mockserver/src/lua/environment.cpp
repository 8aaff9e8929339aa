#include "lua/environment.hpp"

#include "lua/guards.hpp"
#include "lua/metered.hpp"

#include <initializer_list>
#include <lua.hpp>

namespace spikelet::mock::lua {
namespace {

// The debug library reaches into everything. What code asks it for is where it is.
void add_debug(lua_State* L) {
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    luaL_requiref(L, LUA_DBLIBNAME, luaopen_debug, 0);
    lua_newtable(L);
    lua_getfield(L, -2, "traceback");
    lua_setfield(L, -2, "traceback");
    meter_stack_walk(L, "traceback");
    for (const char* const full :
         {"debug.debug", "debug.gethook", "debug.getinfo", "debug.getlocal", "debug.getmetatable",
          "debug.getregistry", "debug.getupvalue", "debug.getuservalue", "debug.setcstacklimit",
          "debug.sethook", "debug.setlocal", "debug.setmetatable", "debug.setupvalue",
          "debug.setuservalue", "debug.upvalueid", "debug.upvaluejoin"}) {
        forbid(L, full + sizeof "debug." - 1, full);
    }
    lua_setfield(L, -3, LUA_DBLIBNAME);
    lua_pop(L, 2);
}

}  // namespace

// The place of the functions of streams, which belong to queries (chapter 14 §5).
void add_stream(lua_State* L) {
    lua_newtable(L);
    lua_setglobal(L, "stream");
}

void make_environment(lua_State* L) {
    add_base(L);
    add_coroutine(L);
    add_string(L);
    add_table(L);
    add_math(L);
    add_os(L);
    add_package(L);
    add_debug(L);

    add_list(L);
    add_map(L);
    add_bytes(L);
    add_geojson(L);
    add_iterator(L);
    add_record(L);
    add_aerospike(L);
    add_log(L);
    add_stream(L);
}

}  // namespace spikelet::mock::lua
