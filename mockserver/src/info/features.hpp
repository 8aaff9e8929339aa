// What the server tells clients it can do.
#pragma once

#include <span>
#include <string_view>

namespace spikelet::mock::info {

struct feature {
    std::string_view name;
    bool is_built;
};

// Every feature of the server whose behaviour this one has, in its order. Clients decide by these
// names what they send, so a family sets its entry when it lands and not before.
std::span<const feature> all_features();

}  // namespace spikelet::mock::info
