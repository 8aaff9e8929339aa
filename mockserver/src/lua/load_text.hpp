// Compiling Lua text within the limits of a call.
#pragma once

#include <lua.hpp>
#include <string_view>

namespace spikelet::mock::lua {

// Pushes the chunk's function, or an error's text; Lua's status. Charged. Where a limit is reached
// the call is over, which whoever goes on with Lua code must rethrow.
int load_text(lua_State* L, std::string_view text, const char* chunk_name);

}  // namespace spikelet::mock::lua
