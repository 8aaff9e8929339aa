// One data command: a message in, a reply out. The checks come in the server's order (chapters 01,
// 04, 13; golden categories scalar and policy).
#pragma once

#include "cluster/cluster_state.hpp"

#include <spikelet/wire/message.hpp>

namespace spikelet::mock {

// Executes the body of a message frame as received by `self` and appends one whole reply frame to
// `out`. Any thread: a partition is locked while its record changes.
void execute_message(cluster_state& cluster, node& self, bytes_view body, wire::buffer& out);

}  // namespace spikelet::mock
