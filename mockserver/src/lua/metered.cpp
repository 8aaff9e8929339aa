#include "lua/metered.hpp"

#include "lua/context.hpp"

#include <cstdint>

namespace spikelet::mock::lua {
namespace {

constexpr std::uint64_t string_bytes_per_unit = 4;
// Each call on the stack takes ten times so much memory at least, and is passed some ten times.
constexpr std::uint64_t stack_bytes_per_unit = 8;
// What takes a part of a millisecond: few of them would be far too many until the time is looked
// at.
constexpr std::uint64_t units_worth_a_look = 10'000;

void charge_call(lua_State* L, std::uint64_t units) {
    budget& limits = context_of(L).limits;
    limits.charge(L, units);
    if (units >= units_worth_a_look) limits.check_time(L);
}

// In the frame of the one that Lua code has called: errors name that function and its caller.
int run_original(lua_State* L) {
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

int run_on_strings(lua_State* L) {
    std::uint64_t size = 0;
    for (int i = lua_gettop(L); i > 0; --i) {
        if (lua_type(L, i) == LUA_TSTRING) size += lua_rawlen(L, i);
    }
    charge_call(L, size / string_bytes_per_unit);
    return run_original(L);
}

int run_on_stack(lua_State* L) {
    charge_call(L, context_of(L).limits.memory_used() / stack_bytes_per_unit);
    return run_original(L);
}

void replace(lua_State* L, const char* function, lua_CFunction by) {
    lua_getfield(L, -1, function);
    lua_pushcclosure(L, by, 1);
    lua_setfield(L, -2, function);
}

}  // namespace

void meter_strings(lua_State* L, std::initializer_list<const char*> functions) {
    for (const char* const function : functions)
        replace(L, function, run_on_strings);
}

void meter_stack_walk(lua_State* L, const char* function) {
    replace(L, function, run_on_stack);
}

}  // namespace spikelet::mock::lua
