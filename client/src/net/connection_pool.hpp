// The connections of one node: as many as may be open, the latest used on top, so that a quiet
// client's other ones grow old and are closed.
#pragma once

#include "net/socket.hpp"
#include "topology/node.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace spikelet::net {

struct connection {
    net::socket socket;
    wire::buffer received;  // of the present exchange
    instant last_used{0};

    // For the pool.
    std::size_t place = 0;         // among those in use
    std::uint64_t generation = 0;  // of the pool when it was opened
    instant drained_by{0};         // while a late reply is waited for
};

class connection_pool final : public topology::node_connections {
public:
    struct settings {
        std::size_t connections_max = 100;
        std::size_t connections_min = 0;
        std::chrono::nanoseconds idle_limit{0};
    };
    explicit connection_pool(const settings& s) : settings_(s) {}

    enum class taken : std::uint8_t {
        idle,       // `c` is ready
        must_open,  // `c` has a place in the pool and no socket yet
        exhausted,
    };
    struct taking {
        taken what = taken::exhausted;
        connection* c = nullptr;
    };
    // Whatever comes back is the caller's until give_back(), discard() or drain().
    taking take(instant now);
    // A place for one connection more, idle ones or not; null when there are as many as may be.
    connection* take_place();
    // Gives the connection its socket. False when the client has been closed meanwhile.
    bool open(connection& c, socket s);
    // Ready for the next command.
    void give_back(connection& c, instant now);
    // Of no use any more.
    void discard(connection& c);
    // Its reply is late: the connection is closed unless the reply comes until `until`.
    void drain(connection& c, instant until);

    // What the tending thread does now and then: closes what has been idle for too long, and takes
    // back what has been drained.
    void balance(instant now);
    void take_back_drained(instant now);
    // How many connections are missing to the least number.
    std::size_t missing() const;

    // Wakes everybody who waits for a reply, and closes the rest.
    void abort();
    void retire() override;
    void revive() override;

private:
    using owned = std::unique_ptr<connection>;
    using owned_list = std::vector<owned>;

    owned take_out(connection& c);
    owned new_connection() const;
    connection* put_in_use(owned c);
    void close_idle(owned_list& closed);
    void take_back_drained(instant now, owned_list& closed);
    std::size_t open_count() const { return idle_.size() + in_use_.size() + draining_.size(); }

    const settings settings_;
    mutable std::mutex mutex_;
    owned_list idle_;  // the latest used last
    owned_list in_use_;
    owned_list draining_;
    std::uint64_t generation_ = 0;
    bool retired_ = false;
    bool aborted_ = false;
};

}  // namespace spikelet::net
