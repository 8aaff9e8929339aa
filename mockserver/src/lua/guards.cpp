#include "lua/guards.hpp"

#include "lua/context.hpp"

namespace spikelet::mock::lua {
namespace {

// Also the way on when a coroutine yielded inside the function.
int finish_guarded(lua_State* L, int, lua_KContext) {
    context_of(L).limits.rethrow(L);
    return lua_gettop(L);
}

// The arguments are checked here, so that errors name this function and its caller.
int call_guarded(lua_State* L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, finish_guarded);
    return finish_guarded(L, LUA_OK, 0);
}

int pcall(lua_State* L) {
    luaL_checkany(L, 1);
    return call_guarded(L);
}

int xpcall(lua_State* L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    return call_guarded(L);
}

int of_coroutine(lua_State* L) {
    luaL_argexpected(L, lua_isthread(L, 1), 1, "coroutine");
    return call_guarded(L);
}

void replace(lua_State* L, const char* name, lua_CFunction by) {
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, by, 1);
    lua_setfield(L, -2, name);
}

int refuse(lua_State* L) {
    return luaL_error(
        L, "%s is not available: functions reach neither files nor processes nor native code",
        lua_tostring(L, lua_upvalueindex(1)));
}

}  // namespace

void guard_pcall(lua_State* L) {
    replace(L, "pcall", pcall);
}
void guard_xpcall(lua_State* L) {
    replace(L, "xpcall", xpcall);
}
void guard_coroutine(lua_State* L, const char* name) {
    replace(L, name, of_coroutine);
}

void forbid(lua_State* L, const char* name, const char* full_name) {
    lua_pushstring(L, full_name);
    lua_pushcclosure(L, refuse, 1);
    lua_setfield(L, -2, name);
}

}  // namespace spikelet::mock::lua
