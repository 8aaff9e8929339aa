// Stands between clients and one server, hands everything on and tells what was said.
#pragma once

#include <spikelet/transport.hpp>
#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace spikelet::conformance {

// Runs on the thread that calls run(). Clients see a cluster of one node, at the proxy's address.
class recording_proxy {
public:
    // Called for each request with its whole answer, as the server gave it; empty when the server
    // closed the connection instead. On the thread of run(), which it ends by throwing.
    using listener = std::function<void(wire::bytes_view request, wire::bytes_view answer)>;

    // Accepts from here on. Port 0 takes a free one. Throws std::system_error that names the
    // address, also when the server does not accept connections.
    recording_proxy(const host_address& listen, const host_address& server, listener heard);
    ~recording_proxy();
    // "127.0.0.1:41873"
    std::string address() const;
    // Returns after stop(), or after SIGINT or SIGTERM when `until_signal`.
    void run(bool until_signal = false);
    // Any thread.
    void stop();

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

}  // namespace spikelet::conformance
