// Operations on lists, maps, blobs and HLLs inside expressions (chapter 12 §4).
#pragma once

#include "operations/expressions/expression.hpp"

#include <span>

namespace spikelet::mock::expressions {

// Runs the operation on `container`. A modifying one works on a copy and gives that, another one
// gives what it answers. Unknown if it fails.
value run_call(const embedded_call& call, const value& container,
               std::span<const bytes_view> arguments, command_memory& memory);

}  // namespace spikelet::mock::expressions
