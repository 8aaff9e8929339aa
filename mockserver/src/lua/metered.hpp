// Functions of Lua's own libraries whose time grows with what they are given, where nothing counts.
#pragma once

#include <initializer_list>
#include <lua.hpp>

namespace spikelet::mock::lua {

// Replaces functions of the table on top, which have no upvalues, by ones that charge for the
// length of the strings among their arguments first.
void meter_strings(lua_State* L, std::initializer_list<const char*> functions);
// The same for functions that look through the stack of calls.
void meter_stack_walk(lua_State* L, const char* function);

}  // namespace spikelet::mock::lua
