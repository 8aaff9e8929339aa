// Entries of a map: what may be a key, and where a key is.
#pragma once

#include "operations/cdt/collection.hpp"

#include <cstdint>

namespace spikelet::mock {

// True for an integer, a string or a blob (chapter 09 §3). `packed` is in stored form.
bool is_map_key(bytes_view packed);
bool is_wildcard(bytes_view packed);

bool is_key_ordered(const collection& map);
bool is_value_ordered(const collection& map);

// `position` is where the key is, or where it would be.
struct key_search {
    bool is_found;
    std::uint32_t position;
};
key_search find_key(const collection& map, bytes_view key);
// How many keys are below one.
std::uint32_t keys_below(const collection& map, bytes_view key);

// An entry put at a key's place, in stead of the one that is there.
void put_entry(collection& map, key_search at, bytes_view key, bytes_view value,
               command_memory& memory);

}  // namespace spikelet::mock
