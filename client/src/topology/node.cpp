#include "topology/node.hpp"

#include <algorithm>

namespace spikelet::topology {

void error_window::reset() {
    if (errors_max_ == 0) return;
    const std::uint32_t limit = limit_.load(std::memory_order_relaxed);
    const std::uint64_t next = is_exceeded() ? limit / 2 : std::uint64_t{limit} * 2;
    limit_.store(static_cast<std::uint32_t>(std::clamp<std::uint64_t>(next, 1, errors_max_)),
                 std::memory_order_relaxed);
    errors_.store(0, std::memory_order_relaxed);
}

void node::activate() {
    tending = {};
    if (connections) connections->revive();
    active_.store(true, std::memory_order_release);
}

void node::retire() {
    active_.store(false, std::memory_order_release);
    if (connections) connections->retire();
}

}  // namespace spikelet::topology
