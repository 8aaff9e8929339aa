// Seeds of property tests: the same ones in every run, or those that somebody asks for.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <vector>

namespace spikelet::mock::testing {

// 1 to `count`. SPIKELET_SEEDS="1000 200" in the environment asks for 200 from 1000 on instead.
inline std::vector<std::uint64_t> seeds(std::uint64_t count) {
    std::uint64_t first = 1;
    if (const char* asked = std::getenv("SPIKELET_SEEDS"))
        std::istringstream(asked) >> first >> count;
    std::vector<std::uint64_t> all;
    for (std::uint64_t i = 0; i < count; ++i)
        all.push_back(first + i);
    return all;
}

}  // namespace spikelet::mock::testing
