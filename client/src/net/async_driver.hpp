// What the asynchronous client's drivers share: calls come in on any thread, are taken up together
// on a thread of the executor, and their handlers run there.
#pragma once

#include "net/async_call.hpp"
#include "topology/cluster.hpp"

#include <spikelet/async_client.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace spikelet::net {

using detail::async_call;
using detail::call_queue;

// Memory for the one handler of its kind that is under way; further ones take theirs from the heap.
class handler_memory {
public:
    void* allocate(std::size_t size) {
        if (size > sizeof memory_ || is_used_.exchange(true, std::memory_order_acquire)) {
            return ::operator new(size);
        }
        return memory_;
    }
    void deallocate(void* p) noexcept {
        if (p == memory_) {
            is_used_.store(false, std::memory_order_release);
        } else {
            ::operator delete(p);
        }
    }

private:
    alignas(std::max_align_t) std::byte memory_[512];
    std::atomic<bool> is_used_{false};
};

template <class T>
class handler_allocator {
public:
    using value_type = T;
    explicit handler_allocator(handler_memory& m) : memory_(&m) {}
    template <class U>
    handler_allocator(const handler_allocator<U>& other) : memory_(other.memory_) {}
    T* allocate(std::size_t n) { return static_cast<T*>(memory_->allocate(n * sizeof(T))); }
    void deallocate(T* p, std::size_t) noexcept { memory_->deallocate(p); }
    friend bool operator==(const handler_allocator& a, const handler_allocator& b) {
        return a.memory_ == b.memory_;
    }

private:
    template <class U>
    friend class handler_allocator;
    handler_memory* memory_;
};

class async_driver : public std::enable_shared_from_this<async_driver> {
public:
    // `c` has been validated.
    async_driver(boost::asio::any_io_executor executor, config c);
    virtual ~async_driver();

    const boost::asio::any_io_executor& executor() const { return executor_; }
    const config& configuration() const { return config_; }
    virtual topology::cluster& cluster() = 0;
    bool is_connected() const { return connected_.load(std::memory_order_acquire); }
    // Everything ends with client_abort; handlers run later.
    virtual void close_now() = 0;

    // ---- calls: any thread
    detail::call_ptr acquire();
    void recycle(async_call& c) noexcept;
    void start(async_call& c);
    // `if_unsent`: not once a byte of a write is out.
    void cancel(async_call& c, std::uint64_t serial, bool if_unsent);

protected:
    struct cancellation {
        async_call* call = nullptr;
        std::uint64_t serial = 0;
        bool if_unsent = false;
    };

    // On a thread of the executor, some time after wake(): takes up what has been started.
    virtual void serve() = 0;
    void wake();
    struct inbox {
        call_queue started;
        std::vector<cancellation> cancelled;
        bool has_more = false;  // calls that have been started
    };
    // At most `most` of the calls that have been started, and all cancellations: at once, so that
    // one never comes before its call.
    inbox take_inbox(std::size_t most);
    // Runs the handlers. No lock is held.
    void finish(call_queue done);
    // Seconds since 2010-01-01 UTC.
    virtual std::uint32_t now_s() const = 0;
    void set_connected(bool is) { connected_.store(is, std::memory_order_release); }

private:
    void push_started(async_call& c);

    const boost::asio::any_io_executor executor_;
    const config config_;
    std::atomic<bool> connected_{false};

    std::mutex calls_mutex_;  // of what follows
    std::vector<std::unique_ptr<async_call>> calls_;
    std::vector<async_call*> free_;

    std::mutex inbox_mutex_;  // of what follows
    call_queue started_;
    std::vector<cancellation> cancelled_;
    bool is_woken_ = false;
    handler_memory wake_memory_;
};

// `c` has been validated.
std::shared_ptr<async_driver> make_async_tcp_driver(boost::asio::any_io_executor executor,
                                                    const config& c, const async_options& options);
std::shared_ptr<async_driver> make_async_direct_driver(boost::asio::any_io_executor executor,
                                                       const config& c,
                                                       std::shared_ptr<direct_transport> transport);

// Errors that calls end with.
error closed_error();
error cancelled_error();
error not_connected_error();

}  // namespace spikelet::net
