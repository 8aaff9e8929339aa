// A connection without a socket: requests run on the caller's thread.
#pragma once

#include "engine/session.hpp"

#include <spikelet/wire/buffer.hpp>

namespace spikelet::mock {

// One thread at a time. `cluster` outlives it.
class direct_session {
public:
    direct_session(cluster_state& cluster, node& self)
        : cluster_(cluster), session_(cluster, self, "direct") {}

    // Takes bytes (any number of frames, whole or in pieces) and appends what the server answers to
    // `out`. False when the server has closed the connection; nothing is answered from then on.
    bool exchange(bytes_view request, wire::buffer& out);

private:
    std::size_t run(bytes_view input, wire::buffer& out);

    cluster_state& cluster_;
    session session_;
    wire::buffer pending_;  // a request that is not complete
    wire::buffer reply_;    // while an answer is long
    bool closed_ = false;
};

}  // namespace spikelet::mock
