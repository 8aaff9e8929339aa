// The record object of a running call.
#pragma once

#include "lua/context.hpp"

#include <lua.hpp>

namespace spikelet::mock::lua {

// A record as Lua code holds it.
struct record_box {
    call* owner;  // null when the call is over: Lua code that kept it gets an error from then on
};
// Pushes the record of the call.
record_box* push_record(lua_State* L, call& c);

// The call of the record at argument `arg`.
call& check_record(lua_State* L, int arg);

// Brings assigned bins to the record. Answers what aerospike:update answers: 0, or -1 when the
// server refuses, which becomes the result of the command.
int execute_update(lua_State* L, int record, call& c);

}  // namespace spikelet::mock::lua
