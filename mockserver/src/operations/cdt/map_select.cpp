// Operations that pick entries: by key, by index, by value, by rank. Removing answers what reading
// would have answered.
#include "operations/cdt/map_answers.hpp"
#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/map_operations.hpp"
#include "operations/cdt/map_selection.hpp"

#include <utility>

namespace spikelet::mock::map_operations {
namespace {

using enum result_code;

// Keys or values that one operation may name.
constexpr std::uint32_t list_max = 1048576;

// The return type, unless the operation cannot have it.
std::optional<return_request> return_of(const cdt_call& call, map_selector by, bool single) {
    const auto request = parse_return_type(call.args.number(0));
    if (!request || check_map_return(*request, by, single) != ok) return std::nullopt;
    return request;
}

// ---- one entry

result_code answer_and_remove(cdt_call& call, return_request request, std::uint32_t position,
                              std::optional<std::uint32_t> rank, bool removes) {
    if (const result_code rc = answer_entry(call, request, position, rank); rc != ok) return rc;
    if (removes) call.target.apply({.position = position, .removed = 1});
    return ok;
}

result_code one_by_key(cdt_call& call, bool removes) {
    auto request = parse_return_type(call.args.number(0));
    if (!request) return op_not_applicable;
    // In an ordered map, a key that is not there is answered before anybody asks for what is left.
    const bool is_inverted = is_key_ordered(call.target) && std::exchange(request->inverted, false);
    if (check_map_return(*request, map_selector::index, true) != ok) return op_not_applicable;
    const key_search at = find_key(call.target, call.args.packed(1));
    if (!at.is_found) return answer_no_entry(call, *request);
    if (is_inverted) return op_not_applicable;
    return answer_and_remove(call, *request, at.position, std::nullopt, removes);
}

result_code one_by_value(cdt_call& call, bool removes) {
    const auto request = return_of(call, map_selector::value, true);
    if (!request) return op_not_applicable;
    const auto at = find_value(call.target, call.args.packed(1));
    if (!at) return answer_no_entry(call, *request);
    return answer_and_remove(call, *request, *at, std::nullopt, removes);
}

result_code one_by_index(cdt_call& call, bool removes) {
    const auto request = return_of(call, map_selector::index, true);
    if (!request) return op_not_applicable;
    const auto at = resolve_position(call.args.integer(1), call.target.size());
    if (!at) return op_not_applicable;
    return answer_and_remove(call, *request, *at, std::nullopt, removes);
}

result_code one_by_rank(cdt_call& call, bool removes) {
    const auto request = return_of(call, map_selector::rank, true);
    if (!request) return op_not_applicable;
    const auto rank = resolve_position(call.args.integer(1), call.target.size());
    if (!rank) return op_not_applicable;
    const std::uint32_t at = position_of_rank(call.target, *rank, call.memory());
    return answer_and_remove(call, *request, at, rank, removes);
}

// ---- any number of entries

// `select` is not called for what the map cannot answer.
template <class Select>
result_code several(cdt_call& call, map_selector by, bool removes, Select select) {
    const auto request = return_of(call, by, false);
    if (!request) return op_not_applicable;
    const map_selection selection = select();
    if (const result_code rc = answer_selection(call, *request, selection); rc != ok) return rc;
    if (removes) remove_selection(call, request->inverted, selection);
    return ok;
}

item_range range_argument(const cdt_call& call) {
    return resolve_range(call.args.integer(1), call.args.number_or(2, to_the_end),
                         call.target.size());
}

item_range relative_range_argument(const cdt_call& call, std::uint32_t base) {
    return resolve_relative_range(base, call.args.integer(2), call.args.number_or(3, to_the_end),
                                  call.target.size());
}

bytes_view end_argument(const cdt_call& call) {
    return call.args.has(2) ? call.args.packed(2) : bytes_view{};
}

result_code several_by_index(cdt_call& call, bool removes) {
    return several(call, map_selector::index, removes,
                   [&call] { return select_entries(range_argument(call), call.memory()); });
}

result_code several_by_relative_index(cdt_call& call, bool removes) {
    return several(call, map_selector::index, removes, [&call] {
        const std::uint32_t base = keys_below(call.target, call.args.packed(1));
        return select_entries(relative_range_argument(call, base), call.memory());
    });
}

result_code several_by_key_interval(cdt_call& call, bool removes) {
    return several(call, map_selector::key_interval, removes, [&call] {
        return select_key_interval(call.target, call.args.packed(1), end_argument(call),
                                   call.args.has(2), call.memory());
    });
}

result_code several_by_key_list(cdt_call& call, bool removes) {
    const packed_list keys = open_list(call.args.packed(1));
    if (keys.count > list_max) return parameter;
    if (keys.count == 0 && !parse_return_type(call.args.number(0))) {
        answer_none(call);  // as a server does
        return ok;
    }
    return several(call, map_selector::key_list, removes,
                   [&call, keys] { return select_keys(call.target, keys, call.memory()); });
}

result_code several_by_rank(cdt_call& call, bool removes) {
    return several(call, map_selector::rank, removes, [&call] {
        return select_entry_ranks(call.target, range_argument(call), call.memory());
    });
}

result_code several_by_relative_rank(cdt_call& call, bool removes) {
    return several(call, map_selector::rank, removes, [&call] {
        const std::uint32_t base = count_below(call.target, call.args.packed(1));
        return select_entry_ranks(call.target, relative_range_argument(call, base), call.memory());
    });
}

result_code several_by_value_interval(cdt_call& call, bool removes) {
    return several(call, map_selector::value, removes, [&call] {
        return select_value_interval(call.target, call.args.packed(1), end_argument(call),
                                     call.args.has(2), call.memory());
    });
}

result_code several_by_value(cdt_call& call, bool removes) {
    return several(call, map_selector::value, removes, [&call] {
        return select_equal_values(call.target, call.args.packed(1), call.memory());
    });
}

result_code several_by_value_list(cdt_call& call, bool removes) {
    const packed_list values = open_list(call.args.packed(1));
    if (values.count > list_max) return parameter;
    return several(call, map_selector::value_list, removes,
                   [&call, values] { return select_values(call.target, values, call.memory()); });
}

}  // namespace

result_code size(cdt_call& call) {
    answer_integer(call, call.target.size());
    return ok;
}

result_code get_by_key(cdt_call& call) {
    return one_by_key(call, false);
}
result_code get_by_index(cdt_call& call) {
    return one_by_index(call, false);
}
result_code get_by_value(cdt_call& call) {
    return one_by_value(call, false);
}
result_code get_by_rank(cdt_call& call) {
    return one_by_rank(call, false);
}
result_code get_all_by_value(cdt_call& call) {
    return several_by_value(call, false);
}
result_code get_by_key_interval(cdt_call& call) {
    return several_by_key_interval(call, false);
}
result_code get_by_index_range(cdt_call& call) {
    return several_by_index(call, false);
}
result_code get_by_value_interval(cdt_call& call) {
    return several_by_value_interval(call, false);
}
result_code get_by_rank_range(cdt_call& call) {
    return several_by_rank(call, false);
}
result_code get_by_key_list(cdt_call& call) {
    return several_by_key_list(call, false);
}
result_code get_by_value_list(cdt_call& call) {
    return several_by_value_list(call, false);
}
result_code get_by_key_rel_index_range(cdt_call& call) {
    return several_by_relative_index(call, false);
}
result_code get_by_value_rel_rank_range(cdt_call& call) {
    return several_by_relative_rank(call, false);
}
result_code remove_by_key(cdt_call& call) {
    return one_by_key(call, true);
}
result_code remove_by_index(cdt_call& call) {
    return one_by_index(call, true);
}
result_code remove_by_value(cdt_call& call) {
    return one_by_value(call, true);
}
result_code remove_by_rank(cdt_call& call) {
    return one_by_rank(call, true);
}
result_code remove_all_by_value(cdt_call& call) {
    return several_by_value(call, true);
}
result_code remove_by_key_interval(cdt_call& call) {
    return several_by_key_interval(call, true);
}
result_code remove_by_index_range(cdt_call& call) {
    return several_by_index(call, true);
}
result_code remove_by_value_interval(cdt_call& call) {
    return several_by_value_interval(call, true);
}
result_code remove_by_rank_range(cdt_call& call) {
    return several_by_rank(call, true);
}
result_code remove_by_key_list(cdt_call& call) {
    return several_by_key_list(call, true);
}
result_code remove_by_value_list(cdt_call& call) {
    return several_by_value_list(call, true);
}
result_code remove_by_key_rel_index_range(cdt_call& call) {
    return several_by_relative_index(call, true);
}
result_code remove_by_value_rel_rank_range(cdt_call& call) {
    return several_by_relative_rank(call, true);
}

}  // namespace spikelet::mock::map_operations
