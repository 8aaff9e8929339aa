// How an asynchronous call meets its completion handler. Not for applications.
#pragma once

#include <spikelet/error.hpp>
#include <spikelet/record.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

namespace spikelet::net {
class async_driver;
}

namespace spikelet::detail {

// A prepared call: its request is encoded, its result has a place. Recycled by its client.
class async_call;

struct give_back_call {
    void operator()(async_call* c) const noexcept;
    std::shared_ptr<net::async_driver> client;
};
// A call that is not under way.
using call_ptr = std::unique_ptr<async_call, give_back_call>;

// Waits for the call's end. Lives in the call's memory, or on the heap when it is large.
class completion {
public:
    // Takes the results, ends itself, gives the call back, and calls the handler. `inline_on`: the
    // executor that this thread runs.
    virtual void complete(call_ptr c, const boost::asio::any_io_executor& inline_on) = 0;
    // Ends itself without calling the handler.
    virtual void discard() noexcept = 0;

protected:
    ~completion() = default;
};

inline constexpr std::size_t completion_size_max = 384;  // in the call's own memory

void* completion_memory(async_call& c);
boost::asio::any_io_executor executor_of(const call_ptr& c);
// From here on the client owns the call, until it completes.
void start(call_ptr c, completion& waits);
error take_outcome(async_call& c);
template <class Value>
Value take_value(async_call& c);

// Asks a call that is under way to end early. Outlives the call and the client, and does nothing
// once either has ended.
class canceller {
public:
    explicit canceller(const call_ptr& c);
    void operator()(boost::asio::cancellation_type type) const;

private:
    std::weak_ptr<net::async_driver> client_;
    async_call* call_;  // as long as the client is there
    std::uint64_t serial_;
};

template <class Handler, class Value>
class handler_completion final : public completion {
    using executor = boost::asio::associated_executor_t<Handler, boost::asio::any_io_executor>;

public:
    handler_completion(Handler&& h, const boost::asio::any_io_executor& fallback, bool on_heap)
        : handler_(std::move(h)),
          work_(boost::asio::get_associated_executor(handler_, fallback)),
          on_heap_(on_heap) {}

    static void begin(call_ptr c, Handler&& h) {
        const auto fallback = executor_of(c);
        auto slot = boost::asio::get_associated_cancellation_slot(h);
        if (slot.is_connected()) slot.template emplace<canceller>(c);
        constexpr bool is_small = sizeof(handler_completion) <= completion_size_max;
        constexpr bool is_aligned = alignof(handler_completion) <= alignof(std::max_align_t);
        handler_completion* waits = nullptr;
        if constexpr (is_small && is_aligned) {
            waits = new (completion_memory(*c)) handler_completion(std::move(h), fallback, false);
        } else {
            waits = new handler_completion(std::move(h), fallback, true);
        }
        start(std::move(c), *waits);
    }

    void complete(call_ptr c, const boost::asio::any_io_executor& inline_on) override {
        Handler handler = std::move(handler_);
        const auto work = std::move(work_);
        error outcome = take_outcome(*c);
        if constexpr (std::is_void_v<Value>) {
            discard();
            c.reset();
            run(work.get_executor(), inline_on,
                [h = std::move(handler), e = std::move(outcome)]() mutable {
                    std::move(h)(std::move(e));
                });
        } else {
            Value value = take_value<Value>(*c);
            discard();
            c.reset();
            run(work.get_executor(), inline_on,
                [h = std::move(handler), e = std::move(outcome), v = std::move(value)]() mutable {
                    std::move(h)(std::move(e), std::move(v));
                });
        }
    }

    void discard() noexcept override {
        if (on_heap_) {
            delete this;
        } else {
            this->~handler_completion();
        }
    }

private:
    template <class Call>
    static void run(const executor& where, const boost::asio::any_io_executor& inline_on,
                    Call&& call) {
        if (boost::asio::any_io_executor(where) == inline_on) {
            call();
        } else {
            boost::asio::dispatch(where, std::forward<Call>(call));
        }
    }

    Handler handler_;
    boost::asio::executor_work_guard<executor> work_;
    const bool on_heap_;
};

// What async_initiate runs.
template <class Value>
struct initiate_call {
    template <class Handler>
    void operator()(Handler&& h, call_ptr c) const {
        using own = std::decay_t<Handler>;
        handler_completion<own, Value>::begin(std::move(c), own(std::forward<Handler>(h)));
    }
};

}  // namespace spikelet::detail
