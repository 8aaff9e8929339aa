#include "cluster/periodic_task.hpp"

#include <utility>

namespace spikelet::mock {

periodic_task::periodic_task(clock& time, std::function<std::uint32_t()> period_s,
                             std::function<void(time_ms now)> work)
    : time_(time), period_s_(std::move(period_s)), work_(std::move(work)) {}

periodic_task::~periodic_task() {
    replace_timer(0);
}

void periodic_task::restart() {
    replace_timer(period_s_());
}

void periodic_task::replace_timer(std::uint32_t period_s) {
    clock::timer_id old = 0;
    {
        const std::lock_guard lock(mutex_);
        old = std::exchange(timer_, 0);
        ++round_;
        if (period_s != 0) add_timer(period_s);
    }
    // Waits for the work if it is running, which takes the lock at its end.
    if (old != 0) time_.cancel_timer(old);
}

void periodic_task::add_timer(std::uint32_t period_s) {
    timer_ = time_.add_timer(time_.now() + period_s * 1000ull, [this, round = round_](time_ms now) {
        work_(now);
        const std::lock_guard lock(mutex_);
        if (round_ != round) return;
        if (const std::uint32_t next = period_s_(); next != 0) add_timer(next);
    });
}

}  // namespace spikelet::mock
