// One more thread for what would hold up a loop. It starts with its first job: most servers never
// need it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace spikelet::mock::net {

class side_thread {
public:
    side_thread() = default;
    side_thread(const side_thread&) = delete;
    side_thread& operator=(const side_thread&) = delete;
    ~side_thread() { stop(); }

    // Runs it after all jobs before; any thread. After stop() it is dropped.
    void run(std::function<void()> job);
    // Ends after the job that is running; the others are dropped.
    void stop();

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> jobs_;
    bool stopped_ = false;
    std::thread thread_;
};

}  // namespace spikelet::mock::net
