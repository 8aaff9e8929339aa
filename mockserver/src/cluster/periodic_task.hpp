// Work that a clock calls again and again, such as nsup.
#pragma once

#include <spikelet/mock/clock.hpp>

#include <cstdint>
#include <functional>
#include <mutex>

namespace spikelet::mock {

// Any thread. The clock and whatever the functions use outlive it.
class periodic_task {
public:
    // `period_s` is asked before each turn: so many seconds until it, 0 for none from now on.
    // `work` runs as timers of the clock do.
    periodic_task(clock& time, std::function<std::uint32_t()> period_s,
                  std::function<void(time_ms now)> work);
    periodic_task(const periodic_task&) = delete;
    periodic_task& operator=(const periodic_task&) = delete;
    // Waits for the work if it is running.
    ~periodic_task();

    // Takes up a changed period: the next turn is a whole one from now. Also begins the first.
    void restart();

private:
    void replace_timer(std::uint32_t period_s);
    void add_timer(std::uint32_t period_s);

    clock& time_;
    const std::function<std::uint32_t()> period_s_;
    const std::function<void(time_ms)> work_;
    std::mutex mutex_;
    clock::timer_id timer_ = 0;  // 0: none
    std::uint64_t round_ = 0;    // a restart begins a new one; work of an old one does not go on
};

}  // namespace spikelet::mock
