#include "net/async_driver.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/post.hpp>

namespace spikelet::net {

error closed_error() {
    return {client_errc::client_abort, {.message = "the client is closed"}};
}

error cancelled_error() {
    return {client_errc::client_abort, {.message = "cancelled"}};
}

error not_connected_error() {
    return {client_errc::client_abort,
            {.message = "the client is not connected; call async_connect() first"}};
}

async_driver::async_driver(boost::asio::any_io_executor executor, config c)
    : executor_(std::move(executor)), config_(std::move(c)) {}

async_driver::~async_driver() = default;

// ---- calls

detail::call_ptr async_driver::acquire() {
    async_call* c = nullptr;
    {
        const std::lock_guard lock(calls_mutex_);
        if (free_.empty()) {
            c = calls_.emplace_back(std::make_unique<async_call>()).get();
            free_.reserve(calls_.capacity());  // recycle() must not fail
        } else {
            c = free_.back();
            free_.pop_back();
        }
    }
    return {c, {shared_from_this()}};
}

void async_driver::recycle(async_call& c) noexcept {
    c.recycle();
    const std::lock_guard lock(calls_mutex_);
    free_.push_back(&c);
}

void async_driver::start(async_call& c) {
    using kind = async_call::kind;
    const bool needs_cluster =
        c.what != kind::failed && c.what != kind::connect && c.what != kind::close;
    if (needs_cluster && !is_connected()) {
        c.outcome = not_connected_error();
        c.what = kind::failed;
    } else if (c.what == kind::record) {
        if (error e = c.route_command(cluster(), now_s(), config_)) {
            c.outcome = std::move(e);
            c.what = kind::failed;
        }
    }
    push_started(c);
}

void async_driver::push_started(async_call& c) {
    {
        const std::lock_guard lock(inbox_mutex_);
        started_.push(c);
        if (std::exchange(is_woken_, true)) return;
    }
    boost::asio::post(executor_,
                      boost::asio::bind_allocator(handler_allocator<void>(wake_memory_),
                                                  [self = shared_from_this()] { self->serve(); }));
}

void async_driver::cancel(async_call& c, std::uint64_t serial, bool if_unsent) {
    {
        const std::lock_guard lock(inbox_mutex_);
        cancelled_.push_back({.call = &c, .serial = serial, .if_unsent = if_unsent});
    }
    wake();
}

void async_driver::wake() {
    {
        const std::lock_guard lock(inbox_mutex_);
        if (std::exchange(is_woken_, true)) return;
    }
    boost::asio::post(executor_,
                      boost::asio::bind_allocator(handler_allocator<void>(wake_memory_),
                                                  [self = shared_from_this()] { self->serve(); }));
}

async_driver::inbox async_driver::take_inbox(std::size_t most) {
    inbox taken;
    const std::lock_guard lock(inbox_mutex_);
    is_woken_ = false;
    taken.cancelled.swap(cancelled_);
    if (most == SIZE_MAX) {
        taken.started = std::move(started_);
        return taken;
    }
    for (std::size_t i = 0; i < most && !started_.empty(); ++i)
        taken.started.push(*started_.pop());
    taken.has_more = !started_.empty();
    return taken;
}

void async_driver::finish(call_queue done) {
    if (done.empty()) return;
    // A handler that throws leaves the others to the next thread.
    struct rest {
        async_driver& driver;
        call_queue& calls;
        ~rest() {
            while (async_call* c = calls.pop()) {
                c->what = async_call::kind::failed;
                driver.push_started(*c);
            }
        }
    } rest{*this, done};
    const auto self = shared_from_this();
    while (async_call* c = done.pop())
        c->waits->complete({c, {self}}, executor_);
}

}  // namespace spikelet::net
