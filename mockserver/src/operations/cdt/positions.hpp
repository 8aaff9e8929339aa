// Sets of items by position.
#pragma once

#include "operations/cdt/collection.hpp"

#include <cstdint>
#include <span>

namespace spikelet::mock {

// The positions below `size` that are not among those selected; ascending.
std::span<std::uint32_t> left_positions(std::span<const std::uint32_t> selected, std::uint32_t size,
                                        command_memory& memory);
// Removes the items; sorts `positions`, which are distinct.
void remove_positions(collection& c, std::span<std::uint32_t> positions);

}  // namespace spikelet::mock
