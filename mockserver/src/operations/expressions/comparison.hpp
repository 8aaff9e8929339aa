// Comparisons in expressions (chapter 12 §2.1).
#pragma once

#include "operations/expressions/value.hpp"

namespace spikelet::mock::expressions {

// Codes 1 to 6. Both are known. Unknown where the types differ, or where maps decide that are not
// ordered.
value compare(std::uint8_t code, const value& a, const value& b);
// Whether an element of the list equals the value.
bool contains(const value& list, bytes_view packed);
// The keys or the values of a map as a packed list.
bytes_view parts_of_map(bytes_view map, bool keys, command_memory& memory);

}  // namespace spikelet::mock::expressions
