// What an operation on a list picks from it (chapter 08 §3).
#pragma once

#include "operations/cdt/blocks.hpp"
#include "operations/cdt/call.hpp"
#include "operations/cdt/order.hpp"

#include <cstdint>
#include <span>

namespace spikelet::mock {

// By what an operation picks elements; decides which return types it has.
enum class list_selector : std::uint8_t { index, value, value_list, rank };

// Elements of a list. In an ordered list, and by index, `blocks` are of positions. Else they are of
// ranks, and `positions` says where the elements are.
struct list_selection {
    bool has_positions = false;
    list_selector by = list_selector::value;
    // In the order in which they are answered. They overlap if a list of values names one twice.
    item_blocks blocks;
    // Of each element once, in the order in which values are answered.
    std::span<std::uint32_t> positions;
};

list_selection select_positions(item_range range);
// By rank: of an unordered list in the order that a server's heap leaves.
list_selection select_rank_range(const collection& list, item_range ranks, command_memory& memory);
// begin <= value < end; without an end: begin <= value.
list_selection select_interval(const collection& list, bytes_view begin, bytes_view end,
                               bool has_end, command_memory& memory);
list_selection select_equal(const collection& list, bytes_view value, command_memory& memory);
// All elements that equal one of `values`.
list_selection select_equal_to_any(const collection& list, packed_list values,
                                   command_memory& memory);

// Removes the selection, or what it leaves, from the list.
void remove_selection(cdt_call& call, bool inverted, const list_selection& selection);

}  // namespace spikelet::mock
