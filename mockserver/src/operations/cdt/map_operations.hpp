// What each operation on a map does; map_table.cpp says which code is which.
#pragma once

#include "operations/cdt/call.hpp"

namespace spikelet::mock::map_operations {

// ---- map_add.cpp
result_code add(cdt_call& call);
result_code add_items(cdt_call& call);
result_code put(cdt_call& call);
result_code put_items(cdt_call& call);
result_code replace(cdt_call& call);
result_code replace_items(cdt_call& call);

// ---- map_change.cpp
result_code set_type(cdt_call& call);
result_code increment(cdt_call& call);
result_code decrement(cdt_call& call);
result_code clear(cdt_call& call);

// ---- map_select.cpp: reading, and removing what would be read
result_code size(cdt_call& call);
result_code get_by_key(cdt_call& call);
result_code get_by_index(cdt_call& call);
result_code get_by_value(cdt_call& call);
result_code get_by_rank(cdt_call& call);
result_code get_all_by_value(cdt_call& call);
result_code get_by_key_interval(cdt_call& call);
result_code get_by_index_range(cdt_call& call);
result_code get_by_value_interval(cdt_call& call);
result_code get_by_rank_range(cdt_call& call);
result_code get_by_key_list(cdt_call& call);
result_code get_by_value_list(cdt_call& call);
result_code get_by_key_rel_index_range(cdt_call& call);
result_code get_by_value_rel_rank_range(cdt_call& call);
result_code remove_by_key(cdt_call& call);
result_code remove_by_index(cdt_call& call);
result_code remove_by_value(cdt_call& call);
result_code remove_by_rank(cdt_call& call);
result_code remove_all_by_value(cdt_call& call);
result_code remove_by_key_interval(cdt_call& call);
result_code remove_by_index_range(cdt_call& call);
result_code remove_by_value_interval(cdt_call& call);
result_code remove_by_rank_range(cdt_call& call);
result_code remove_by_key_list(cdt_call& call);
result_code remove_by_value_list(cdt_call& call);
result_code remove_by_key_rel_index_range(cdt_call& call);
result_code remove_by_value_rel_rank_range(cdt_call& call);

}  // namespace spikelet::mock::map_operations
