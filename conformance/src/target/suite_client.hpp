// How the suite's clients are configured.
#pragma once

#include <spikelet/config.hpp>

#include <nlohmann/json.hpp>

#include <vector>

namespace spikelet::conformance {

// `keys` as a case gives them; null: none. `hosts` may be empty for direct transports.
config suite_client_config(const nlohmann::json& keys, std::vector<host_address> hosts);

}  // namespace spikelet::conformance
