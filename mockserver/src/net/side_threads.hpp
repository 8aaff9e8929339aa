// Threads for what would hold up a loop. The first starts with the first job, further ones when a
// job finds all of them at work: most servers never need any.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace spikelet::mock::net {

class side_threads {
public:
    static constexpr std::size_t count_max = 4;

    side_threads() = default;
    side_threads(const side_threads&) = delete;
    side_threads& operator=(const side_threads&) = delete;
    ~side_threads() { stop(); }

    // Begins jobs in their order, as many at once as there may be threads; on the caller's when the
    // system refuses the first of them. Any thread. After stop() they are dropped.
    void run(std::function<void()> job);
    // Ends after the jobs that are running; the others are dropped.
    void stop();

private:
    bool start_thread();
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    std::size_t idle_ = 0;  // threads that wait for a job
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace spikelet::mock::net
