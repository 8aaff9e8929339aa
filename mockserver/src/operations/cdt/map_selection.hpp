// What an operation on a map picks from it, and how that is answered (chapter 09 §4).
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

// ok, or op_not_applicable if there is no such answer.
result_code check_map_return(return_request request, map_selector by, bool single);

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

// Answers a selection, or what it leaves. op_not_applicable if that has no such answer.
result_code answer_selection(cdt_call& call, return_request request,
                             const map_selection& selection);
// Removes the selection, or what it leaves, from the map.
void remove_selection(cdt_call& call, bool inverted, const map_selection& selection);

// Answers one entry; `rank` where it is known already.
result_code answer_entry(cdt_call& call, return_request request, std::uint32_t position,
                         std::optional<std::uint32_t> rank);
// The answer when a key or value was not found.
result_code answer_no_entry(cdt_call& call, return_request request);

}  // namespace spikelet::mock
