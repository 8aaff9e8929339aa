#include "call.hpp"
#include "create_bits.hpp"

#include <spikelet/map.hpp>

namespace spikelet::map {
namespace {

using calls::arguments;
using calls::attributes;
using calls::interval;
using calls::with_optional;
using wire::operation_type;

// Chapter 09 §1.
enum code : std::uint16_t {
    set_type_code = 64,
    add_code = 65,
    add_items_code = 66,
    put_code = 67,
    put_items_code = 68,
    replace_code = 69,
    replace_items_code = 70,
    increment_code = 73,
    decrement_code = 74,
    clear_code = 75,
    remove_by_key_code = 76,
    remove_by_index_code = 77,
    remove_first_by_value_code = 78,
    remove_by_rank_code = 79,
    remove_by_key_list_code = 81,
    remove_by_value_code = 82,
    remove_by_value_list_code = 83,
    remove_by_key_range_code = 84,
    remove_by_index_range_code = 85,
    remove_by_value_range_code = 86,
    remove_by_rank_range_code = 87,
    remove_by_key_rel_index_range_code = 88,
    remove_by_value_rel_rank_range_code = 89,
    size_code = 96,
    get_by_key_code = 97,
    get_by_index_code = 98,
    get_first_by_value_code = 99,
    get_by_rank_code = 100,
    get_by_value_code = 102,
    get_by_key_range_code = 103,
    get_by_index_range_code = 104,
    get_by_value_range_code = 105,
    get_by_rank_range_code = 106,
    get_by_key_list_code = 107,
    get_by_value_list_code = 108,
    get_by_key_rel_index_range_code = 109,
    get_by_value_rel_rank_range_code = 110,
};

operation read(std::string bin, code c, value::list given) {
    return {operation_type::cdt_read, std::move(bin), {c, std::move(given), {}, true}};
}
operation modify(std::string bin, code c, value::list given) {
    return {operation_type::cdt_modify, std::move(bin), {c, std::move(given), {}, true}};
}

std::uint8_t attributes_of(const policy& p) {
    return attributes(p.order, p.persist_index);
}

// Flags are left out where there are none: servers before 4.3 do not know them.
value::list with_flags(value::list given, const policy& p) {
    if (p.flags != write_flags::none) given.push_back(calls::argument(p.flags));
    return given;
}

}  // namespace

operation create(std::string bin, map_order order, bool persist_index,
                 std::vector<context_step> path) {
    const bool in_bin = path.empty();
    // Only a map in a bin can have an index, so nothing is said about it inside a collection.
    operation made =
        set_policy(std::move(bin), {.order = order, .persist_index = persist_index && in_bin});
    if (in_bin) return made;
    path.back().type |= create_bits(order);
    return std::move(made).within(std::move(path));
}
operation set_policy(std::string bin, const policy& p) {
    return modify(std::move(bin), set_type_code, arguments(attributes_of(p)));
}
operation clear(std::string bin) {
    return modify(std::move(bin), clear_code, {});
}
operation size(std::string bin) {
    return read(std::move(bin), size_code, {});
}

operation put(std::string bin, value key, value v, const policy& p) {
    return modify(std::move(bin), put_code,
                  with_flags(arguments(std::move(key), std::move(v), attributes_of(p)), p));
}
operation put_items(std::string bin, value::map items, const policy& p) {
    return modify(std::move(bin), put_items_code,
                  with_flags(arguments(std::move(items), attributes_of(p)), p));
}
operation add(std::string bin, value key, value v, const policy& p) {
    return modify(std::move(bin), add_code,
                  arguments(std::move(key), std::move(v), attributes_of(p)));
}
operation add_items(std::string bin, value::map items, const policy& p) {
    return modify(std::move(bin), add_items_code, arguments(std::move(items), attributes_of(p)));
}
operation replace(std::string bin, value key, value v) {
    return modify(std::move(bin), replace_code, arguments(std::move(key), std::move(v)));
}
operation replace_items(std::string bin, value::map items) {
    return modify(std::move(bin), replace_items_code, arguments(std::move(items)));
}

operation increment(std::string bin, value key, value by, const policy& p) {
    return modify(std::move(bin), increment_code,
                  arguments(std::move(key), std::move(by), attributes_of(p)));
}
operation decrement(std::string bin, value key, value by, const policy& p) {
    return modify(std::move(bin), decrement_code,
                  arguments(std::move(key), std::move(by), attributes_of(p)));
}

operation get_by_key(std::string bin, value key, return_type r) {
    return read(std::move(bin), get_by_key_code, arguments(r, std::move(key)));
}
operation get_by_key_list(std::string bin, value::list keys, return_type r) {
    return read(std::move(bin), get_by_key_list_code, arguments(r, std::move(keys)));
}
operation get_by_key_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                           return_type r) {
    return read(std::move(bin), get_by_key_range_code,
                interval(r, std::move(begin), std::move(end)));
}
operation get_by_key_rel_index_range(std::string bin, value key, std::int64_t index, return_type r,
                                     optional_count count) {
    return read(std::move(bin), get_by_key_rel_index_range_code,
                with_optional(arguments(r, std::move(key), index), count));
}
operation get_by_index(std::string bin, std::int64_t index, return_type r) {
    return read(std::move(bin), get_by_index_code, arguments(r, index));
}
operation get_by_index_range(std::string bin, std::int64_t index, return_type r,
                             optional_count count) {
    return read(std::move(bin), get_by_index_range_code, with_optional(arguments(r, index), count));
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
operation get_by_rank(std::string bin, std::int64_t rank, return_type r) {
    return read(std::move(bin), get_by_rank_code, arguments(r, rank));
}
operation get_by_rank_range(std::string bin, std::int64_t rank, return_type r,
                            optional_count count) {
    return read(std::move(bin), get_by_rank_range_code, with_optional(arguments(r, rank), count));
}

operation remove_by_key(std::string bin, value key, return_type r) {
    return modify(std::move(bin), remove_by_key_code, arguments(r, std::move(key)));
}
operation remove_by_key_list(std::string bin, value::list keys, return_type r) {
    return modify(std::move(bin), remove_by_key_list_code, arguments(r, std::move(keys)));
}
operation remove_by_key_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                              return_type r) {
    return modify(std::move(bin), remove_by_key_range_code,
                  interval(r, std::move(begin), std::move(end)));
}
operation remove_by_key_rel_index_range(std::string bin, value key, std::int64_t index,
                                        return_type r, optional_count count) {
    return modify(std::move(bin), remove_by_key_rel_index_range_code,
                  with_optional(arguments(r, std::move(key), index), count));
}
operation remove_by_index(std::string bin, std::int64_t index, return_type r) {
    return modify(std::move(bin), remove_by_index_code, arguments(r, index));
}
operation remove_by_index_range(std::string bin, std::int64_t index, return_type r,
                                optional_count count) {
    return modify(std::move(bin), remove_by_index_range_code,
                  with_optional(arguments(r, index), count));
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
operation remove_by_rank(std::string bin, std::int64_t rank, return_type r) {
    return modify(std::move(bin), remove_by_rank_code, arguments(r, rank));
}
operation remove_by_rank_range(std::string bin, std::int64_t rank, return_type r,
                               optional_count count) {
    return modify(std::move(bin), remove_by_rank_range_code,
                  with_optional(arguments(r, rank), count));
}

}  // namespace spikelet::map
