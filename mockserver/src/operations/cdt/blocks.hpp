// Runs of positions or of ranks.
#pragma once

#include "operations/cdt/call.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>

namespace spikelet::mock {

using item_blocks = boost::container::small_vector<item_range, 1>;

// How many numbers are in the blocks; those in several count several times.
std::uint64_t total(const item_blocks& all);
// The blocks between those given, which may overlap.
item_blocks complement(const item_blocks& selected, std::uint32_t size);
// Answers the numbers in the blocks, or those counted from the end: ascending in each block either
// way.
result_code answer_blocks(cdt_call& call, const item_blocks& all, bool reversed);

}  // namespace spikelet::mock
