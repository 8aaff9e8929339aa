// From Lua values to bytes of bins and replies, and to text (chapter 14 §3).
#pragma once

#include "storage/record.hpp"

#include <spikelet/wire/buffer.hpp>

#include <lua.hpp>
#include <string>

namespace spikelet::mock::lua {

// Appends the packed form of the element at `index`. Lua's errors: lists or maps more than
// value_depth_max inside each other (or in themselves), and a form larger than the limit of memory.
void pack_element(lua_State* L, int index, wire::buffer& out);

// Appends the particle of the element at `index` and answers its type; null, and nothing appended,
// for nil. Collections are as pack_element() leaves them; GeoJSON has no cells.
particle_type append_particle(lua_State* L, int index, wire::buffer& out);

// Appends the text of the element at `index` as tostring() of lists and maps shows it: strings in
// quotes, nil as NIL. Errors as above.
void append_text(lua_State* L, int index, std::string& out);

}  // namespace spikelet::mock::lua
