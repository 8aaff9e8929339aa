#include "net/event_loops.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <system_error>

namespace spikelet::mock::net {

event_loops::event_loops(std::size_t count) {
    count = std::max<std::size_t>(count, 1);
    for (std::size_t i = 0; i < count; ++i) {
        loops_.push_back(std::make_unique<event_loop>(side_));
    }
    try {
        for (const auto& loop : loops_) {
            threads_.emplace_back([&context = loop->context] { context.run(); });
        }
    } catch (const std::system_error& e) {
        const std::size_t started = threads_.size();
        stop();  // a thread that runs must not outlive us
        throw std::runtime_error("cannot start event loop " + std::to_string(started + 1) + " of " +
                                 std::to_string(count) + ": " + e.code().message());
    }
}

void event_loops::stop() {
    for (const auto& loop : loops_) {
        loop->work.reset();
        loop->context.stop();
    }
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
    side_.stop();
}

event_loops::~event_loops() {
    stop();
    // A handler that waits in one loop may hold a socket of another one: a connection just
    // accepted. So every loop drops its handlers before the first of them ends.
    for (const auto& loop : loops_) {
        loop->context.shutdown();
    }
}

}  // namespace spikelet::mock::net
