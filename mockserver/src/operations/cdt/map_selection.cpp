#include "operations/cdt/map_selection.hpp"

#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/positions.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cstring>
#include <numeric>

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::compare_packed;

bool is_rank(cdt_return type) {
    return type == cdt_return::rank || type == cdt_return::reverse_rank;
}
bool is_reversed(cdt_return type) {
    return type == cdt_return::reverse_index || type == cdt_return::reverse_rank;
}

std::span<std::uint32_t> positions_of(item_range range, command_memory& memory) {
    auto* positions = memory.allocate_array<std::uint32_t>(range.count);
    std::iota(positions, positions + range.count, range.start);
    return {positions, range.count};
}

// The positions in the order of their ranks; they ascend before.
void sort_by_rank(const collection& map, std::span<std::uint32_t> positions,
                  command_memory& memory) {
    auto* values = memory.allocate_array<placed_value>(positions.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        new (values + i) placed_value{map.value_at(positions[i]), positions[i]};
    }
    sort_by_value({values, positions.size()}, memory);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        positions[i] = values[i].position;
    }
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

map_selection select_entries(item_range range, command_memory& memory) {
    return {.by = map_selector::index, .positions = positions_of(range, memory), .blocks = {range}};
}

map_selection select_key_interval(const collection& map, bytes_view begin, bytes_view end,
                                  bool has_end, command_memory& memory) {
    const std::uint32_t first = keys_below(map, begin);
    const std::uint32_t last = std::max(first, has_end ? keys_below(map, end) : map.size());
    map_selection selected = select_entries({first, last - first}, memory);
    selected.by = map_selector::key_interval;
    selected.is_void = has_end && compare_packed(begin, end) >= 0;
    return selected;
}

namespace {

// Positions of which each is taken once. What was taken is passed over at once, so that naming much
// again and again (with wildcards) costs no more than naming it once.
class untaken_positions {
public:
    untaken_positions(std::uint32_t size, command_memory& memory)
        : next_(memory.allocate_array<std::uint32_t>(size + std::size_t{1})) {
        std::iota(next_, next_ + size + 1, 0u);
    }
    // Takes those in [first, last) that are left, and answers how many, and the first of them.
    item_range take(std::uint32_t first, std::uint32_t last) {
        item_range taken{first, 0};
        for (std::uint32_t p = at_or_after(first); p < last; p = at_or_after(p)) {
            if (taken.count++ == 0) taken.start = p;
            next_[p] = p + 1;
        }
        return taken;
    }
    bool is_taken(std::uint32_t p) const { return next_[p] != p; }

private:
    std::uint32_t at_or_after(std::uint32_t p) {
        while (next_[p] != p) {
            next_[p] = next_[next_[p]];
            p = next_[p];
        }
        return p;
    }

    std::uint32_t* next_;  // a position that is left leads to itself, one that is taken further on
};

}  // namespace

map_selection select_keys(const collection& map, packed_list keys, command_memory& memory) {
    untaken_positions left(map.size(), memory);
    item_blocks groups;
    groups.reserve(keys.count);
    std::uint32_t count = 0;
    wire::msgpack::reader in(keys.items);
    for (std::uint32_t i = 0; i < keys.count; ++i) {
        const bytes_view key = in.take();
        // A wildcard equals every key; those that were named before are not its own.
        groups.push_back(left.take(map.lower_bound(key), map.upper_bound(key)));
        count += groups.back().count;
    }
    auto* positions = memory.allocate_array<std::uint32_t>(count);
    std::uint32_t* out = positions;
    for (std::uint32_t p = 0; p < map.size(); ++p) {
        if (left.is_taken(p)) *out++ = p;
    }
    return {
        .by = map_selector::key_list, .positions = {positions, count}, .blocks = std::move(groups)};
}

map_selection select_entry_ranks(const collection& map, item_range ranks, command_memory& memory) {
    auto* positions = memory.allocate_array<std::uint32_t>(ranks.count);
    map_selection selected{
        .by = map_selector::rank, .positions = {positions, ranks.count}, .blocks = {ranks}};
    if (map.has_value_order()) {
        for (std::uint32_t i = 0; i < ranks.count; ++i) {
            positions[i] = map.lower_bound(map.at_value_rank(ranks.start + i).second);
        }
        return selected;
    }
    if (ranks.count == 0) return selected;
    const auto values = select_ranks(placed_values(map, memory), ranks.start, ranks.end(),
                                     equal_values::by_position);
    for (std::uint32_t i = 0; i < ranks.count; ++i) {
        positions[i] = values[i].position;
    }
    const bool is_descending = ranks.start <= map.size() - ranks.end();
    if (is_descending) std::reverse(positions, positions + ranks.count);
    return selected;
}

