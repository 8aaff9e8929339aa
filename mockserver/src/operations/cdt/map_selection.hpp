// What an operation on a map picks from it (chapter 09 §4).
#pragma once

#include "operations/cdt/blocks.hpp"
#include "operations/cdt/call.hpp"
#include "operations/cdt/order.hpp"

#include <cstdint>
#include <span>

namespace spikelet::mock {

// By what an operation picks entries; decides which return types it has.
enum class map_selector : std::uint8_t { index, key_interval, key_list, value, rank, value_list };

// Entries of a map.
struct map_selection {
    map_selector by = map_selector::index;
    // Of each entry once, in the order in which entries are answered.
    std::span<std::uint32_t> positions;
    // By index and by key: their indexes, else their ranks. Of lists, one block for each key
    // or value, in the order of the list: empty for what is named again.
    item_blocks blocks = {};
    // An interval that ends before it begins.
    bool is_void = false;
};

map_selection select_entries(item_range range, command_memory& memory);
// begin <= key < end; without an end: begin <= key.
map_selection select_key_interval(const collection& map, bytes_view begin, bytes_view end,
                                  bool has_end, command_memory& memory);
map_selection select_keys(const collection& map, packed_list keys, command_memory& memory);
map_selection select_entry_ranks(const collection& map, item_range ranks, command_memory& memory);
map_selection select_value_interval(const collection& map, bytes_view begin, bytes_view end,
                                    bool has_end, command_memory& memory);
map_selection select_equal_values(const collection& map, bytes_view value, command_memory& memory);
map_selection select_values(const collection& map, packed_list values, command_memory& memory);

// Removes the selection, or what it leaves, from the map.
void remove_selection(cdt_call& call, bool inverted, const map_selection& selection);

// Sorts positions, which ascend, by the ranks of their entries.
void sort_by_rank(const collection& map, std::span<std::uint32_t> positions,
                  command_memory& memory);

}  // namespace spikelet::mock
