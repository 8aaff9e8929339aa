// Operations that add elements, and SET, which may (chapter 08 §5.1).
#include "operations/cdt/list_operations.hpp"
#include "operations/cdt/list_write_flags.hpp"
#include "operations/cdt/order.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cstring>
#include <optional>
#include <vector>

namespace spikelet::mock::list_operations {
namespace {

using enum result_code;
using wire::compare_packed;

void answer_size(cdt_call& call) {
    answer_integer(call, call.target.size());
}

// Where elements go, and how many nils come in front of them.
struct place {
    std::uint32_t position = 0;
    std::uint32_t padding = 0;
};

// Nothing if the index is out of reach. `bounded` is set if it is only by the bounded flag.
std::optional<place> find_place(std::int64_t index, std::uint32_t size, list_write_flags flags,
                                bool& bounded) {
    bounded = false;
    if (index < 0) index += size;
    if (index < 0 || index > list_write_index_max) return std::nullopt;
    if (index <= size) return place{static_cast<std::uint32_t>(index), 0};
    if (flags.insert_bounded) {
        bounded = true;
        return std::nullopt;
    }
    return place{size, static_cast<std::uint32_t>(index) - size};
}

// Puts packed elements at a place, in stead of the `removed` that are there.
result_code put(cdt_call& call, place at, std::uint32_t removed, packed_list added) {
    if (at.padding != 0) {
        if (at.padding > padding_max) return record_too_big;
        std::uint8_t* padded = call.memory().allocate(at.padding + added.items.size());
        std::memset(padded, packed_nil, at.padding);
        if (!added.items.empty()) {
            std::memcpy(padded + at.padding, added.items.data(), added.items.size());
        }
        added.items = {padded, at.padding + added.items.size()};
        added.count += at.padding;
    }
    call.target.apply({.position = at.position,
                       .removed = removed,
                       .inserted = added.items,
                       .inserted_count = added.count});
    return ok;
}

// ---- several elements

std::vector<bytes_view> split(packed_list items) {
    std::vector<bytes_view> all;
    all.reserve(items.count);
    wire::msgpack::reader in(items.items);
    for (std::uint32_t i = 0; i < items.count; ++i) {
        all.push_back(in.take());
    }
    return all;
}

packed_list join(cdt_call& call, const std::vector<bytes_view>& elements) {
    std::size_t size = 0;
    for (const bytes_view e : elements) {
        size += e.size();
    }
    std::uint8_t* out = call.memory().allocate(size);
    std::uint8_t* p = out;
    for (const bytes_view e : elements) {
        std::memcpy(p, e.data(), e.size());
        p += e.size();
    }
    return {static_cast<std::uint32_t>(elements.size()), {out, size}};
}

// Which of `elements` equal an earlier one of them.
std::vector<bool> repeated(const std::vector<bytes_view>& elements) {
    std::vector<std::uint32_t> order(elements.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&elements](std::uint32_t a, std::uint32_t b) {
        return compare_packed(elements[a], elements[b]) < 0;
    });
    std::vector<bool> is_repeated(elements.size());
    for (std::size_t i = 1; i < order.size(); ++i) {
        is_repeated[order[i]] = compare_packed(elements[order[i - 1]], elements[order[i]]) == 0;
    }
    return is_repeated;
}

// Which of `elements` the list has already.
std::vector<bool> present(const collection& list, const std::vector<bytes_view>& elements,
                          command_memory& memory) {
    std::vector<bool> is_present(elements.size());
    // Searching a sorted copy pays from a few elements on.
    constexpr std::size_t scans_max = 4;
    std::span<placed_value> sorted;
    if (!list.is_ordered_list() && elements.size() > scans_max) {
        sorted = placed_values(list, memory);
        sort_by_value(sorted, memory);
    }
    for (std::size_t i = 0; i < elements.size(); ++i) {
        if (sorted.empty()) {
            is_present[i] = find_value(list, elements[i]).has_value();
            continue;
        }
        const auto at = std::partition_point(
            sorted.begin(), sorted.end(),
            [&](const placed_value& v) { return compare_packed(v.value, elements[i]) < 0; });
        is_present[i] = at != sorted.end() && compare_packed(at->value, elements[i]) == 0;
    }
    return is_present;
}

// Applies ADD_UNIQUE: leaves in `elements` what may be added, or answers why none may.
result_code keep_unique(cdt_call& call, list_write_flags flags, std::vector<bytes_view>& elements) {
    const std::vector<bool> is_repeated = repeated(elements);
    const std::vector<bool> is_present = present(call.target, elements, call.memory());
    result_code violation = ok;
    // An ordered list looks for repetitions first, another one element by element.
    if (call.target.is_ordered_list() &&
        std::find(is_repeated.begin(), is_repeated.end(), true) != is_repeated.end()) {
        violation = op_not_applicable;
    }
    for (std::size_t i = 0; violation == ok && i < elements.size(); ++i) {
        if (is_present[i]) {
            violation = element_exists;
        } else if (is_repeated[i]) {
            violation = op_not_applicable;
        }
    }
    if (violation == ok) return ok;
    if (!flags.no_fail) return violation;
    std::size_t kept = 0;
    for (std::size_t i = 0; flags.partial && i < elements.size(); ++i) {
        if (!is_present[i] && !is_repeated[i]) elements[kept++] = elements[i];
    }
    elements.resize(kept);
    return ok;
}

// Adds elements to an ordered list, each in front of its equals.
void merge(cdt_call& call, std::vector<bytes_view>& elements) {
    std::stable_sort(elements.begin(), elements.end(),
                     [](bytes_view a, bytes_view b) { return compare_packed(a, b) < 0; });
    std::vector<item_edit> edits;
    std::size_t i = 0;
    std::uint32_t least = 0;  // where NaNs confuse the order, positions still ascend
    while (i < elements.size()) {
        const std::uint32_t at = std::max(least, call.target.lower_bound(elements[i]));
        std::size_t end = i + 1;
        while (end < elements.size() &&
               (at == call.target.size() ||
                compare_packed(elements[end], call.target.item(at)) <= 0)) {
            ++end;
        }
        const packed_list run = join(call, {elements.begin() + static_cast<std::ptrdiff_t>(i),
                                            elements.begin() + static_cast<std::ptrdiff_t>(end)});
        if (!edits.empty() && edits.back().position == at) {
            // The same gap: one edit for each position.
            std::vector<bytes_view> both =
                split({edits.back().inserted_count, edits.back().inserted});
            both.insert(both.end(), elements.begin() + static_cast<std::ptrdiff_t>(i),
                        elements.begin() + static_cast<std::ptrdiff_t>(end));
            const packed_list joined = join(call, both);
            edits.back().inserted = joined.items;
            edits.back().inserted_count = joined.count;
        } else {
            edits.push_back({.position = at, .inserted = run.items, .inserted_count = run.count});
        }
        least = at;
        i = end;
    }
    call.target.apply(edits);
}

// The elements of an argument, less those that ADD_UNIQUE forbids.
result_code take_items(cdt_call& call, packed_list& items, list_write_flags flags) {
    if (!flags.add_unique || items.count == 0) return ok;
    std::vector<bytes_view> elements = split(items);
    if (const result_code rc = keep_unique(call, flags, elements); rc != ok) return rc;
    if (elements.size() != items.count) items = join(call, elements);
    return ok;
}

}  // namespace

