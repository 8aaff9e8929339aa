// Where requests are written down while somebody wants to know.
#pragma once

#include <spikelet/mock/journal.hpp>

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

namespace spikelet::mock {

// Any thread.
class journal {
public:
    // What a command pays while nobody wants to know: one atomic read.
    bool is_on() const { return on_.load(std::memory_order_relaxed); }

    // Begins anew.
    void start() {
        const std::lock_guard lock(mutex_);
        entries_.clear();
        on_.store(true, std::memory_order_relaxed);
    }
    void stop() { on_.store(false, std::memory_order_relaxed); }
    void add(journal_entry entry) {
        const std::lock_guard lock(mutex_);
        entries_.push_back(std::move(entry));
    }
    std::vector<journal_entry> entries() const {
        const std::lock_guard lock(mutex_);
        return entries_;
    }

private:
    std::atomic<bool> on_{false};
    mutable std::mutex mutex_;
    std::vector<journal_entry> entries_;
};

}  // namespace spikelet::mock
