#include "operations/cdt/list_selection.hpp"

#include "operations/cdt/list_operations.hpp"
#include "operations/cdt/positions.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::compare_packed;

using blocks = item_blocks;

std::uint32_t distinct(const blocks& all, std::uint32_t size) {
    if (all.size() == 1) return all[0].count;
    return size - static_cast<std::uint32_t>(total(complement(all, size)));
}

result_code answer_values(cdt_call& call, const blocks& all) {
    const collection& list = call.target;
    std::uint64_t content = 0;
    for (const item_range& b : all) {
        content += list.bytes_of(b.start, b.end());
    }
    std::uint8_t* out = answer_collection(call, particle_type::list, 0, total(all), content);
    if (out == nullptr) return parameter;
    for (const item_range& b : all) {
        out = list.copy_items(b.start, b.end(), out);
    }
    return ok;
}

result_code answer_values(cdt_call& call, std::span<const std::uint32_t> positions) {
    const collection& list = call.target;
    std::uint64_t content = 0;
    for (const std::uint32_t i : positions) {
        content += list.item(i).size();
    }
    std::uint8_t* out = answer_collection(call, particle_type::list, 0, positions.size(), content);
    if (out == nullptr) return parameter;
    for (const std::uint32_t i : positions) {
        const bytes_view item = list.item(i);
        std::memcpy(out, item.data(), item.size());
        out += item.size();
    }
    return ok;
}

// The rank of each element of an unordered list in the blocks: that of the first of its equals.
result_code answer_ranks_of(cdt_call& call, const blocks& all, bool reversed) {
    const collection& list = call.target;
    const std::span<placed_value> sorted = placed_values(list, call.memory());
    sort_by_value(sorted, call.memory());
    const auto count = static_cast<std::uint32_t>(total(all));
    auto* ranks = call.memory().allocate_array<std::uint32_t>(count);
    std::uint32_t n = 0;
    for (const item_range& b : all) {
        for (std::uint32_t i = b.start; i < b.end(); ++i) {
            const bytes_view item = list.item(i);
            const auto first = std::partition_point(
                sorted.begin(), sorted.end(),
                [item](const placed_value& v) { return compare_packed(v.value, item) < 0; });
            const auto rank = static_cast<std::uint32_t>(first - sorted.begin());
            ranks[n++] = reversed ? list.size() - 1 - rank : rank;
        }
    }
    return answer_integers(call, count, [ranks](std::uint32_t i) { return ranks[i]; });
}

void answer_count(cdt_call& call, cdt_return type, std::uint32_t count) {
    if (type == cdt_return::count) {
        answer_integer(call, count);
    } else {
        answer_boolean(call, count != 0);
    }
}

// A selection whose blocks are of positions.
result_code answer_by_blocks(cdt_call& call, return_request request, const blocks& all,
                             bool is_ordered) {
    const std::uint32_t size = call.target.size();
    switch (request.type) {
        case cdt_return::none:
            answer_none(call);
            return ok;
        case cdt_return::count:
        case cdt_return::exists:
            answer_count(call, request.type, distinct(all, size));
            return ok;
        case cdt_return::index:
        case cdt_return::reverse_index:
            return answer_blocks(call, all, request.type == cdt_return::reverse_index);
        case cdt_return::rank:
        case cdt_return::reverse_rank: {
            const bool reversed = request.type == cdt_return::reverse_rank;
            return is_ordered ? answer_blocks(call, all, reversed)
                              : answer_ranks_of(call, all, reversed);
        }
        case cdt_return::index_range:
        case cdt_return::rank_range:
            answer_range(call, all[0].start, all[0].count);
            return ok;
        case cdt_return::reverse_index_range:
        case cdt_return::reverse_rank_range:
            answer_range(call, size - all[0].end(), all[0].count);
            return ok;
        default:
            return answer_values(call, all);
    }
}

// Inverted it asks whether something is left only where a list of values was given; else whether
// nothing was selected, and of no elements no rank leaves any.
bool exists(const list_selection& selection, return_request request,
            std::span<const std::uint32_t> answered, std::uint32_t size) {
    if (!request.inverted || selection.by == list_selector::value_list) return !answered.empty();
    if (selection.by == list_selector::rank && size == 0) return false;
    return selection.positions.empty();
}

