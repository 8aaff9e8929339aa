// A client's TCP connection: moves bytes between a socket and a session.
//
// Reads until there is no more, executes everything that is complete, sends once. While a reply
// does not fit into the socket's buffer nothing more is read: a client that does not read its
// replies is held up, not buffered for. A client that closes its side after asking gets every
// answer.
#pragma once

#include "engine/session.hpp"
#include "net/event_loops.hpp"

#include <spikelet/wire/buffer.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
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
    enum class read_result { short_read, scratch_full, end };

    struct side_job;

    // Goes on with on_readable() when bytes have come.
    void wait_readable();
    void wait_writable();
    // `arrived` bytes lie in first_ already.
    void on_readable(std::size_t arrived);
    read_result read_and_execute(std::size_t arrived);
    // Executes what is complete in `input`; keeps the rest in pending_.
    void execute(bytes_view input);
    // Executes a request that takes long on a side thread, and nothing else meanwhile.
    void execute_aside(bytes_view request);
    void take_back(side_job& job);
    // Sends, executes requests that had to wait for that, and goes on waiting or closes.
    void serve();
    // False when the socket took only a part: the rest goes out when it is writable.
    bool flush();
    void watch_idleness();

    event_loop& loop_;
    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<session> session_;
    std::function<void(connection&)> on_close_;
    // Small requests are read into it: Asio can read as soon as it is told that bytes have come,
    // which saves the system call that asks to be told again.
    std::array<std::uint8_t, 512> first_;
    bool comes_in_small_ = true;  // the last bytes did, so the next are expected to
    wire::buffer pending_;        // an incomplete request, or requests behind an unsent reply
    wire::buffer output_;
    std::size_t sent_ = 0;  // bytes of output_ that are out
    bool held_up_ = false;  // complete requests may be in pending_: they wait for output_ to go out
    bool away_ = false;     // the session is with a side thread
    bool waits_writable_ = false;
    bool at_end_ = false;  // the client will ask no more
    bool broken_ = false;  // what it asks cannot be understood any more, or nobody listens
    bool closed_ = false;
    // Idleness is counted in quarters of the limit: a request costs an assignment, not a timer.
    std::chrono::milliseconds idle_limit_;
    unsigned idle_quarters_ = 0;
    boost::asio::steady_timer idle_timer_;
};

}  // namespace spikelet::mock::net
