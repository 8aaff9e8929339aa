// What moves the bytes of a client's conversations: plain sockets that block the caller, or a
// function call into a cluster in the same process.
#pragma once

#include "conversation/command.hpp"
#include "topology/cluster.hpp"
#include "topology/tend.hpp"

#include <spikelet/config.hpp>
#include <spikelet/error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace spikelet::net {

// Any number of threads, but for connect() and close(), which come one at a time.
class driver {
public:
    virtual ~driver() = default;

    // Runs the first tend. No error once there is a node, or when the configuration allows none.
    virtual error connect() = 0;
    // Calls under way end soon, with client_abort.
    virtual void close() = 0;

    virtual topology::cluster& cluster() = 0;
    // What a driver without a thread of its own does on those of its callers, before each call.
    virtual void tend_if_due() {}
    // Runs `c` to its end on this thread.
    virtual void run(conversation::command& c) = 0;
    // Asks a node of the cluster, or whoever is at an address. The answer is the body of the reply.
    virtual result<std::string> ask(topology::node& n, std::string_view commands,
                                    std::chrono::milliseconds timeout) = 0;
    virtual result<std::string> ask(const host_address& address, std::string_view commands,
                                    std::chrono::milliseconds timeout) = 0;
    // The time of deadlines, and a wait on this thread; false when the client is closing.
    virtual conversation::instant now() const = 0;
    virtual bool sleep_until(conversation::instant when) = 0;
    // Seconds since 2010-01-01 UTC, which void-times count.
    virtual std::uint32_t now_s() const = 0;
};

// What a call ends with that close() has come upon.
inline error closing_error() {
    return {client_errc::client_abort, {.message = "the client is closing"}};
}

// `c` has been validated.
std::unique_ptr<driver> make_blocking_driver(const config& c);
std::unique_ptr<driver> make_direct_driver(const config& c,
                                           std::shared_ptr<direct_transport> transport);

}  // namespace spikelet::net
