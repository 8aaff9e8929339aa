// Counts what each thread takes from the heap with operator new.
#pragma once

#include <cstdint>

namespace spikelet::tests {

// Of this thread.
std::uint64_t allocation_count();

}  // namespace spikelet::tests
