#include "operations/cdt/map_answers.hpp"

#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/positions.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace spikelet::mock {
namespace {

using enum result_code;

bool is_rank(cdt_return type) {
    return type == cdt_return::rank || type == cdt_return::reverse_rank;
}
bool is_reversed(cdt_return type) {
    return type == cdt_return::reverse_index || type == cdt_return::reverse_rank;
}

// The rank of each of some entries.
std::span<std::uint32_t> ranks_of(const collection& map, std::span<const std::uint32_t> positions,
                                  command_memory& memory) {
    auto* ranks = memory.allocate_array<std::uint32_t>(positions.size());
    // Sorting all of them pays from a few entries on.
    constexpr std::size_t scans_max = 4;
    if (map.has_value_order() || positions.size() <= scans_max) {
        for (std::size_t i = 0; i < positions.size(); ++i) {
            ranks[i] = rank_of_entry(map, positions[i]);
        }
        return {ranks, positions.size()};
    }
    const std::span<placed_value> sorted = placed_values(map, memory);
    sort_by_value(sorted, memory);
    auto* rank_at = memory.allocate_array<std::uint32_t>(map.size());
    for (std::uint32_t rank = 0; rank < sorted.size(); ++rank) {
        rank_at[sorted[rank].position] = rank;
    }
    for (std::size_t i = 0; i < positions.size(); ++i) {
        ranks[i] = rank_at[positions[i]];
    }
    return {ranks, positions.size()};
}

// ---- numbers

bool has_index_blocks(map_selector by) {
    return by == map_selector::index || by == map_selector::key_interval ||
           by == map_selector::key_list;
}
bool is_by_list(map_selector by) {
    return by == map_selector::key_list || by == map_selector::value_list;
}

// True if keys or values were looked through one by one.
bool is_scan(const cdt_call& call, map_selector by) {
    return by == map_selector::value ||
           (by == map_selector::key_interval && !is_key_ordered(call.target));
}

// What a selection leaves.
item_blocks left_blocks(const cdt_call& call, const map_selection& selection) {
    item_blocks selected;
    for (const item_range& b : selection.blocks) {
        if (b.count != 0) selected.push_back(b);  // an empty one would cut what is left in two
    }
    return complement(selected, call.target.size());
}

result_code answer_numbers(cdt_call& call, std::span<const std::uint32_t> numbers, bool reversed) {
    const std::uint32_t size = call.target.size();
    return answer_integers(call, static_cast<std::uint32_t>(numbers.size()),
                           [=](std::uint32_t i) -> std::int64_t {
                               return reversed ? size - 1 - numbers[i] : numbers[i];
                           });
}

// The numbers of a list's blocks, one by one.
result_code answer_groups(cdt_call& call, const item_blocks& groups, bool reversed) {
    const auto count = static_cast<std::size_t>(total(groups));
    auto* numbers = call.memory().allocate_array<std::uint32_t>(count);
    std::uint32_t* out = numbers;
    for (const item_range& g : groups) {
        std::iota(out, out + g.count, g.start);
        out += g.count;
    }
    return answer_numbers(call, {numbers, count}, reversed);
}

// The numbers that the blocks are of.
result_code answer_own_numbers(cdt_call& call, return_request request,
                               const map_selection& selection) {
    const bool reversed = is_reversed(request.type);
    if (request.inverted) return answer_blocks(call, left_blocks(call, selection), reversed);
    if (is_by_list(selection.by)) return answer_groups(call, selection.blocks, reversed);
    return answer_blocks(call, selection.blocks, reversed);
}

result_code answer_all(cdt_call& call) {
    return answer_blocks(call, {item_range{0, call.target.size()}}, false);
}

result_code answer_indexes(cdt_call& call, return_request request, const map_selection& selection,
                           std::span<const std::uint32_t> positions) {
    if (has_index_blocks(selection.by)) return answer_own_numbers(call, request, selection);
    // When no value was found, what is left is the map as it is.
    const bool leaves_all = request.inverted && selection.positions.empty();
    if (leaves_all && selection.by == map_selector::value) return answer_all(call);
    return answer_numbers(call, positions, is_reversed(request.type));
}

result_code answer_ranks(cdt_call& call, return_request request, const map_selection& selection,
                         std::span<const std::uint32_t> positions) {
    if (!has_index_blocks(selection.by)) return answer_own_numbers(call, request, selection);
    // Of all entries the ranks ascend, unless keys were looked through.
    const bool scanned = request.inverted && is_scan(call, selection.by);
    if (positions.size() == call.target.size() && !scanned) return answer_all(call);
    return answer_numbers(call, ranks_of(call.target, positions, call.memory()),
                          is_reversed(request.type));
}

result_code answer_block_range(cdt_call& call, return_request request,
                               const map_selection& selection) {
    const std::uint32_t size = call.target.size();
    item_range block = selection.blocks[0];
    if (request.inverted) {
        // What is left must be one block, and of an interval all.
        const bool is_interval =
            selection.by == map_selector::key_interval || selection.by == map_selector::value;
        if (is_interval && !selection.positions.empty()) return op_not_applicable;
        if (is_interval) block.start = 0;
        if (block.start != 0 && block.end() != size) return op_not_applicable;
        block = block.start == 0 ? item_range{block.end(), size - block.end()}
                                 : item_range{0, block.start};
    }
    const bool is_reverse = request.type == cdt_return::reverse_index_range ||
                            request.type == cdt_return::reverse_rank_range;
    const bool reversed = is_reverse && (request.inverted || !selection.is_void);
    answer_range(call, reversed ? size - block.end() : block.start, block.count);
    return ok;
}

// ---- keys, values and both

enum class part : std::uint8_t { key, value, entry };

bytes_view part_of(const collection& map, std::uint32_t position, part wanted) {
    const bytes_view item = map.item(position);
    if (wanted == part::entry) return item;
    const packed_entry entry = split_entry(item);
    return wanted == part::key ? entry.key : entry.value;
}

result_code answer_parts(cdt_call& call, particle_type type, std::uint8_t flags, part wanted,
                         std::span<const std::uint32_t> positions) {
    std::uint64_t content = 0;
    for (const std::uint32_t i : positions) {
        content += part_of(call.target, i, wanted).size();
    }
    std::uint8_t* out = answer_collection(call, type, flags, positions.size(), content);
    if (out == nullptr) return parameter;
    for (const std::uint32_t i : positions) {
        const bytes_view bytes = part_of(call.target, i, wanted);
        std::memcpy(out, bytes.data(), bytes.size());
        out += bytes.size();
    }
    return ok;
}

// Flags of a map that keeps the order of the message.
constexpr std::uint8_t preserve_order = 8;
constexpr std::uint8_t key_ordered = 1;

result_code answer_entries(cdt_call& call, cdt_return type, std::span<std::uint32_t> positions) {
    switch (type) {
        case cdt_return::key:
            return answer_parts(call, particle_type::list, 0, part::key, positions);
        case cdt_return::value:
            return answer_parts(call, particle_type::list, 0, part::value, positions);
        case cdt_return::key_value:
            return answer_parts(call, particle_type::map, preserve_order, part::entry, positions);
        case cdt_return::ordered_map:
            std::sort(positions.begin(), positions.end());
            return answer_parts(call, particle_type::map, key_ordered, part::entry, positions);
        default:
            return answer_parts(call, particle_type::map, 0, part::entry, positions);
    }
}

// ---- what is left

// Entries that a selection leaves: in the order of their ranks if it was of a range of those, and
// leaves one.
std::span<std::uint32_t> left_entries(const cdt_call& call, const map_selection& selection) {
    const collection& map = call.target;
    const auto left = left_positions(selection.positions, map.size(), call.memory());
    if (selection.by == map_selector::rank && left_blocks(call, selection).size() == 1) {
        sort_by_rank(map, left, call.memory());
    }
    return left;
}

// Inverted it asks whether something is left, after a scan whether nothing was found.
bool exists(const cdt_call& call, return_request request, const map_selection& selection,
            std::size_t answered) {
    if (!request.inverted || !is_scan(call, selection.by)) return answered != 0;
    const bool is_of_keys = selection.by == map_selector::key_interval;
    return selection.positions.empty() && (is_of_keys || !call.target.empty());
}

}  // namespace

