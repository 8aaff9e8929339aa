#include "net/side_threads.hpp"

#include <system_error>
#include <utility>

namespace spikelet::mock::net {

void side_threads::run(std::function<void()> job) {
    std::unique_lock lock(mutex_);
    if (stopped_) return;
    if (jobs_.size() >= idle_ && threads_.size() < count_max && !start_thread() &&
        threads_.empty()) {
        lock.unlock();
        return job();
    }
    jobs_.push_back(std::move(job));
    wake_.notify_one();
}

// False when the system has none left.
bool side_threads::start_thread() {
    try {
        threads_.emplace_back([this] { work(); });
        return true;
    } catch (const std::system_error&) {
        return false;
    }
}

void side_threads::stop() {
    std::deque<std::function<void()>> dropped;
    std::vector<std::thread> ending;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        dropped.swap(jobs_);
        ending.swap(threads_);
    }
    wake_.notify_all();
    for (std::thread& t : ending)
        t.join();
}

void side_threads::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        ++idle_;
        wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
        --idle_;
        if (stopped_) return;
        const std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace spikelet::mock::net
