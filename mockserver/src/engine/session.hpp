// One client connection as a machine over bytes: what came in goes to receive(), what it appends to `out`
// is to be sent. Every driver (TCP, TLS, direct, simulated) runs the same one.
//
// Not thread-safe: one driver, one thread at a time. Several sessions run in parallel.
#pragma once

#include <cstddef>
#include <string>

#include <spikelet/wire/buffer.hpp>

#include "cluster/cluster_state.hpp"
#include "info/info.hpp"

namespace spikelet::mock {

class session {
public:
    // Both outlive the session. `peer` is the client's address, "127.0.0.1:51158", for traces and listings.
    session(cluster_state& cluster, node& self, std::string peer);
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    ~session();

    struct progress {
        std::size_t consumed = 0;  // bytes of `input` that are dealt with
        // Bytes that the next frame takes in all, as far as its header tells; at least 8. A driver may make
        // room for them as they come, not before.
        std::size_t needed = 8;
        bool close = false;  // send what is in `out`, then close
    };
    // Executes every complete frame in `input` in order and appends the replies.
    progress receive(wire::bytes_view input, wire::buffer& out);

    const std::string& peer() const { return peer_; }

private:
    void execute_frame(wire::bytes_view frame, wire::buffer& out);

    cluster_state& cluster_;
    node& self_;
    std::string peer_;
    info::session_facts info_;
    wire::buffer inflated_;  // of compressed requests, kept for the next one
};

}  // namespace spikelet::mock
