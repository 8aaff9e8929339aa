#include "net/side_threads.hpp"

#include <utility>

namespace spikelet::mock::net {

void side_threads::run(std::function<void()> job) {
    const std::lock_guard lock(mutex_);
    if (stopped_) return;
    jobs_.push_back(std::move(job));
    if (jobs_.size() > idle_ && threads_.size() < count_max) {
        threads_.emplace_back([this] { work(); });
    } else {
        wake_.notify_one();
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
