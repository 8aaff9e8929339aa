// Operations that change what is there (chapter 08 §5.2, §5.3).
#include "operations/cdt/list_operations.hpp"
#include "operations/cdt/list_write_flags.hpp"
#include "operations/cdt/number.hpp"
#include "operations/cdt/order.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cstring>

namespace spikelet::mock::list_operations {
namespace {

using enum result_code;
using wire::compare_packed;

}  // namespace

result_code set_type(cdt_call& call) {
    using namespace wire::msgpack::flags;
    constexpr std::uint64_t known = ordered | persist_index;
    if ((call.args.number(0) & ~known) != 0) return op_not_applicable;
    auto flags = static_cast<std::uint8_t>(call.args.number(0));
    if (!call.may_index) flags = static_cast<std::uint8_t>(flags & ordered);
    const bool to_be_sorted = (flags & ordered) != 0 && !call.target.is_ordered_list();
    if (to_be_sorted) sort_list(call.target, call.memory());
    if (flags != call.target.flags()) call.target.set_flags(flags);
    answer_none(call);
    return ok;
}

result_code increment(cdt_call& call) {
    collection& list = call.target;
    const list_write_flags flags(call.args.number_or(3, 0));
    const auto delta = call.args.has(1) ? parse_delta(call.args.packed(1)) : packed_number{};
    if (!delta) return parameter;
    std::int64_t index = call.args.integer(0);
    if (index < 0) index += list.size();
    if (index < 0 || index > list_write_index_max) return op_not_applicable;
    const bool is_there = index < list.size();
    if (!is_there && index > list.size()) {
        if (list.is_ordered_list() || flags.insert_bounded) return op_not_applicable;
        if (static_cast<std::uint64_t>(index) - list.size() > padding_max) return parameter;
    }
    const auto position = static_cast<std::uint32_t>(index);
    const auto sum = is_there ? add(list.item(position), *delta) : delta;
    if (!sum) return parameter;
    const bytes_view element = pack(*sum, call.memory());
    bool is_forbidden = false;
    if (flags.add_unique) {
        const auto found = find_value(list, element);
        is_forbidden = found && !(is_there && *found == position);
        if (is_forbidden && !flags.no_fail) return element_exists;
    }
    if (!is_forbidden) {
        if (list.is_ordered_list()) {
            if (is_there) {
                replace_ordered(list, position, element);
            } else {
                insert_ordered(list, element);
            }
        } else {
            const std::uint32_t padding = is_there ? 0 : position - list.size();
            std::uint8_t* padded = call.memory().allocate(padding + element.size());
            std::memset(padded, packed_nil, padding);
            std::memcpy(padded + padding, element.data(), element.size());
            list.apply({.position = std::min(position, list.size()),
                        .removed = is_there ? 1u : 0u,
                        .inserted = {padded, padding + element.size()},
                        .inserted_count = padding + 1});
        }
    }
    answer_packed(call, element);
    return ok;
}

result_code sort(cdt_call& call) {
    constexpr std::uint64_t descending = 1;
    constexpr std::uint64_t drop_duplicates = 2;
    const std::uint64_t flags = call.args.number_or(0, 0);
    collection& list = call.target;
    if (list.size() > 1) {
        std::span<placed_value> values = placed_values(list, call.memory());
        if (!list.is_ordered_list()) sort_by_value(values, call.memory());
        if ((flags & drop_duplicates) != 0) {
            const auto end = std::unique(values.begin(), values.end(),
                                         [](const placed_value& a, const placed_value& b) {
                                             return compare_packed(a.value, b.value) == 0;
                                         });
            values = values.first(static_cast<std::size_t>(end - values.begin()));
            if ((flags & descending) != 0 && !list.is_ordered_list() && values.size() > 1) {
                return parameter;  // as a server answers
            }
        }
        if ((flags & descending) != 0 && !list.is_ordered_list()) {
            std::reverse(values.begin(), values.end());
        }
        assign_list(list, values, call.memory());
    }
    answer_none(call);
    return ok;
}

result_code clear(cdt_call& call) {
    const bool was_empty = call.target.empty();
    if (!was_empty) call.target.apply({.position = 0, .removed = call.target.size()});
    drop_index_of_emptied(call, was_empty);
    answer_none(call);
    return ok;
}

result_code trim(cdt_call& call) {
    collection& list = call.target;
    const item_range kept = resolve_range(call.args.integer(0), call.args.number(1), list.size());
    const item_edit edits[] = {
        {.position = 0, .removed = kept.start},
        {.position = kept.end(), .removed = list.size() - kept.end()},
    };
    answer_integer(call, list.size() - kept.count);
    const bool was_empty = list.empty();
    list.apply(edits);
    drop_index_of_emptied(call, was_empty);
    return ok;
}

}  // namespace spikelet::mock::list_operations
