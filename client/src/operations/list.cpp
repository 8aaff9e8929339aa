#include "call.hpp"
#include "create_bits.hpp"

#include <spikelet/list.hpp>

namespace spikelet::list {
namespace {

using calls::arguments;
using calls::attributes;
using calls::interval;
using calls::with_optional;
using wire::operation_type;

// Chapter 08 §1.
enum code : std::uint16_t {
    set_type_code = 0,
    append_code = 1,
    append_items_code = 2,
    insert_code = 3,
    insert_items_code = 4,
    pop_code = 5,
    pop_range_code = 6,
    remove_code = 7,
    remove_range_code = 8,
    set_code = 9,
    trim_code = 10,
    clear_code = 11,
    increment_code = 12,
    sort_code = 13,
    size_code = 16,
    get_code = 17,
    get_range_code = 18,
    get_by_index_code = 19,
    get_first_by_value_code = 20,
    get_by_rank_code = 21,
    get_by_value_code = 22,
    get_by_value_list_code = 23,
    get_by_index_range_code = 24,
    get_by_value_range_code = 25,
    get_by_rank_range_code = 26,
    get_by_value_rel_rank_range_code = 27,
    remove_by_index_code = 32,
    remove_first_by_value_code = 33,
    remove_by_rank_code = 34,
    remove_by_value_code = 35,
    remove_by_value_list_code = 36,
    remove_by_index_range_code = 37,
    remove_by_value_range_code = 38,
    remove_by_rank_range_code = 39,
    remove_by_value_rel_rank_range_code = 40,
};

operation read(std::string bin, code c, value::list given) {
    return {operation_type::cdt_read, std::move(bin), {c, std::move(given), {}, false}};
}
operation modify(std::string bin, code c, value::list given) {
    return {operation_type::cdt_modify, std::move(bin), {c, std::move(given), {}, false}};
}

std::uint8_t attributes_of(const policy& p) {
    return attributes(p.order, p.persist_index);
}

}  // namespace

operation create(std::string bin, list_order order, bool persist_index,
                 std::vector<context_step> path, bool pad) {
    if (path.empty()) return set_order(std::move(bin), order, persist_index);
    // Only a list in a bin can have an index, so nothing is said about it here.
    path.back().type |= create_bits(order, pad);
    return set_order(std::move(bin), order).within(std::move(path));
}
operation set_order(std::string bin, list_order order, bool persist_index) {
    return modify(std::move(bin), set_type_code, arguments(attributes(order, persist_index)));
}
operation sort(std::string bin, sort_flags flags) {
    return modify(std::move(bin), sort_code, arguments(flags));
}
operation clear(std::string bin) {
    return modify(std::move(bin), clear_code, {});
}
operation size(std::string bin) {
    return read(std::move(bin), size_code, {});
}

operation append(std::string bin, value v) {
    return modify(std::move(bin), append_code, arguments(std::move(v)));
}
operation append(std::string bin, value v, const policy& p) {
    return modify(std::move(bin), append_code, arguments(std::move(v), attributes_of(p), p.flags));
}
operation append_items(std::string bin, value::list items) {
    return modify(std::move(bin), append_items_code, arguments(std::move(items)));
}
operation append_items(std::string bin, value::list items, const policy& p) {
    return modify(std::move(bin), append_items_code,
                  arguments(std::move(items), attributes_of(p), p.flags));
}
// The order of a policy is not sent from here on: only appending makes ordered lists.
operation insert(std::string bin, std::int64_t index, value v) {
    return modify(std::move(bin), insert_code, arguments(index, std::move(v)));
}
operation insert(std::string bin, std::int64_t index, value v, const policy& p) {
    return modify(std::move(bin), insert_code, arguments(index, std::move(v), p.flags));
}
operation insert_items(std::string bin, std::int64_t index, value::list items) {
    return modify(std::move(bin), insert_items_code, arguments(index, std::move(items)));
}
operation insert_items(std::string bin, std::int64_t index, value::list items, const policy& p) {
    return modify(std::move(bin), insert_items_code, arguments(index, std::move(items), p.flags));
}

operation set(std::string bin, std::int64_t index, value v) {
    return modify(std::move(bin), set_code, arguments(index, std::move(v)));
}
operation set(std::string bin, std::int64_t index, value v, const policy& p) {
    return modify(std::move(bin), set_code, arguments(index, std::move(v), p.flags));
}
operation increment(std::string bin, std::int64_t index, value by) {
    return modify(std::move(bin), increment_code, arguments(index, std::move(by)));
}
operation increment(std::string bin, std::int64_t index, value by, const policy& p) {
    return modify(std::move(bin), increment_code,
                  arguments(index, std::move(by), attributes_of(p), p.flags));
}

operation get(std::string bin, std::int64_t index) {
    return read(std::move(bin), get_code, arguments(index));
}
operation get_range(std::string bin, std::int64_t index, optional_count count) {
    return read(std::move(bin), get_range_code, with_optional(arguments(index), count));
}
operation pop(std::string bin, std::int64_t index) {
    return modify(std::move(bin), pop_code, arguments(index));
}
operation pop_range(std::string bin, std::int64_t index, optional_count count) {
    return modify(std::move(bin), pop_range_code, with_optional(arguments(index), count));
}
operation remove(std::string bin, std::int64_t index) {
    return modify(std::move(bin), remove_code, arguments(index));
}
operation remove_range(std::string bin, std::int64_t index, optional_count count) {
    return modify(std::move(bin), remove_range_code, with_optional(arguments(index), count));
}
operation trim(std::string bin, std::int64_t index, std::uint64_t count) {
    return modify(std::move(bin), trim_code, arguments(index, count));
}

operation get_by_index(std::string bin, std::int64_t index, return_type r) {
    return read(std::move(bin), get_by_index_code, arguments(r, index));
}
operation get_by_index_range(std::string bin, std::int64_t index, return_type r,
                             optional_count count) {
    return read(std::move(bin), get_by_index_range_code, with_optional(arguments(r, index), count));
}
operation get_by_rank(std::string bin, std::int64_t rank, return_type r) {
    return read(std::move(bin), get_by_rank_code, arguments(r, rank));
}
operation get_by_rank_range(std::string bin, std::int64_t rank, return_type r,
                            optional_count count) {
    return read(std::move(bin), get_by_rank_range_code, with_optional(arguments(r, rank), count));
}
operation get_by_value(std::string bin, value v, return_type r) {
    return read(std::move(bin), get_by_value_code, arguments(r, std::move(v)));
}
operation get_first_by_value(std::string bin, value v, return_type r) {
    return read(std::move(bin), get_first_by_value_code, arguments(r, std::move(v)));
}
operation get_by_value_list(std::string bin, value::list values, return_type r) {
    return read(std::move(bin), get_by_value_list_code, arguments(r, std::move(values)));
}
operation get_by_value_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                             return_type r) {
    return read(std::move(bin), get_by_value_range_code,
                interval(r, std::move(begin), std::move(end)));
}
operation get_by_value_rel_rank_range(std::string bin, value v, std::int64_t rank, return_type r,
                                      optional_count count) {
    return read(std::move(bin), get_by_value_rel_rank_range_code,
                with_optional(arguments(r, std::move(v), rank), count));
}

