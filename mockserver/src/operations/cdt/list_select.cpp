// Operations that pick elements: by index, by value, by rank. Removing answers what reading would
// have answered.
#include "operations/cdt/list_answers.hpp"
#include "operations/cdt/list_operations.hpp"
#include "operations/cdt/list_selection.hpp"

#include <spikelet/wire/packed_order.hpp>

namespace spikelet::mock::list_operations {

using enum result_code;

void drop_index_of_emptied(cdt_call& call, bool was_empty) {
    constexpr unsigned persist = wire::msgpack::flags::persist_index;
    collection& list = call.target;
    if (!list.empty() || (list.flags() & persist) == 0) return;
    const bool unordered = !list.is_ordered_list();
    bool drops = false;
    if (was_empty) {
        drops = call.code == code::clear || call.code == code::remove_all_by_value_list ||
                (unordered && (call.code == code::remove_all_by_value ||
                               call.code == code::remove_by_value_interval));
    } else {
        drops = !unordered ||
                (call.code != code::remove_by_rank && call.code != code::remove_by_rank_range &&
                 call.code != code::remove_by_value_rel_rank_range);
    }
    if (drops) list.set_flags(static_cast<std::uint8_t>(list.flags() & ~persist));
}

namespace {

// Values that one operation may name.
constexpr std::uint32_t value_list_max = 1048576;

void remove_element(cdt_call& call, std::uint32_t position) {
    call.target.apply({.position = position, .removed = 1});
    drop_index_of_emptied(call, false);
}

// ---- one element

result_code one_by_index(cdt_call& call, bool removes) {
    const auto request = parse_return_type(call.args.number(0));
    const bool ordered = call.target.is_ordered_list();
    if (!request || check_list_return(*request, list_selector::index, ordered, true) != ok) {
        return op_not_applicable;
    }
    const auto at = resolve_position(call.args.integer(1), call.target.size());
    if (!at) return op_not_applicable;
    answer_element(call, *request, *at, std::nullopt);
    if (removes) remove_element(call, *at);
    return ok;
}

result_code one_by_value(cdt_call& call, bool removes) {
    const auto request = parse_return_type(call.args.number(0));
    const bool ordered = call.target.is_ordered_list();
    if (!request || check_list_return(*request, list_selector::value, ordered, true) != ok) {
        return op_not_applicable;
    }
    const auto at = find_value(call.target, call.args.packed(1));
    if (!at) {
        answer_no_element(call, *request);
        return ok;
    }
    answer_element(call, *request, *at, std::nullopt);
    if (removes) remove_element(call, *at);
    return ok;
}

result_code one_by_rank(cdt_call& call, bool removes) {
    const auto request = parse_return_type(call.args.number(0));
    const bool ordered = call.target.is_ordered_list();
    if (!request || check_list_return(*request, list_selector::rank, ordered, true) != ok) {
        return op_not_applicable;
    }
    const auto rank = resolve_position(call.args.integer(1), call.target.size());
    if (!rank) return op_not_applicable;
    const std::uint32_t at = position_of_rank(call.target, *rank, call.memory());
    answer_element(call, *request, at, rank);
    if (removes) remove_element(call, at);
    return ok;
}

// ---- any number of elements

// `select` is not called for what the list cannot answer.
template <class Select>
result_code several(cdt_call& call, list_selector by, bool removes, Select select) {
    const auto request = parse_return_type(call.args.number(0));
    const bool ordered = call.target.is_ordered_list();
    if (!request || check_list_return(*request, by, ordered, false) != ok) {
        return op_not_applicable;
    }
    const list_selection selection = select();
    if (const result_code rc = answer_selection(call, *request, selection); rc != ok) return rc;
    if (removes) remove_selection(call, request->inverted, selection);
    return ok;
}

result_code several_by_index(cdt_call& call, bool removes) {
    return several(call, list_selector::index, removes, [&call] {
        return select_positions(resolve_range(
            call.args.integer(1), call.args.number_or(2, to_the_end), call.target.size()));
    });
}

result_code several_by_rank(cdt_call& call, bool removes) {
    return several(call, list_selector::rank, removes, [&call] {
        const item_range ranks = resolve_range(
            call.args.integer(1), call.args.number_or(2, to_the_end), call.target.size());
        return select_rank_range(call.target, ranks, call.memory());
    });
}

result_code several_by_relative_rank(cdt_call& call, bool removes) {
    return several(call, list_selector::rank, removes, [&call] {
        const std::uint32_t base = count_below(call.target, call.args.packed(1));
        const item_range ranks = resolve_relative_range(
            base, call.args.integer(2), call.args.number_or(3, to_the_end), call.target.size());
        return select_rank_range(call.target, ranks, call.memory());
    });
}

result_code several_by_interval(cdt_call& call, bool removes) {
    return several(call, list_selector::value, removes, [&call] {
        const bool has_end = call.args.has(2);
        return select_interval(call.target, call.args.packed(1),
                               has_end ? call.args.packed(2) : bytes_view{}, has_end,
                               call.memory());
    });
}

result_code several_by_value(cdt_call& call, bool removes) {
    return several(call, list_selector::value, removes, [&call] {
        return select_equal(call.target, call.args.packed(1), call.memory());
    });
}

result_code several_by_value_list(cdt_call& call, bool removes) {
    const packed_list values = open_list(call.args.packed(1));
    if (values.count > value_list_max) return parameter;
    return several(call, list_selector::value_list, removes, [&call, values] {
        return select_equal_to_any(call.target, values, call.memory());
    });
}

}  // namespace

result_code size(cdt_call& call) {
    answer_integer(call, call.target.size());
    return ok;
}

result_code get(cdt_call& call) {
    const auto at = resolve_position(call.args.integer(0), call.target.size());
    if (!at) return op_not_applicable;
    answer_packed(call, call.target.item(*at));
    return ok;
}

result_code get_range(cdt_call& call) {
    const item_range range =
        resolve_range(call.args.integer(0), call.args.number_or(1, to_the_end), call.target.size());
    return answer_selection(call, {.type = cdt_return::value}, select_positions(range));
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
result_code get_all_by_value_list(cdt_call& call) {
    return several_by_value_list(call, false);
}
result_code get_by_index_range(cdt_call& call) {
    return several_by_index(call, false);
}
result_code get_by_value_interval(cdt_call& call) {
    return several_by_interval(call, false);
}
result_code get_by_rank_range(cdt_call& call) {
    return several_by_rank(call, false);
}
result_code get_by_value_rel_rank_range(cdt_call& call) {
    return several_by_relative_rank(call, false);
}

result_code pop(cdt_call& call) {
    const auto at = resolve_position(call.args.integer(0), call.target.size());
    if (!at) return op_not_applicable;
    answer_packed(call, call.target.item(*at));
    remove_element(call, *at);
    return ok;
}

result_code pop_range(cdt_call& call) {
    const item_range range =
        resolve_range(call.args.integer(0), call.args.number_or(1, to_the_end), call.target.size());
    const list_selection selection = select_positions(range);
    const result_code rc = answer_selection(call, {.type = cdt_return::value}, selection);
    if (rc != ok) return rc;
    remove_selection(call, false, selection);
    return ok;
}

result_code remove(cdt_call& call) {
    const auto at = resolve_position(call.args.integer(0), call.target.size());
    if (!at) return op_not_applicable;
    answer_integer(call, 1);
    remove_element(call, *at);
    return ok;
}

result_code remove_range(cdt_call& call) {
    const item_range range =
        resolve_range(call.args.integer(0), call.args.number_or(1, to_the_end), call.target.size());
    answer_integer(call, range.count);
    remove_selection(call, false, select_positions(range));
    return ok;
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
result_code remove_all_by_value_list(cdt_call& call) {
    return several_by_value_list(call, true);
}
result_code remove_by_index_range(cdt_call& call) {
    return several_by_index(call, true);
}
result_code remove_by_value_interval(cdt_call& call) {
    return several_by_interval(call, true);
}
result_code remove_by_rank_range(cdt_call& call) {
    return several_by_rank(call, true);
}
result_code remove_by_value_rel_rank_range(cdt_call& call) {
    return several_by_relative_rank(call, true);
}

}  // namespace spikelet::mock::list_operations
