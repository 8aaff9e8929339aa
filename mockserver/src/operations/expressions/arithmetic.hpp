// Numbers in expressions (chapter 12 §2.2).
#pragma once

#include "operations/expressions/value.hpp"

#include <span>

namespace spikelet::mock::expressions {

// Codes 20 to 51: the operands are known and of the types that the code takes.
value compute(std::uint8_t code, std::span<const value> operands);

}  // namespace spikelet::mock::expressions
