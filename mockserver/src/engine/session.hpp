// One client connection as a machine over bytes: what came in goes to receive(), what it appends to
// `out` is to be sent. Every driver (TCP, TLS, direct, simulated) runs the same one.
//
// Not thread-safe: one driver, one thread at a time. Several sessions run in parallel.
#pragma once

#include "cluster/cluster_state.hpp"
#include "engine/engine.hpp"
#include "info/info.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <functional>
#include <string>

namespace spikelet::mock {

class session {
public:
    // Shown every request frame together with the bytes that answer it, and a header that ends the
    // connection, with none. Called on the driver's thread.
    using observer = std::function<void(const session&, bytes_view request, bytes_view reply)>;

    // All outlive the session; `watch` may be null. `peer` is the client's address,
    // "127.0.0.1:51158".
    session(cluster_state& cluster, node& self, std::string peer, const observer* watch = nullptr,
            client_clock reads = client_clock::clusters);
    session(const session&) = delete;
    session& operator=(const session&) = delete;
    ~session();

    struct progress {
        std::size_t consumed = 0;  // bytes of `input` that are dealt with
        // Bytes that the next frame takes in all, as far as its header tells; at least 8. A driver
        // may make room for them as they come, not before.
        std::size_t needed = 8;
        bool close = false;  // send what is in `out`, then close
        // `out` has grown large: send it before calling again with the rest of the input.
        bool paused = false;
        // The next frame is complete, in `needed` bytes, and was left (slow_frames::leave).
        bool slow = false;
    };
    // Frames that take milliseconds, such as one that registers a module or calls a long function,
    // are left to a driver that asks for it: while it serves other clients on the same thread it
    // executes them on another one.
    //
    // Executes the complete frames in `input` in order and appends the replies, until `out` holds
    // output_size_pause bytes or more: a client that asks without reading must not fill our memory.
    progress receive(bytes_view input, wire::buffer& out, slow_frames slow = slow_frames::execute);

    static constexpr std::size_t output_size_pause = 1u << 20;

    const std::string& peer() const { return peer_; }
    const node& server() const { return self_; }

private:
    // False when the frame is slow and was left.
    bool execute_frame(bytes_view frame, wire::buffer& out, slow_frames slow);
    bool execute_data(bytes_view body, wire::buffer& out, slow_frames slow);
    bool execute_compressed(bytes_view body, wire::buffer& out, slow_frames slow);

    cluster_state& cluster_;
    node& self_;
    std::string peer_;
    const observer* watch_;
    client_clock clock_;
    info::session_facts info_;
    wire::buffer inflated_;  // of compressed requests, kept for the next one
};

}  // namespace spikelet::mock
