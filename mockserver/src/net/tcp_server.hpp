// The listeners of a cluster's nodes and the connections they accept.
#pragma once

#include "cluster/cluster_state.hpp"
#include "engine/session.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace spikelet::mock::net {

struct tcp_options {
    std::string address = "127.0.0.1";  // a numeric IPv4 or IPv6 address to listen on
    // Of the first node; the others take the following ones. 0: every node takes a free one.
    std::uint16_t port = 0;
    // Host that clients are told to use; empty: `address`, or the machine's loopback when that is a
    // wildcard.
    std::string advertise;
    std::size_t threads = 1;
    // A connection on which nothing comes and goes for so long is closed; 0: never (the server's
    // default).
    std::chrono::milliseconds idle_limit{0};
    // Connections per node; one more is accepted and closed at once, as a server does (chapter 17
    // §10).
    std::size_t connections_max = 15000;
    // Sees every request and reply; called from all loops.
    session::observer observer;
};

class tcp_server {
public:
    // Binds a listener for every node and sets the nodes' addresses; accepts at once. Throws
    // std::runtime_error that names the address and what the system said. `cluster` outlives the
    // server.
    tcp_server(cluster_state& cluster, tcp_options options);
    tcp_server(const tcp_server&) = delete;
    tcp_server& operator=(const tcp_server&) = delete;
    // Stops accepting, lets requests in execution finish, closes every connection.
    ~tcp_server();

    // One a node, as clients are told.
    std::vector<service_address> addresses() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace spikelet::mock::net
