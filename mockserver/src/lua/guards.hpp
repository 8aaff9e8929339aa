// Functions around those of the standard libraries.
#pragma once

#include <lua.hpp>

namespace spikelet::mock::lua {

// Replaces functions of the table on top, which may catch errors, by ones that call them and raise
// the error again if the call has used up its limits meanwhile.
void guard_pcall(lua_State* L);
void guard_xpcall(lua_State* L);
void guard_coroutines(lua_State* L);

// Sets a function in the table on top that raises "NAME is not available: …"; `full_name` is kept.
void forbid(lua_State* L, const char* name, const char* full_name);

}  // namespace spikelet::mock::lua
