// A client's TCP connection: moves bytes between a socket and a session.
//
// Waits for readability, reads until there is no more, executes everything that is complete, sends
// once. While a reply does not fit into the socket's buffer nothing more is read: a client that
// does not read its replies is held up, not buffered for.
#pragma once

#include "engine/session.hpp"
#include "net/event_loops.hpp"

#include <spikelet/wire/buffer.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace spikelet::mock::net {

class connection : public std::enable_shared_from_this<connection> {
public:
    // `socket` belongs to `loop`. `idle_limit` zero: no limit. `on_close` is called once, on the
    // loop's thread.
    connection(event_loop& loop, boost::asio::ip::tcp::socket socket,
               std::unique_ptr<session> session, std::chrono::milliseconds idle_limit,
               std::function<void(connection&)> on_close);

    // On the loop's thread, as every other member.
    void start();
    void close();

private:
    enum class read_result { short_read, scratch_full, closed };

    void wait_readable();
    void on_readable();
    read_result read_and_execute();
    // Executes what is complete in `input`; keeps the rest in pending_.
    bool execute(bytes_view input);
    // False when the socket took only a part: the rest goes out when it is writable.
    bool flush();
    void wait_writable();
    void arm_idle_timer();

    event_loop& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<session> session_;
    std::function<void(connection&)> on_close_;
    wire::buffer pending_;  // an incomplete request, or requests behind an unsent reply
    wire::buffer output_;
    std::size_t sent_ = 0;  // bytes of output_ that are out
    bool closing_ = false;  // after output_ is out
    bool closed_ = false;
    std::chrono::milliseconds idle_limit_;
    boost::asio::steady_timer idle_timer_;
};

}  // namespace spikelet::mock::net
