// The tables of constants, by what they are about; constants.cpp puts them together.
#pragma once

#include <spikelet/constants.hpp>

#include <span>

namespace spikelet::constants {

std::span<const constant_table> of_operators();
std::span<const constant_table> of_policies();
std::span<const constant_table> of_collections();
std::span<const constant_table> of_others();

}  // namespace spikelet::constants