operation remove_by_index(std::string bin, std::int64_t index, return_type r) {
    return modify(std::move(bin), remove_by_index_code, arguments(r, index));
}
operation remove_by_index_range(std::string bin, std::int64_t index, return_type r,
                                optional_count count) {
    return modify(std::move(bin), remove_by_index_range_code,
                  with_optional(arguments(r, index), count));
}
operation remove_by_rank(std::string bin, std::int64_t rank, return_type r) {
    return modify(std::move(bin), remove_by_rank_code, arguments(r, rank));
}
operation remove_by_rank_range(std::string bin, std::int64_t rank, return_type r,
                               optional_count count) {
    return modify(std::move(bin), remove_by_rank_range_code,
                  with_optional(arguments(r, rank), count));
}
operation remove_by_value(std::string bin, value v, return_type r) {
    return modify(std::move(bin), remove_by_value_code, arguments(r, std::move(v)));
}
operation remove_first_by_value(std::string bin, value v, return_type r) {
    return modify(std::move(bin), remove_first_by_value_code, arguments(r, std::move(v)));
}
operation remove_by_value_list(std::string bin, value::list values, return_type r) {
    return modify(std::move(bin), remove_by_value_list_code, arguments(r, std::move(values)));
}
operation remove_by_value_range(std::string bin, std::optional<value> begin,
                                std::optional<value> end, return_type r) {
    return modify(std::move(bin), remove_by_value_range_code,
                  interval(r, std::move(begin), std::move(end)));
}
operation remove_by_value_rel_rank_range(std::string bin, value v, std::int64_t rank, return_type r,
                                         optional_count count) {
    return modify(std::move(bin), remove_by_value_rel_rank_range_code,
                  with_optional(arguments(r, std::move(v), rank), count));
}

}  // namespace spikelet::list
