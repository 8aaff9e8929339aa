#include "operations/cdt/list_answers.hpp"

#include "operations/cdt/positions.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cstring>

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
    if (answer_absence(call, request.type)) return;
    if (is_index_range(request.type) || is_rank_range(request.type)) {
        answer_range(call, 0, 0);
    } else {
        answer_none(call);
    }
}

}  // namespace spikelet::mock