// A selection from an unordered list whose blocks are of ranks.
result_code answer_by_positions(cdt_call& call, return_request request,
                                const list_selection& selection) {
    const std::uint32_t size = call.target.size();
    std::span<std::uint32_t> positions = selection.positions;
    if (request.inverted) positions = left_positions(positions, size, call.memory());
    switch (request.type) {
        case cdt_return::none:
            answer_none(call);
            return ok;
        case cdt_return::count:
            answer_integer(call, static_cast<std::int64_t>(positions.size()));
            return ok;
        case cdt_return::exists:
            answer_boolean(call, exists(selection, request, positions, size));
            return ok;
        case cdt_return::index:
        case cdt_return::reverse_index: {
            const bool reversed = request.type == cdt_return::reverse_index;
            std::sort(positions.begin(), positions.end());
            return answer_integers(
                call, static_cast<std::uint32_t>(positions.size()),
                [&](std::uint32_t i) { return reversed ? size - 1 - positions[i] : positions[i]; });
        }
        case cdt_return::rank:
        case cdt_return::reverse_rank: {
            const bool reversed = request.type == cdt_return::reverse_rank;
            if (!request.inverted) return answer_blocks(call, selection.blocks, reversed);
            return answer_blocks(call, complement(selection.blocks, size), reversed);
        }
        case cdt_return::rank_range:
            answer_range(call, selection.blocks[0].start, selection.blocks[0].count);
            return ok;
        case cdt_return::reverse_rank_range:
            answer_range(call, size - selection.blocks[0].end(), selection.blocks[0].count);
            return ok;
        default:
            return answer_values(call, positions);
    }
}

}  // namespace

result_code check_list_return(return_request request, list_selector by, bool ordered, bool single) {
    const cdt_return type = request.type;
    if (type == cdt_return::key || type == cdt_return::key_value || type > cdt_return::exists) {
        return op_not_applicable;
    }
    const bool is_range = is_index_range(type) || is_rank_range(type);
    if (request.inverted && (single || is_range)) return op_not_applicable;
    if (!is_range) return ok;
    if (by == list_selector::value_list) return op_not_applicable;
    if (ordered) return ok;
    const bool by_index = by == list_selector::index;
    return is_index_range(type) == by_index ? ok : op_not_applicable;
}

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

result_code answer_selection(cdt_call& call, return_request request,
                             const list_selection& selection) {
    if (selection.has_positions) return answer_by_positions(call, request, selection);
    const std::uint32_t size = call.target.size();
    const bool of_value_list = selection.by == list_selector::value_list;
    blocks answered = selection.blocks;
    if (request.inverted) {
        answered = complement(selection.blocks, size);
        if (total(answered) == size) answered.assign(1, {0, size});
    }
    // All of the list is one block, whose ranks count through it.
    const bool is_all = answered.size() == 1 && answered[0].count == size;
    if (request.inverted && of_value_list && !selection.blocks.empty()) {
        // Element by element.
        blocks elements;
        for (const item_range& b : answered) {
            for (std::uint32_t i = b.start; i < b.end(); ++i) {
                elements.push_back({i, 1});
            }
        }
        answered.swap(elements);
    }
    return answer_by_blocks(call, request, answered, call.target.is_ordered_list() || is_all);
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
        const blocks left = complement(selection.blocks, size);
        for (const item_range& b : inverted ? left : complement(left, size)) {
            edits.push_back({.position = b.start, .removed = b.count});
        }
        call.target.apply(edits);
    }
    list_operations::drop_index_of_emptied(call, was_empty);
}

result_code answer_element(cdt_call& call, return_request request, std::uint32_t position,
                           std::optional<std::uint32_t> rank) {
    const collection& list = call.target;
    const auto rank_of_it = [&]() -> std::uint32_t {
        if (rank) return *rank;
        // Ordered lists answer the position itself, even among equals.
        return list.is_ordered_list() ? position : count_below(list, list.item(position));
    };
    if (!answer_place(call, request.type, position, rank_of_it)) {
        answer_packed(call, list.item(position));
    }
    return ok;
}

void answer_no_element(cdt_call& call, return_request request) {
    switch (request.type) {
        case cdt_return::index:
        case cdt_return::reverse_index:
        case cdt_return::rank:
        case cdt_return::reverse_rank:
            return answer_integer(call, -1);
        case cdt_return::count:
            return answer_integer(call, 0);
        case cdt_return::exists:
            return answer_boolean(call, false);
        case cdt_return::index_range:
        case cdt_return::reverse_index_range:
        case cdt_return::rank_range:
        case cdt_return::reverse_rank_range:
            return answer_range(call, 0, 0);
        default:
            return answer_none(call);
    }
}

}  // namespace spikelet::mock