namespace {

// Entries whose values are not below `begin` and for which `is_within` holds.
template <class IsBelow, class IsWithin>
map_selection select_scattered(const collection& map, command_memory& memory, IsBelow is_below,
                               IsWithin is_within) {
    std::uint32_t below = 0;
    std::uint32_t count = 0;
    auto* positions = memory.allocate_array<std::uint32_t>(map.size());
    map.for_each_item([&](bytes_view item, std::uint32_t i) {
        const bytes_view value = split_entry(item).value;
        if (is_below(value)) {
            ++below;
        } else if (is_within(value)) {
            positions[count++] = i;
        }
        return true;
    });
    return {.by = map_selector::value,
            .positions = {positions, count},
            .blocks = {item_range{below, count}}};
}

map_selection select_value_ranks(const collection& map, std::uint32_t first, std::uint32_t last,
                                 command_memory& memory) {
    map_selection selected =
        select_entry_ranks(map, {first, std::max(first, last) - first}, memory);
    selected.by = map_selector::value;
    std::sort(selected.positions.begin(), selected.positions.end());
    return selected;
}

// The rank behind the entries with a value.
std::uint32_t ranks_up_to(const collection& map, bytes_view value) {
    std::uint32_t rank = map.value_rank(value, {});
    std::uint32_t end = map.size();
    while (rank < end) {
        const std::uint32_t middle = rank + (end - rank) / 2;
        if (compare_packed(map.at_value_rank(middle).first, value) <= 0) {
            rank = middle + 1;
        } else {
            end = middle;
        }
    }
    return rank;
}

}  // namespace

map_selection select_value_interval(const collection& map, bytes_view begin, bytes_view end,
                                    bool has_end, command_memory& memory) {
    const bool is_empty = has_end && compare_packed(begin, end) >= 0;
    map_selection selected;
    if (map.has_value_order()) {
        const std::uint32_t first = map.value_rank(begin, {});
        const std::uint32_t last = is_empty  ? first
                                   : has_end ? map.value_rank(end, {})
                                             : map.size();
        selected = select_value_ranks(map, first, last, memory);
    } else {
        selected = select_scattered(
            map, memory, [begin](bytes_view v) { return compare_packed(v, begin) < 0; },
            [=](bytes_view v) { return !has_end || compare_packed(v, end) < 0; });
    }
    selected.is_void = is_empty;
    // A server reads them from the index by value, if it keeps one.
    constexpr unsigned indexed_by_value = 0x13;
    if (map.flags() == indexed_by_value) sort_by_rank(map, selected.positions, memory);
    return selected;
}

map_selection select_equal_values(const collection& map, bytes_view value, command_memory& memory) {
    if (map.has_value_order()) {
        return select_value_ranks(map, map.value_rank(value, {}), ranks_up_to(map, value), memory);
    }
    return select_scattered(
        map, memory, [value](bytes_view v) { return compare_packed(v, value) < 0; },
        [value](bytes_view v) { return compare_packed(v, value) == 0; });
}

// Each entry is looked up in the sorted values, which count the entries that they were found for,
// and those below them that were not found.
map_selection select_values(const collection& map, packed_list values, command_memory& memory) {
    const std::span<placed_value> sorted = placed_values(values, memory);
    sort_by_value(sorted, memory);
    const std::size_t places = sorted.size() + 1;
    auto* found = memory.allocate_array<std::uint32_t>(places);
    auto* below = memory.allocate_array<std::uint32_t>(places);
    std::fill_n(found, places, 0);
    std::fill_n(below, places, 0);
    auto* positions = memory.allocate_array<std::uint32_t>(map.size());
    std::uint32_t count = 0;
    map.for_each_item([&](bytes_view item, std::uint32_t i) {
        const value_search search = search_value(sorted, split_entry(item).value);
        if (search.is_found) positions[count++] = i;
        ++(search.is_found ? found : below)[search.rank];
        return true;
    });
    item_blocks groups(sorted.size());
    std::uint32_t start = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        start += below[i];
        // Of a value named twice, a map ordered by value has the entries where it is named last.
        const bool moves = is_value_ordered(map) && i + 1 < sorted.size() && found[i] != 0 &&
                           compare_packed(sorted[i].value, sorted[i + 1].value) == 0;
        if (moves) std::swap(found[i], found[i + 1]);
        groups[sorted[i].position] = {start, found[i]};
        start += found[i];
    }
    return {.by = map_selector::value_list,
            .positions = {positions, count},
            .blocks = std::move(groups)};
}

namespace {

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

void remove_selection(cdt_call& call, bool inverted, const map_selection& selection) {
    std::span<std::uint32_t> positions = selection.positions;
    if (inverted) positions = left_positions(positions, call.target.size(), call.memory());
    remove_positions(call.target, positions);
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
    switch (request.type) {
        case cdt_return::index:
        case cdt_return::reverse_index:
        case cdt_return::rank:
        case cdt_return::reverse_rank:
            answer_integer(call, -1);
            break;
        case cdt_return::count:
            answer_integer(call, 0);
            break;
        case cdt_return::exists:
            answer_boolean(call, false);
            break;
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
