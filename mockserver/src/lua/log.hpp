// What Lua code logs.
#pragma once

#include <spikelet/mock/log.hpp>

#include <lua.hpp>
#include <string_view>

namespace spikelet::mock::lua {

// Logs for the Lua function that called the running C function.
void add_log_line(lua_State* L, log_level level, std::string_view text);

}  // namespace spikelet::mock::lua
