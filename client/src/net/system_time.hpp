// The machine's clocks, for clients of clusters elsewhere. Clients of a cluster in this process ask
// the cluster.
#pragma once

#include "conversation/command.hpp"

#include <cstdint>

namespace spikelet::net {

// Never goes back.
conversation::instant steady_now();
// Seconds since 2010-01-01 UTC, which void-times count.
std::uint32_t epoch_now_s();

}  // namespace spikelet::net
