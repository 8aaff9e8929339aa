// Iterators over lists and maps: the state that a generic `for` carries.
#pragma once

#include <lua.hpp>

namespace spikelet::mock::lua {

// Pushes an iterator over the items of a list, a table at `items`. It sees changes behind the place
// where it is.
void push_list_iterator(lua_State* L, int items);
// Over the entries that the map node at `map` has now. Those removed meanwhile are passed over.
void push_map_iterator(lua_State* L, int map);

// Pushes the next item of the list iterator at `arg`. False, and nothing is pushed, at the end.
bool next_item(lua_State* L, int arg);
// Pushes key and value of the next entry of the map iterator at `arg`.
bool next_entry(lua_State* L, int arg);

}  // namespace spikelet::mock::lua
