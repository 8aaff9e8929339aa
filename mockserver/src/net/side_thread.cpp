#include "net/side_thread.hpp"

#include <utility>

namespace spikelet::mock::net {

void side_thread::run(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    jobs_.push_back(std::move(job));
    if (thread_.joinable()) {
        wake_.notify_one();
    } else {
        thread_ = std::thread([this] { work(); });
    }
}

void side_thread::stop() {
    std::deque<std::function<void()>> dropped;
    std::thread ending;
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        dropped.swap(jobs_);
        ending = std::move(thread_);
    }
    wake_.notify_one();
    if (ending.joinable()) ending.join();
}

void side_thread::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
        if (stopped_) return;
        const std::function<void()> job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace spikelet::mock::net
