// How a client reaches a cluster that lives in its own process: a function call in place of a
// socket.
//
// The mock cluster offers one (spikelet::mock::cluster::transport()); a client that is made with it
// opens no socket, asks no operating system for the time, and otherwise runs the same code.
#pragma once

#include <spikelet/host_address.hpp>
#include <spikelet/wire/buffer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace spikelet {

// One connection. One thread at a time.
class direct_channel {
public:
    virtual ~direct_channel() = default;
    // Hands over the bytes of whole requests and appends the bytes of all their replies to `reply`.
    // False: the peer has closed the connection; `reply` has what it sent before.
    virtual bool exchange(wire::bytes_view request, wire::buffer& reply) = 0;
};

// Any thread. Outlives the clients made with it.
class direct_transport {
public:
    virtual ~direct_transport() = default;
    // Null when nobody listens there, as a refused connection.
    virtual std::unique_ptr<direct_channel> connect(const host_address& address) = 0;
    // Where a client begins.
    virtual std::vector<host_address> seeds() const = 0;
    // Time since any fixed moment, and a wait; the cluster's clock, which tests may own.
    virtual std::chrono::milliseconds now() const = 0;
    virtual void sleep_until(std::chrono::milliseconds when) = 0;
};

}  // namespace spikelet
