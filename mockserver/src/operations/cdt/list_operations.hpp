// What each operation on a list does; list_table.cpp says which code is which.
#pragma once

#include "operations/cdt/call.hpp"

namespace spikelet::mock::list_operations {

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

// A list that removals have emptied keeps its order but not its index (chapter 18 §3.2).
void drop_index_if_empty(cdt_call& call);

}  // namespace spikelet::mock::list_operations
