// The way for clients in this process (spikelet/transport.hpp).
#pragma once

#include "cluster/cluster_state.hpp"

#include <spikelet/transport.hpp>

#include <memory>

namespace spikelet::mock {

std::shared_ptr<direct_transport> make_transport(std::shared_ptr<cluster_state> cluster);

}  // namespace spikelet::mock
