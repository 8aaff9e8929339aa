// Operations on maps (chapter 09): what operate() reads and changes inside a bin's map.
//
//     client.operate(key, {map::put("scores", "ann", 97, {.order = map_order::key_ordered}),
//                          map::get_by_rank_range("scores", -3, map::return_type::key_value)});
//
// `bin` names the bin; a map inside it is reached with operation::within(). Keys are integers,
// strings or blobs. Indexes count in the order of keys, ranks in the order of values, from 0,
// negative ones from the end. A count that is left out reaches to the end. A missing bin answers
// nothing to reads, and is made by those writes that add.
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spikelet::map {

// What a selection answers: of one entry itself, of several a list or a map (chapter 09 §4).
enum class return_type : std::uint32_t {  // MAP_RETURN_*
    none = 0,
    index = 1,
    reverse_index = 2,  // 0: the last key
    rank = 3,
    reverse_rank = 4,  // 0: the greatest value
    count = 5,
    key = 6,
    value = 7,
    key_value = 8,    // a map whose entries are in the order of the selection
    index_range = 9,  // [start, count] of a selection without holes; the same for the next three
    reverse_index_range = 10,
    rank_range = 11,
    reverse_rank_range = 12,
    exists = 13,  // whether anything was selected
    unordered_map = 16,
    ordered_map = 17,
};
// Selects what would not have been selected. Not for operations on a single entry.
constexpr return_type inverted(return_type t) {
    return static_cast<return_type>(static_cast<std::uint32_t>(t) | 0x10000u);
}

enum class write_flags : std::uint32_t {  // MAP_WRITE_FLAGS_*, joined with |
    none = 0,
    create_only = 1,  // a key that is there is error 24
    update_only = 2,  // a key that is missing is error 23
    no_fail = 4,      // what the flags forbid is left undone without an error
    partial = 8,      // with no_fail: of several entries those that may be written are
};
constexpr write_flags operator|(write_flags a, write_flags b) {
    return static_cast<write_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

struct policy {
    map_order order = map_order::unordered;  // of a map that the operation makes
    write_flags flags = write_flags::none;
    bool persist_index = false;  // of a map that the operation makes in a bin
};

// ---- the map itself

// Makes an empty map, or gives the one that is there this order. Inside a collection, `path` leads
// to the element that holds the map, which is made if it is missing.
operation create(std::string bin, map_order order = map_order::unordered,
                 bool persist_index = false, std::vector<context_step> path = {});
// Gives the map the policy's order; flags do not count. Answers nothing.
operation set_policy(std::string bin, const policy& p);
operation clear(std::string bin);
operation size(std::string bin);

// ---- writing entries; each answers the new size

operation put(std::string bin, value key, value v, const policy& p = {});
operation put_items(std::string bin, value::map items, const policy& p = {});
// The same with create_only, and with update_only, as servers before 4.3 know them: the policy's
// flags are not sent, and replace() takes no policy because it never makes a map.
operation add(std::string bin, value key, value v, const policy& p = {});
operation add_items(std::string bin, value::map items, const policy& p = {});
operation replace(std::string bin, value key, value v);
operation replace_items(std::string bin, value::map items);

// Adds to the entry's value, or makes it; answers the new value. Of the policy only the order is
// sent.
operation increment(std::string bin, value key, value by = 1, const policy& p = {});
operation decrement(std::string bin, value key, value by = 1, const policy& p = {});

// ---- selections: get_by_… reads, remove_by_… removes

using optional_count = std::optional<std::uint64_t>;

operation get_by_key(std::string bin, value key, return_type r);
operation get_by_key_list(std::string bin, value::list keys, return_type r);
// begin <= key < end; open where nothing is given.
operation get_by_key_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                           return_type r);
// Indexes relative to the place of `key`, which need not be in the map: index 0 is the least key
// that is not below it.
operation get_by_key_rel_index_range(std::string bin, value key, std::int64_t index, return_type r,
                                     optional_count count = {});
operation get_by_index(std::string bin, std::int64_t index, return_type r);
operation get_by_index_range(std::string bin, std::int64_t index, return_type r,
                             optional_count count = {});
// All entries with that value; v may contain wildcards.
operation get_by_value(std::string bin, value v, return_type r);
// The first of them by rank only. Official clients do not offer it.
operation get_first_by_value(std::string bin, value v, return_type r);
operation get_by_value_list(std::string bin, value::list values, return_type r);
operation get_by_value_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                             return_type r);
operation get_by_value_rel_rank_range(std::string bin, value v, std::int64_t rank, return_type r,
                                      optional_count count = {});
operation get_by_rank(std::string bin, std::int64_t rank, return_type r);
operation get_by_rank_range(std::string bin, std::int64_t rank, return_type r,
                            optional_count count = {});

operation remove_by_key(std::string bin, value key, return_type r = return_type::none);
operation remove_by_key_list(std::string bin, value::list keys, return_type r = return_type::none);
operation remove_by_key_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                              return_type r = return_type::none);
operation remove_by_key_rel_index_range(std::string bin, value key, std::int64_t index,
                                        return_type r = return_type::none,
                                        optional_count count = {});
operation remove_by_index(std::string bin, std::int64_t index, return_type r = return_type::none);
operation remove_by_index_range(std::string bin, std::int64_t index,
                                return_type r = return_type::none, optional_count count = {});
operation remove_by_value(std::string bin, value v, return_type r = return_type::none);
operation remove_first_by_value(std::string bin, value v, return_type r = return_type::none);
operation remove_by_value_list(std::string bin, value::list values,
                               return_type r = return_type::none);
operation remove_by_value_range(std::string bin, std::optional<value> begin,
                                std::optional<value> end, return_type r = return_type::none);
operation remove_by_value_rel_rank_range(std::string bin, value v, std::int64_t rank,
                                         return_type r = return_type::none,
                                         optional_count count = {});
operation remove_by_rank(std::string bin, std::int64_t rank, return_type r = return_type::none);
operation remove_by_rank_range(std::string bin, std::int64_t rank,
                               return_type r = return_type::none, optional_count count = {});

}  // namespace spikelet::map
