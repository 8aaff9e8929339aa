// What each operation on a list does; list_table.cpp says which code is which.
#pragma once

#include "operations/cdt/call.hpp"

namespace spikelet::mock::list_operations {

// Codes that operations ask for.
namespace code {
inline constexpr std::uint8_t clear = 11;
inline constexpr std::uint8_t remove_by_rank = 34;
inline constexpr std::uint8_t remove_all_by_value = 35;
inline constexpr std::uint8_t remove_all_by_value_list = 36;
inline constexpr std::uint8_t remove_by_value_interval = 38;
inline constexpr std::uint8_t remove_by_rank_range = 39;
inline constexpr std::uint8_t remove_by_value_rel_rank_range = 40;
}  // namespace code

// ---- list_add.cpp
result_code append(cdt_call& call);
result_code append_items(cdt_call& call);
result_code insert(cdt_call& call);
result_code insert_items(cdt_call& call);
result_code set(cdt_call& call);

// ---- list_change.cpp
result_code set_type(cdt_call& call);
result_code increment(cdt_call& call);
result_code sort(cdt_call& call);
result_code clear(cdt_call& call);
result_code trim(cdt_call& call);

// ---- list_select.cpp: reading, and removing what would be read
result_code size(cdt_call& call);
result_code get(cdt_call& call);
result_code get_range(cdt_call& call);
result_code get_by_index(cdt_call& call);
result_code get_by_value(cdt_call& call);
result_code get_by_rank(cdt_call& call);
result_code get_all_by_value(cdt_call& call);
result_code get_all_by_value_list(cdt_call& call);
result_code get_by_index_range(cdt_call& call);
result_code get_by_value_interval(cdt_call& call);
result_code get_by_rank_range(cdt_call& call);
result_code get_by_value_rel_rank_range(cdt_call& call);
result_code pop(cdt_call& call);
result_code pop_range(cdt_call& call);
result_code remove(cdt_call& call);
result_code remove_range(cdt_call& call);
result_code remove_by_index(cdt_call& call);
result_code remove_by_value(cdt_call& call);
result_code remove_by_rank(cdt_call& call);
result_code remove_all_by_value(cdt_call& call);
result_code remove_all_by_value_list(cdt_call& call);
result_code remove_by_index_range(cdt_call& call);
result_code remove_by_value_interval(cdt_call& call);
result_code remove_by_rank_range(cdt_call& call);
result_code remove_by_value_rel_rank_range(cdt_call& call);

// A list that a removal leaves empty keeps its order but not its index, with exceptions
// (chapter 18 §3.2). To be called when the operation has removed what it had to.
void drop_index_of_emptied(cdt_call& call, bool was_empty);

}  // namespace spikelet::mock::list_operations
