// How what was picked from a map is answered (chapter 09 §4).
#pragma once

#include "operations/cdt/call.hpp"
#include "operations/cdt/map_selection.hpp"

#include <cstdint>
#include <optional>

namespace spikelet::mock {

// ok, or op_not_applicable if there is no such answer.
result_code check_map_return(return_request request, map_selector by, bool single);

// Answers a selection, or what it leaves. op_not_applicable if that has no such answer.
result_code answer_selection(cdt_call& call, return_request request,
                             const map_selection& selection);

// Answers one entry; `rank` where it is known already.
result_code answer_entry(cdt_call& call, return_request request, std::uint32_t position,
                         std::optional<std::uint32_t> rank);
// The answer when a key or value was not found.
result_code answer_no_entry(cdt_call& call, return_request request);

}  // namespace spikelet::mock
