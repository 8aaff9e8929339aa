// From stored and received bytes to Lua values (chapter 14 §3).
#pragma once

#include "storage/record.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <lua.hpp>

namespace spikelet::mock::lua {

// Takes the next packed value off `in` and pushes it as an element of a list or map. False, and
// nothing is pushed, where a server's unpacking fails: malformed bytes, extensions, more than
// value_depth_max lists inside each other.
bool push_packed(lua_State* L, wire::msgpack::reader& in);

// Pushes a bin's value as an element; null and what cannot be unpacked as nil.
void push_stored(lua_State* L, const value_view& value);

// Pushes the arguments of a call, a packed list, as Lua code sees them; as many as can be unpacked
// (golden cases udf/bad_call). Answers how many.
int push_arguments(lua_State* L, bytes_view packed);

}  // namespace spikelet::mock::lua
