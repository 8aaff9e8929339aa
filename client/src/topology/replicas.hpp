// What a node says it holds, and on which rack it stands (chapter 03 §4):
//
//     ns:regime,count,b64_0,b64_1,…[;ns2:…]          ns:rack;ns2:rack
#pragma once

#include "topology/cluster.hpp"

#include <string_view>

namespace spikelet::topology {

// Enters the answer to `replicas` into the tables. False when the text is malformed; namespaces in
// front of the fault are entered.
bool apply_replicas(std::string_view text, node& from, cluster& c);

// Enters the answer to `rack-ids`. False as above.
bool apply_rack_ids(std::string_view text, node& from, cluster& c);

}  // namespace spikelet::topology
