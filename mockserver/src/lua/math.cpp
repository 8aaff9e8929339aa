// The math library with random numbers that a run can repeat.
#include "lua/context.hpp"
#include "lua/environment.hpp"

namespace spikelet::mock::lua {
namespace {

// Upvalues of both: the library's randomseed and random.
void seed(lua_State* L) {
    context& c = context_of(L);
    c.random_seeded = true;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushinteger(L, static_cast<lua_Integer>(c.host.modules.next_random_seed()));
    lua_call(L, 1, 0);
}

int random(lua_State* L) {
    if (!context_of(L).random_seeded) seed(L);
    // Checked here, so that errors name this function and its caller.
    const int count = lua_gettop(L);
    lua_Integer low = 1;
    lua_Integer high = 1;
    switch (count) {
        case 0:
            break;
        case 1:
            high = luaL_checkinteger(L, 1);
            if (high == 0) high = low;  // all bits
            break;
        case 2:
            low = luaL_checkinteger(L, 1);
            high = luaL_checkinteger(L, 2);
            break;
        default:
            return luaL_error(L, "wrong number of arguments");
    }
    luaL_argcheck(L, low <= high, count, "interval is empty");
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 1);
    lua_call(L, count, 1);
    return 1;
}

int random_seed(lua_State* L) {
    if (lua_isnone(L, 1)) {
        seed(L);
        return 0;
    }
    luaL_checknumber(L, 1);
    luaL_optinteger(L, 2, 0);
    context_of(L).random_seeded = true;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 0);
    return 0;
}

int sum(lua_State* L) {
    lua_settop(L, 2);
    lua_arith(L, LUA_OPADD);
    return 1;
}

int product(lua_State* L) {
    lua_settop(L, 2);
    lua_arith(L, LUA_OPMUL);
    return 1;
}

}  // namespace

void add_math(lua_State* L) {
    luaL_requiref(L, LUA_MATHLIBNAME, luaopen_math, 1);
    lua_getfield(L, -1, "randomseed");
    lua_getfield(L, -2, "random");
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_pushcclosure(L, random, 2);
    lua_setfield(L, -4, "random");
    lua_pushcclosure(L, random_seed, 2);
    lua_setfield(L, -2, "randomseed");
    constexpr luaL_Reg own[] = {{"product", product}, {"sum", sum}, {nullptr, nullptr}};
    luaL_setfuncs(L, own, 0);
    lua_pop(L, 1);
}

}  // namespace spikelet::mock::lua
