// A TCP connection whose calls block the caller until a deadline.
#pragma once

#include "conversation/command.hpp"

#include <spikelet/transport.hpp>
#include <spikelet/wire/buffer.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace spikelet::net {

using conversation::instant;

// The numeric addresses of a host, in the system's order of preference. Empty when it is unknown.
std::vector<host_address> resolve_host(const host_address& address);

class socket {
public:
    enum class status : std::uint8_t { ok, closed, timed_out };

    socket() = default;
    socket(socket&& other) noexcept;
    socket& operator=(socket&& other) noexcept;
    ~socket();

    bool is_open() const { return fd_ >= 0; }
    // What the system said of the last call that did not end well.
    std::string last_fault() const;

    // Connects to the first of the host's addresses that answers. Not open on failure, with `why`.
    static socket connect(const host_address& address, instant until, std::string& why);

    // Hands over all of `bytes`. `sent` tells how much went out, also when the answer is not ok.
    status send(wire::bytes_view bytes, instant until, std::size_t& sent);
    // Appends what comes, at least a byte, to `in`, which has grown by at most `room`. `patience`
    // is the time until `until` as the caller knows it: waits of equal length cost one system call.
    status receive(wire::buffer& in, std::size_t room, std::chrono::nanoseconds patience);
    // The same, waiting for whatever time is left.
    status receive_until(wire::buffer& in, std::size_t room, instant until);
    // Appends what is there already. timed_out: nothing.
    status receive_now(wire::buffer& in, std::size_t room);
    // The peer has neither closed the connection nor sent what nobody asked for.
    bool is_quiet() const;
    // Wakes a thread that waits in one of the above; the connection is of no use afterwards. Any
    // thread.
    void shut_down();
    void close();

private:
    explicit socket(int fd) : fd_(fd) {}
    bool wait(short events, instant until);
    status take_received(wire::buffer& in, std::size_t room, int flags);

    int fd_ = -1;
    int fault_ = 0;                                // errno
    std::chrono::microseconds armed_patience_{0};  // of the system's own timeout; 0: none
};

}  // namespace spikelet::net
