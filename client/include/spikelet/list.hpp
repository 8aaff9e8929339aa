// Operations on lists (chapter 08): what operate() reads and changes inside a bin's list.
//
//     client.operate(key, {list::append("log", "seen", {.flags = list::write_flags::add_unique}),
//                          list::get_by_rank_range("log", -3, list::return_type::value)});
//
// `bin` names the bin; a list inside it is reached with operation::within(). Indexes and ranks
// count from 0, negative ones from the end; rank 0 is the least value. A count that is left out
// reaches to the end. Answers are those of the last column of chapter 08 §1; a missing bin answers
// nothing to reads, and is made by those writes that add.
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spikelet::list {

// What a selection answers: of one element itself, of several a list (chapter 08 §3).
enum class return_type : std::uint32_t {  // LIST_RETURN_*
    none = 0,
    index = 1,
    reverse_index = 2,  // 0: the last
    rank = 3,
    reverse_rank = 4,  // 0: the greatest
    count = 5,
    value = 7,
    index_range = 9,  // [start, count] of a selection without holes; the same for the next three
    reverse_index_range = 10,
    rank_range = 11,
    reverse_rank_range = 12,
    exists = 13,  // whether anything was selected
};
// Selects what would not have been selected. Not for operations on a single element.
constexpr return_type inverted(return_type t) {
    return static_cast<return_type>(static_cast<std::uint32_t>(t) | 0x10000u);
}

enum class write_flags : std::uint32_t {  // LIST_WRITE_*, joined with |
    none = 0,
    add_unique = 1,      // a value that is there is error 24
    insert_bounded = 2,  // an index beyond the end is error 26, not filled up with nils
    no_fail = 4,         // what the flags forbid is left undone without an error
    partial = 8,         // with no_fail: of several values those that may be added are
};
constexpr write_flags operator|(write_flags a, write_flags b) {
    return static_cast<write_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

enum class sort_flags : std::uint32_t {  // LIST_SORT_*, joined with |
    ascending = 0,
    descending = 1,
    drop_duplicates = 2,
};
constexpr sort_flags operator|(sort_flags a, sort_flags b) {
    return static_cast<sort_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

struct policy {
    list_order order = list_order::unordered;  // of a list that the operation makes
    write_flags flags = write_flags::none;
    bool persist_index = false;  // of a list that the operation makes in a bin
};
// ---- the list itself

// Makes an empty list, or gives the one that is there this order. Inside a collection, `path` leads
// to the element that holds the list, which is made if it is missing; `pad` fills up with nils
// towards it.
operation create(std::string bin, list_order order = list_order::unordered,
                 bool persist_index = false, std::vector<context_step> path = {}, bool pad = false);
// Sorts the elements when it becomes ordered. Answers nothing.
operation set_order(std::string bin, list_order order, bool persist_index = false);
// Sorts an unordered list once; it stays unordered. Answers nothing.
operation sort(std::string bin, sort_flags flags = sort_flags::ascending);
operation clear(std::string bin);
operation size(std::string bin);

// ---- adding; each answers the new size
// Without a policy its arguments are not sent at all, as official clients do.

operation append(std::string bin, value v);
operation append(std::string bin, value v, const policy& p);
operation append_items(std::string bin, value::list items);
operation append_items(std::string bin, value::list items, const policy& p);
// Before the element at `index`; beyond the end nils fill the gap. Not on ordered lists.
operation insert(std::string bin, std::int64_t index, value v);
operation insert(std::string bin, std::int64_t index, value v, const policy& p);
operation insert_items(std::string bin, std::int64_t index, value::list items);
operation insert_items(std::string bin, std::int64_t index, value::list items, const policy& p);

// ---- changing

// Replaces the element. Answers nothing.
operation set(std::string bin, std::int64_t index, value v);
operation set(std::string bin, std::int64_t index, value v, const policy& p);
// Adds an integer or a double to the element; answers the new value.
operation increment(std::string bin, std::int64_t index, value by = 1);
operation increment(std::string bin, std::int64_t index, value by, const policy& p);

// ---- by position: the older operations, without a return type

using optional_count = std::optional<std::uint64_t>;

operation get(std::string bin, std::int64_t index);
operation get_range(std::string bin, std::int64_t index, optional_count count = {});
// Removes, and answers what it was.
operation pop(std::string bin, std::int64_t index);
operation pop_range(std::string bin, std::int64_t index, optional_count count = {});
// Removes, and answers how many.
operation remove(std::string bin, std::int64_t index);
operation remove_range(std::string bin, std::int64_t index, optional_count count = {});
// Removes what is outside; answers how many.
operation trim(std::string bin, std::int64_t index, std::uint64_t count);

// ---- selections: get_by_… reads, remove_by_… removes

operation get_by_index(std::string bin, std::int64_t index, return_type r);
operation get_by_index_range(std::string bin, std::int64_t index, return_type r,
                             optional_count count = {});
operation get_by_rank(std::string bin, std::int64_t rank, return_type r);
operation get_by_rank_range(std::string bin, std::int64_t rank, return_type r,
                            optional_count count = {});
// All elements with that value; v may contain wildcards.
operation get_by_value(std::string bin, value v, return_type r);
// The first of them only. Official clients do not offer it.
operation get_first_by_value(std::string bin, value v, return_type r);
operation get_by_value_list(std::string bin, value::list values, return_type r);
// begin <= element < end; open where nothing is given.
operation get_by_value_range(std::string bin, std::optional<value> begin, std::optional<value> end,
                             return_type r);
// Ranks relative to the place of `v`, which need not be in the list: rank 0 is the least element
// that is not below it.
operation get_by_value_rel_rank_range(std::string bin, value v, std::int64_t rank, return_type r,
                                      optional_count count = {});

operation remove_by_index(std::string bin, std::int64_t index, return_type r = return_type::none);
operation remove_by_index_range(std::string bin, std::int64_t index,
                                return_type r = return_type::none, optional_count count = {});
operation remove_by_rank(std::string bin, std::int64_t rank, return_type r = return_type::none);
operation remove_by_rank_range(std::string bin, std::int64_t rank,
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

}  // namespace spikelet::list
