// Weak tables, which a state must not have: for weak keys that hold each other Lua's collector
// takes time in proportion to the square of their number and more, minutes for some ten thousand,
// and nothing interrupts it.
#pragma once

#include <cstddef>
#include <lua.hpp>
#include <span>

namespace spikelet::mock::lua {

// From now on every table holds what it refers to, whatever its metatable's __mode says. `memory`:
// the block that lua_newstate() took first, which the state lives in. False when the collector's
// name for __mode is not found there: this is another library than the ones that are known.
bool forbid_weak_tables(lua_State* L, std::span<std::byte> memory);

}  // namespace spikelet::mock::lua