result_code append(cdt_call& call) {
    const bytes_view element = call.args.packed(0);
    const list_write_flags flags(call.args.number_or(2, 0));
    if (flags.add_unique && find_value(call.target, element)) {
        if (!flags.no_fail) return element_exists;
        answer_size(call);
        return ok;
    }
    if (call.target.is_ordered_list()) {
        insert_ordered(call.target, element);
    } else {
        call.target.apply(
            {.position = call.target.size(), .inserted = element, .inserted_count = 1});
    }
    answer_size(call);
    return ok;
}

result_code append_items(cdt_call& call) {
    const list_write_flags flags(call.args.number_or(2, 0));
    packed_list items = open_list(call.args.packed(0));
    if (const result_code rc = take_items(call, items, flags); rc != ok) return rc;
    if (items.count != 0) {
        if (call.target.is_ordered_list()) {
            std::vector<bytes_view> elements = split(items);
            merge(call, elements);
        } else {
            put(call, {call.target.size(), 0}, 0, items);
        }
    }
    answer_size(call);
    return ok;
}

namespace {

// INSERT and INSERT_ITEMS.
result_code insert_at(cdt_call& call, packed_list items) {
    if (call.target.is_ordered_list()) return op_not_applicable;
    const list_write_flags flags(call.args.number_or(2, 0));
    bool bounded = false;
    const auto at = find_place(call.args.integer(0), call.target.size(), flags, bounded);
    if (!at && items.count != 0 && !(bounded && flags.no_fail)) return op_not_applicable;
    if (at) {
        if (const result_code rc = take_items(call, items, flags); rc != ok) return rc;
        if (items.count != 0) {
            if (const result_code rc = put(call, *at, 0, items); rc != ok) return rc;
        }
    }
    answer_size(call);
    return ok;
}

}  // namespace

result_code insert(cdt_call& call) {
    return insert_at(call, {1, call.args.packed(1)});
}

result_code insert_items(cdt_call& call) {
    return insert_at(call, open_list(call.args.packed(1)));
}

result_code set(cdt_call& call) {
    if (call.target.is_ordered_list()) return op_not_applicable;
    const bytes_view element = call.args.packed(1);
    const list_write_flags flags(call.args.number_or(2, 0));
    bool bounded = false;
    const auto at = find_place(call.args.integer(0), call.target.size(), flags, bounded);
    if (!at && !(bounded && flags.no_fail)) return op_not_applicable;
    if (at) {
        const bool replaces = at->position < call.target.size();
        if (flags.add_unique) {
            bool found = false;
            call.target.for_each_item([&](bytes_view item, std::uint32_t i) {
                found = !(replaces && i == at->position) && compare_packed(item, element) == 0;
                return !found;
            });
            if (found && !flags.no_fail) return element_exists;
            if (found) {
                answer_none(call);
                return ok;
            }
        }
        const result_code rc = put(call, *at, replaces ? 1 : 0, {1, element});
        if (rc != ok) return rc;
    }
    answer_none(call);
    return ok;
}

}  // namespace spikelet::mock::list_operations
