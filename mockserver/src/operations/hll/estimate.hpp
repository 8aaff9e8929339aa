// How many elements one or several HyperLogLogs have seen, and what they have in common (chapter 11
// §B5, §B6). Doubles are added in the server's order, so that results agree to the last bit.
#pragma once

#include "operations/hll/sketch.hpp"

#include <cstdint>

namespace spikelet::mock::hll {

// From the registers alone.
std::uint64_t estimate(const sketch_view& set);
// The cached count, or the estimate if there is none.
std::uint64_t count(const sketch_view& set);
std::uint64_t union_count(sketches sets);
// Without a minhash that all have, of two or three sets; with one, of any number. The latter are
// what operations allow.
std::uint64_t intersect_count(sketches sets);
// Of the intersection to the union: 0 … 1, or NaN when every set is empty.
double similarity(sketches sets);

}  // namespace spikelet::mock::hll
