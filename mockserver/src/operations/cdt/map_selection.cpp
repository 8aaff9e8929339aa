#include "operations/cdt/map_selection.hpp"

#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/positions.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <numeric>

namespace spikelet::mock {
namespace {

using wire::compare_packed;

std::span<std::uint32_t> positions_of(item_range range, command_memory& memory) {
    auto* positions = memory.allocate_array<std::uint32_t>(range.count);
    std::iota(positions, positions + range.count, range.start);
    return {positions, range.count};
}

}  // namespace

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

void remove_selection(cdt_call& call, bool inverted, const map_selection& selection) {
    std::span<std::uint32_t> positions = selection.positions;
    if (inverted) positions = left_positions(positions, call.target.size(), call.memory());
    remove_positions(call.target, positions);
}

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

}  // namespace spikelet::mock
