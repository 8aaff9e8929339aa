// One table a file of behaviours; all_behaviours.cpp joins them.
#pragma once

#include "run/behaviour.hpp"

#include <vector>

namespace spikelet::conformance {

std::vector<behaviour> concurrency_behaviours();
std::vector<behaviour> identity_behaviours();
std::vector<behaviour> value_behaviours();

}  // namespace spikelet::conformance