result_code check_map_return(return_request request, map_selector by, bool single) {
    const cdt_return type = request.type;
    if (request.inverted && single) return op_not_applicable;
    bool refused = false;
    switch (by) {
        case map_selector::index:
        case map_selector::key_interval:
            refused = is_rank_range(type);
            break;
        case map_selector::key_list:
            refused = is_rank(type) || is_index_range(type) || is_rank_range(type);
            break;
        case map_selector::value:
        case map_selector::rank:
            refused = is_index_range(type);
            break;
        case map_selector::value_list:
            refused = is_index_range(type) || is_rank_range(type);
            break;
    }
    return refused ? op_not_applicable : ok;
}

result_code answer_selection(cdt_call& call, return_request request,
                             const map_selection& selection) {
    std::span<std::uint32_t> positions = selection.positions;
    if (request.inverted) positions = left_entries(call, selection);
    switch (request.type) {
        case cdt_return::none:
            answer_none(call);
            return ok;
        case cdt_return::count:
            answer_integer(call, static_cast<std::int64_t>(positions.size()));
            return ok;
        case cdt_return::exists:
            answer_boolean(call, exists(call, request, selection, positions.size()));
            return ok;
        case cdt_return::index:
        case cdt_return::reverse_index:
            return answer_indexes(call, request, selection, positions);
        case cdt_return::rank:
        case cdt_return::reverse_rank:
            return answer_ranks(call, request, selection, positions);
        case cdt_return::index_range:
        case cdt_return::reverse_index_range:
        case cdt_return::rank_range:
        case cdt_return::reverse_rank_range:
            return answer_block_range(call, request, selection);
        default:
            return answer_entries(call, request.type, positions);
    }
}

result_code answer_entry(cdt_call& call, return_request request, std::uint32_t position,
                         std::optional<std::uint32_t> rank) {
    const collection& map = call.target;
    const auto rank_of_it = [&] { return rank ? *rank : rank_of_entry(map, position); };
    if (answer_place(call, request.type, position, rank_of_it)) return ok;
    if (request.type == cdt_return::key) {
        answer_packed(call, map.key(position));
    } else if (request.type == cdt_return::value) {
        answer_packed(call, map.value_at(position));
    } else {
        return answer_entries(call, request.type, {&position, 1});
    }
    return ok;
}

result_code answer_no_entry(cdt_call& call, return_request request) {
    if (answer_absence(call, request.type)) return ok;
    switch (request.type) {
        case cdt_return::index_range:
        case cdt_return::reverse_index_range:
        case cdt_return::rank_range:
        case cdt_return::reverse_rank_range:
            answer_range(call, -1, 0);
            break;
        case cdt_return::key_value:
        case cdt_return::unordered_map:
        case cdt_return::ordered_map:
            return answer_entries(call, request.type, {});
        default:
            answer_none(call);
    }
    return ok;
}

}  // namespace spikelet::mock
