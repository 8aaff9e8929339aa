// How what was picked from a list is answered (chapter 08 §3).
#pragma once

#include "operations/cdt/call.hpp"
#include "operations/cdt/list_selection.hpp"

#include <cstdint>
#include <optional>

namespace spikelet::mock {

// ok, or op_not_applicable if the list has no such answer.
result_code check_list_return(return_request request, list_selector by, bool ordered, bool single);

// Answers a selection, or what it leaves.
result_code answer_selection(cdt_call& call, return_request request,
                             const list_selection& selection);
// Answers one element; `rank` where it is known already.
result_code answer_element(cdt_call& call, return_request request, std::uint32_t position,
                           std::optional<std::uint32_t> rank);
// The answer when a value was not found.
void answer_no_element(cdt_call& call, return_request request);

}  // namespace spikelet::mock
