// The threads that serve sockets: one Boost.Asio context a thread, each with its own memory to read
// into.
#pragma once

#include "net/side_threads.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

namespace spikelet::mock::net {

// A context that can let go of its handlers before it ends.
struct event_context : boost::asio::io_context {
    using boost::asio::io_context::io_context;
    using boost::asio::io_context::shutdown;
};

struct event_loop {
    explicit event_loop(side_threads& s) : side(s) {}
    // One thread runs the context: Asio needs no locks of its own.
    event_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        context.get_executor()};
    // Requests are read into it and executed from it; what is left of an incomplete one moves to
    // its connection. Idle connections hold no memory this way.
    static constexpr std::size_t scratch_size = 64u << 10;
    std::unique_ptr<std::uint8_t[]> scratch{new std::uint8_t[scratch_size]};
    // For what would hold up the loop's other connections.
    side_threads& side;
};

class event_loops {
public:
    // Starts `count` threads, at least one. Throws std::runtime_error with the system's reason when
    // it has no more of them.
    explicit event_loops(std::size_t count);
    event_loops(const event_loops&) = delete;
    event_loops& operator=(const event_loops&) = delete;
    // Ends every loop after the handler it is in, joins, and drops the handlers that wait.
    ~event_loops();

    std::size_t size() const { return loops_.size(); }
    event_loop& at(std::size_t index) { return *loops_[index]; }
    void stop();

private:
    side_threads side_;
    std::vector<std::unique_ptr<event_loop>> loops_;
    std::vector<std::thread> threads_;
};

}  // namespace spikelet::mock::net
