#include "operations/cdt/order.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace spikelet::mock {
namespace {

using wire::compare_packed;

// Top-down merge sort: halves, the lower one rounded down; of equals the one of the lower half
// first.
void merge_sort(std::span<placed_value> values, placed_value* scratch) {
    if (values.size() <= 1) return;
    const std::size_t half = values.size() / 2;
    merge_sort(values.first(half), scratch);
    merge_sort(values.subspan(half), scratch);
    placed_value* low = values.data();
    placed_value* const low_end = low + half;
    placed_value* high = low_end;
    placed_value* const high_end = values.data() + values.size();
    placed_value* out = scratch;
    while (low != low_end && high != high_end) {
        *out++ = compare_packed(low->value, high->value) <= 0 ? *low++ : *high++;
    }
    out = std::copy(low, low_end, out);
    std::copy(scratch, out, values.data());
}

// A heap of values whose top is the least, or the greatest.
class value_heap {
public:
    value_heap(std::span<placed_value> values, bool greatest_first, equal_values equals)
        : values_(values),
          filled_(values.size()),
          greatest_first_(greatest_first),
          by_position_(equals == equal_values::by_position) {
        for (std::size_t i = filled_ / 2; i-- > 0;) {
            sift_down(i);
        }
    }
    placed_value take_top() {
        const placed_value top = values_[0];
        values_[0] = values_[--filled_];
        sift_down(0);
        return top;
    }

private:
    bool comes_before(std::size_t a, std::size_t b) const {
        const auto order = compare_packed(values_[a].value, values_[b].value);
        if (order == 0 && by_position_) {
            return (values_[a].position < values_[b].position) != greatest_first_;
        }
        return greatest_first_ ? order > 0 : order < 0;
    }
    void sift_down(std::size_t i) {
        for (;;) {
            std::size_t child = 2 * i + 1;
            if (child >= filled_) return;
            if (child + 1 < filled_ && comes_before(child + 1, child)) ++child;
            if (!comes_before(child, i)) return;
            std::swap(values_[i], values_[child]);
            i = child;
        }
    }

    std::span<placed_value> values_;
    std::size_t filled_;
    bool greatest_first_;
    bool by_position_;
};

// True if every two values have an order that agrees with that of all others: no containers, in
// which anything may be, and no NaN, which equals every double.
bool is_total_order(std::span<const placed_value> values) {
    using wire::msgpack::item_kind;
    return std::ranges::all_of(values, [](const placed_value& v) {
        wire::msgpack::reader in(v.value);
        wire::msgpack::item i;
        if (!in.next(i) || i.is_wildcard()) return false;
        if (i.kind == item_kind::floating) return !std::isnan(i.floating());
        return i.kind != item_kind::list && i.kind != item_kind::map;
    });
}

// The values at ranks [first, last), ascending, of a total order.
std::span<placed_value> select_total(std::span<placed_value> values, std::uint32_t first,
                                     std::uint32_t last) {
    const auto is_before = [](const placed_value& a, const placed_value& b) {
        const auto order = compare_packed(a.value, b.value);
        return order != 0 ? order < 0 : a.position < b.position;
    };
    const auto begin = values.begin() + first;
    const auto end = values.begin() + last;
    if (begin == end) return {};
    if (begin != values.begin()) std::nth_element(values.begin(), begin, values.end(), is_before);
    if (end != values.end()) std::nth_element(begin, end, values.end(), is_before);
    std::sort(begin, end, is_before);
    return {begin, end};
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

std::span<placed_value> placed_values(packed_list list, command_memory& memory) {
    auto* values = memory.allocate_array<placed_value>(list.count);
    wire::msgpack::reader in(list.items);
    for (std::uint32_t i = 0; i < list.count; ++i) {
        new (values + i) placed_value{in.take(), i};
    }
    return {values, list.count};
}

void sort_by_value(std::span<placed_value> values, command_memory& memory) {
    merge_sort(values, memory.allocate_array<placed_value>(values.size()));
}

std::span<placed_value> select_ranks(std::span<placed_value> values, std::uint32_t first,
                                     std::uint32_t last, equal_values equals) {
    const std::size_t size = values.size();
    const bool from_below = first <= size - last;
    if (equals == equal_values::by_position && is_total_order(values)) {
        const std::span<placed_value> selected = select_total(values, first, last);
        if (from_below) std::ranges::reverse(selected);
        return selected;
    }
    const std::size_t taken = from_below ? last : size - first;
    value_heap heap(values, !from_below, equals);
    // What is taken fills the room that the heap leaves, from the end.
    for (std::size_t i = 0; i < taken; ++i) {
        const placed_value top = heap.take_top();
        values[size - 1 - i] = top;
    }
    return values.subspan(size - taken, last - first);
}

value_search search_value(std::span<const placed_value> sorted, bytes_view value) {
    value_search search{false, 0};
    std::size_t low = 0;
    std::size_t high = sorted.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const auto order = compare_packed(sorted[middle].value, value);
        if (order < 0) {
            low = middle + 1;
            continue;
        }
        high = middle;
        if (order == 0) search = {true, static_cast<std::uint32_t>(middle)};
    }
    if (!search.is_found) search.rank = static_cast<std::uint32_t>(low);
    return search;
}

std::uint32_t rank_of_entry(const collection& map, std::uint32_t position) {
    const packed_entry entry = split_entry(map.item(position));
    if (map.has_value_order()) return map.value_rank(entry.value, entry.key);
    std::uint32_t below = 0;
    for_each_value(map, [&](bytes_view value, std::uint32_t i) {
        const auto order = compare_packed(value, entry.value);
        if (order < 0 || (order == 0 && i < position)) ++below;
        return true;
    });
    return below;
}

std::uint32_t position_of_rank(const collection& c, std::uint32_t rank, command_memory& memory) {
    if (c.is_ordered_list()) return rank;
    if (c.has_value_order()) return c.lower_bound(c.at_value_rank(rank).second);
    const auto equals = c.is_map() ? equal_values::by_position : equal_values::by_chance;
    return select_ranks(placed_values(c, memory), rank, rank + 1, equals)[0].position;
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

void assign_list(collection& list, std::span<const placed_value> values, command_memory& memory) {
    std::size_t size = 0;
    for (const placed_value& v : values) {
        size += v.value.size();
    }
    std::uint8_t* out = memory.allocate(size);
    std::uint8_t* p = out;
    for (const placed_value& v : values) {
        std::memcpy(p, v.value.data(), v.value.size());
        p += v.value.size();
    }
    list.apply({.position = 0,
                .removed = list.size(),
                .inserted = {out, size},
                .inserted_count = static_cast<std::uint32_t>(values.size())});
}

void sort_list(collection& list, command_memory& memory) {
    if (list.size() <= 1) return;
    const std::span<placed_value> values = placed_values(list, memory);
    sort_by_value(values, memory);
    assign_list(list, values, memory);
}

void insert_ordered(collection& list, bytes_view element) {
    list.apply({.position = list.lower_bound(element), .inserted = element, .inserted_count = 1});
}

void replace_ordered(collection& list, std::uint32_t position, bytes_view element) {
    const std::uint32_t at = list.lower_bound(element);
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
