// Waiting for a cluster to have done in all of its nodes what it promised.
#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

namespace spikelet::conformance {

// Looks again and again, ever more slowly, for ten seconds. Whether it came true.
template <class Condition>
bool wait_until(Condition holds) {
    constexpr std::chrono::milliseconds longest{100};
    std::chrono::milliseconds left{10000};
    std::chrono::milliseconds pause{1};
    while (!holds()) {
        if (left <= left.zero()) return false;
        std::this_thread::sleep_for(pause);
        left -= pause;
        pause = std::min(2 * pause, longest);
    }
    return true;
}

}  // namespace spikelet::conformance
