// Steps from a bin's list or map into a list or map inside it (chapter 10).
//
//     list::append("log", "seen").within({cdt_context::map_key("today"),
//     cdt_context::list_index(-1)})
//
// works on the last element of the entry "today" of the map in the bin "log". Indexes and ranks
// count from 0, negative ones from the end; what is not found is error 26, but for steps that
// create.
#pragma once

#include <spikelet/expression_view.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/value.hpp>

#include <cstdint>

namespace spikelet::cdt_context {

// ---- into an element of a list
context_step list_index(std::int64_t index);
context_step list_rank(std::int64_t rank);
// The first element with this value; may contain wildcards.
context_step list_value(value v);
// list_index(), and when the list is missing it is made in this order. An unordered list grows by
// one element only, unless `pad` lets it be filled with nils; an ordered one is never padded.
context_step list_index_create(std::int64_t index, list_order order = list_order::unordered,
                               bool pad = false);

// ---- into a value of a map
context_step map_index(std::int64_t index);
context_step map_rank(std::int64_t rank);
context_step map_key(value key);
context_step map_value(value v);
// map_key(), and when the map is missing it is made in this order.
context_step map_key_create(value key, map_order order = map_order::unordered);

// ---- into several, for select_by_path() and modify_by_path() only (chapter 10 §6)
// The entries with these keys that the map has.
context_step map_keys_in(value::list keys);
context_step all_children();
// Those for which the expression is true. std::invalid_argument if it is no packed expression.
context_step all_children_matching(expression_view expression);
// Narrows the step before it, on the same level.
context_step and_matching(expression_view expression);

}  // namespace spikelet::cdt_context
