// A data request as the journal shows it.
#pragma once

#include "cluster/cluster_state.hpp"

#include <spikelet/mock/journal.hpp>

namespace spikelet::mock {

// `body` is that of a message frame, whatever a client sent; `self` received it and answered with
// `result`.
journal_entry describe_request(const cluster_state& cluster, const node& self, bytes_view body,
                               wire::result_code result);

}  // namespace spikelet::mock
