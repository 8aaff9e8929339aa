#include "lua/guards.hpp"

#include "lua/context.hpp"

namespace spikelet::mock::lua {
namespace {

// What an error costs on its way to where it is caught, and a coroutine of its own, in units.
constexpr std::uint64_t caught_error_units = 300;
constexpr std::uint64_t coroutine_units = 300;

// The results lie from 1 on: whether it went well, and else the error. Also the way on when a
// coroutine yielded inside the function.
int finish_guarded(lua_State* L, int, lua_KContext) {
    budget& limits = context_of(L).limits;
    if (lua_toboolean(L, 1) == 0) {
        limits.note_caught(L, 2);
        limits.charge(L, caught_error_units);
    }
    limits.rethrow(L);
    return lua_gettop(L);
}

// The arguments are checked by the caller, so that errors name that function and its caller.
int call_guarded(lua_State* L) {
    // A coroutine that came to a limit counts no instructions any more: whatever it still wants to
    // close stays as it is.
    context_of(L).limits.rethrow(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, finish_guarded);
    return finish_guarded(L, LUA_OK, 0);
}

int pcall(lua_State* L) {
    luaL_checkany(L, 1);
    return call_guarded(L);
}

// What xpcall is given instead of a message handler. Lua calls it inside the hook that ends a call,
// where no other hook counts: then the handler must not run.
int handle_message(lua_State* L) {
    budget& limits = context_of(L).limits;
    limits.note_caught(L, 1);
    if (limits.exhausted() != exhaustion::none) return 1;
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

int xpcall(lua_State* L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handle_message, 1);
    lua_replace(L, 2);
    return call_guarded(L);
}

int of_coroutine(lua_State* L) {
    luaL_argexpected(L, lua_isthread(L, 1), 1, "coroutine");
    return call_guarded(L);
}

// Upvalues: the coroutine, and the functions `resume` and `close` below.
int resume_wrapped(lua_State* L) {
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 2);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    if (lua_toboolean(L, 1) != 0) return lua_gettop(L) - 1;
    const int status = lua_status(lua_tothread(L, lua_upvalueindex(1)));
    if (status != LUA_OK && status != LUA_YIELD) {
        lua_pushvalue(L, lua_upvalueindex(3));
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_call(L, 1, 2);
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

// coroutine.create(function)
int create(lua_State* L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    charge(L, coroutine_units);
    lua_State* const coroutine = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, coroutine, 1);
    return 1;
}

// coroutine.wrap(function). Upvalues: as above, from the second on.
int wrap(lua_State* L) {
    create(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushcclosure(L, resume_wrapped, 3);
    return 1;
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
void guard_coroutines(lua_State* L) {
    replace(L, "resume", of_coroutine);
    replace(L, "close", of_coroutine);
    lua_pushcfunction(L, create);
    lua_setfield(L, -2, "create");
    lua_getfield(L, -1, "resume");
    lua_getfield(L, -2, "close");
    lua_pushcclosure(L, wrap, 2);
    lua_setfield(L, -2, "wrap");
}

void forbid(lua_State* L, const char* name, const char* full_name) {
    lua_pushstring(L, full_name);
    lua_pushcclosure(L, refuse, 1);
    lua_setfield(L, -2, name);
}

}  // namespace spikelet::mock::lua
