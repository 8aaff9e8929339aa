// What record functions find around them: one function a family, each adds its globals to a new
// state. make_environment() (environment.cpp) calls them all.
#pragma once

#include <lua.hpp>

namespace spikelet::mock::lua {

void make_environment(lua_State* L);

// Types (chapter 14 §4.3 to §4.6).
void add_list(lua_State* L);
void add_map(lua_State* L);
void add_bytes(lua_State* L);
void add_geojson(lua_State* L);
void add_iterator(lua_State* L);

// The database (chapter 14 §4.1, §4.2, §4.6).
void add_aerospike(lua_State* L);
void add_record(lua_State* L);
void add_log(lua_State* L);
void add_stream(lua_State* L);

// The standard libraries, less what reaches out of the state.
void add_base(lua_State* L);
void add_coroutine(lua_State* L);
void add_string(lua_State* L);
void add_table(lua_State* L);
void add_math(lua_State* L);
void add_os(lua_State* L);
void add_package(lua_State* L);

}  // namespace spikelet::mock::lua
