#include "operations/cdt/list_selection.hpp"

#include "operations/cdt/list_operations.hpp"
#include "operations/cdt/positions.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <vector>

namespace spikelet::mock {
namespace {

using wire::compare_packed;

}  // namespace

list_selection select_positions(item_range range) {
    list_selection selected;
    selected.blocks.push_back(range);
    return selected;
}

list_selection select_rank_range(const collection& list, item_range ranks, command_memory& memory) {
    list_selection selected = select_positions(ranks);
    if (list.is_ordered_list()) return selected;
    selected.has_positions = true;
    selected.by = list_selector::rank;
    const auto values = select_ranks(placed_values(list, memory), ranks.start, ranks.end(),
                                     equal_values::by_chance);
    auto* positions = memory.allocate_array<std::uint32_t>(ranks.count);
    for (std::uint32_t i = 0; i < ranks.count; ++i) {
        positions[i] = values[i].position;
    }
    selected.positions = {positions, ranks.count};
    return selected;
}

namespace {

// Elements that are not below `begin` and for which `is_within` holds.
template <class IsBelow, class IsWithin>
list_selection select_scattered(const collection& list, command_memory& memory, IsBelow is_below,
                                IsWithin is_within) {
    std::uint32_t below = 0;
    std::uint32_t count = 0;
    auto* positions = memory.allocate_array<std::uint32_t>(list.size());
    list.for_each_item([&](bytes_view item, std::uint32_t i) {
        if (is_below(item)) {
            ++below;
        } else if (is_within(item)) {
            positions[count++] = i;
        }
        return true;
    });
    list_selection selected = select_positions({below, count});
    selected.has_positions = true;
    selected.positions = {positions, count};
    return selected;
}

}  // namespace

list_selection select_interval(const collection& list, bytes_view begin, bytes_view end,
                               bool has_end, command_memory& memory) {
    const bool is_empty = has_end && compare_packed(begin, end) >= 0;
    if (list.is_ordered_list()) {
        const std::uint32_t first = list.lower_bound(begin);
        if (is_empty) return select_positions({first, 0});
        const std::uint32_t last = has_end ? list.lower_bound(end) : list.size();
        return select_positions({first, std::max(first, last) - first});
    }
    return select_scattered(
        list, memory, [begin](bytes_view v) { return compare_packed(v, begin) < 0; },
        [=](bytes_view v) { return !has_end || compare_packed(v, end) < 0; });
}

list_selection select_equal(const collection& list, bytes_view value, command_memory& memory) {
    if (list.is_ordered_list()) {
        const std::uint32_t first = list.lower_bound(value);
        return select_positions({first, list.upper_bound(value) - first});
    }
    return select_scattered(
        list, memory, [value](bytes_view v) { return compare_packed(v, value) < 0; },
        [value](bytes_view v) { return compare_packed(v, value) == 0; });
}

namespace {

list_selection select_equal_to_any_ordered(const collection& list, packed_list values) {
    list_selection selected;
    selected.by = list_selector::value_list;
    wire::msgpack::reader in(values.items);
    for (std::uint32_t i = 0; i < values.count; ++i) {
        const bytes_view value = in.take();
        const std::uint32_t first = list.lower_bound(value);
        selected.blocks.push_back({first, list.upper_bound(value) - first});
    }
    return selected;
}

}  // namespace

// A server looks each element up in the sorted values, and counts for each of these the elements
// that it was found for, and those below it that were not found. A value that is named again has no
// elements of its own.
list_selection select_equal_to_any(const collection& list, packed_list values,
                                   command_memory& memory) {
    if (list.is_ordered_list()) return select_equal_to_any_ordered(list, values);
    const std::span<placed_value> sorted = placed_values(values, memory);
    sort_by_value(sorted, memory);
    const std::size_t places = sorted.size() + 1;
    auto* found = memory.allocate_array<std::uint32_t>(places);
    auto* below = memory.allocate_array<std::uint32_t>(places);
    std::fill_n(found, places, 0);
    std::fill_n(below, places, 0);
    auto* positions = memory.allocate_array<std::uint32_t>(list.size());
    std::uint32_t count = 0;
    list.for_each_item([&](bytes_view item, std::uint32_t i) {
        const value_search search = search_value(sorted, item);
        if (search.is_found) positions[count++] = i;
        ++(search.is_found ? found : below)[search.rank];
        return true;
    });
    list_selection selected;
    selected.has_positions = true;
    selected.by = list_selector::value_list;
    selected.positions = {positions, count};
    selected.blocks.resize(sorted.size());
    std::uint32_t start = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        start += below[i];
        selected.blocks[sorted[i].position] = {start, found[i]};
        start += found[i];
    }
    return selected;
}

void remove_selection(cdt_call& call, bool inverted, const list_selection& selection) {
    const std::uint32_t size = call.target.size();
    const bool was_empty = size == 0;
    if (selection.has_positions) {
        std::span<std::uint32_t> positions = selection.positions;
        if (inverted) positions = left_positions(positions, size, call.memory());
        remove_positions(call.target, positions);
    } else {
        std::vector<item_edit> edits;
        // Twice the complement: sorted, without overlaps.
        const item_blocks left = complement(selection.blocks, size);
        for (const item_range& b : inverted ? left : complement(left, size)) {
            edits.push_back({.position = b.start, .removed = b.count});
        }
        call.target.apply(edits);
    }
    list_operations::drop_index_of_emptied(call, was_empty);
}

}  // namespace spikelet::mock
