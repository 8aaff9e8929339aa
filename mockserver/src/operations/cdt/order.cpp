#include "operations/cdt/order.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>

namespace spikelet::mock {
namespace {

using wire::compare_packed;

// Equal values are told apart by position, so that no two are alike.
bool is_less(const placed_value& a, const placed_value& b) {
    const auto order = compare_packed(a.value, b.value);
    return order != 0 ? order < 0 : a.position < b.position;
}

bool is_greater(const placed_value& a, const placed_value& b) {
    return is_less(b, a);
}

// Calls visit(value, position) for each item until it answers false.
template <class Visit>
void for_each_value(const collection& c, Visit visit) {
    const bool is_map = c.is_map();
    c.for_each_item([&visit, is_map](bytes_view item, std::uint32_t i) {
        return visit(is_map ? split_entry(item).value : item, i);
    });
}

}  // namespace

std::span<placed_value> placed_values(const collection& c, command_memory& memory) {
    auto* values = memory.allocate_array<placed_value>(c.size());
    for_each_value(c, [values](bytes_view value, std::uint32_t i) {
        new (values + i) placed_value{value, i};
        return true;
    });
    return {values, c.size()};
}

void sort_by_value(std::span<placed_value> values) {
    std::stable_sort(values.begin(), values.end(), is_less);
}

std::span<placed_value> select_ranks(std::span<placed_value> values, std::uint32_t first,
                                     std::uint32_t last) {
    // Heaps from the nearer end: linear for a few ranks, and always within bounds.
    const std::size_t from_end = values.size() - first;
    if (last <= from_end) {
        std::partial_sort(values.begin(), values.begin() + last, values.end(), is_less);
        return values.subspan(first, last - first);
    }
    std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(from_end),
                      values.end(), is_greater);
    const std::span<placed_value> selected = values.subspan(values.size() - last, last - first);
    std::reverse(selected.begin(), selected.end());
    return selected;
}

std::uint32_t position_of_rank(const collection& c, std::uint32_t rank, command_memory& memory) {
    if (c.is_ordered_list()) return rank;
    if (c.has_value_order()) return c.lower_bound(c.at_value_rank(rank).second);
    return select_ranks(placed_values(c, memory), rank, rank + 1)[0].position;
}

std::optional<std::uint32_t> find_value(const collection& c, bytes_view value) {
    if (c.is_ordered_list()) {
        const std::uint32_t at = c.lower_bound(value);
        if (at == c.size() || compare_packed(c.item(at), value) != 0) return std::nullopt;
        return at;
    }
    if (c.has_value_order()) {
        const std::uint32_t rank = c.value_rank(value, {});
        if (rank == c.size()) return std::nullopt;
        const auto [found, key] = c.at_value_rank(rank);
        if (compare_packed(found, value) != 0) return std::nullopt;
        return c.lower_bound(key);
    }
    std::optional<std::uint32_t> found;
    for_each_value(c, [&](bytes_view v, std::uint32_t i) {
        if (compare_packed(v, value) == 0) found = i;
        return !found;
    });
    return found;
}

std::uint32_t count_below(const collection& c, bytes_view value) {
    if (c.is_ordered_list()) return c.lower_bound(value);
    if (c.has_value_order()) return c.value_rank(value, {});
    std::uint32_t below = 0;
    for_each_value(c, [&](bytes_view v, std::uint32_t) {
        if (compare_packed(v, value) < 0) ++below;
        return true;
    });
    return below;
}

void insert_ordered(collection& list, bytes_view element) {
    list.apply({.position = list.upper_bound(element), .inserted = element, .inserted_count = 1});
}

void replace_ordered(collection& list, std::uint32_t position, bytes_view element) {
    const std::uint32_t at = list.upper_bound(element);
    if (at == position || at == position + 1) {
        return list.apply(
            {.position = position, .removed = 1, .inserted = element, .inserted_count = 1});
    }
    const item_edit removal{.position = position, .removed = 1};
    const item_edit insertion{.position = at, .inserted = element, .inserted_count = 1};
    const item_edit edits[] = {at < position ? insertion : removal,
                               at < position ? removal : insertion};
    list.apply(edits);
}

}  // namespace spikelet::mock
