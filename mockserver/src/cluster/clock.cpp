#include <spikelet/mock/clock.hpp>

#include <algorithm>

namespace spikelet::mock {
namespace {

// The only place in the library that asks the operating system for the time.
time_ms system_now() {
    const auto since_unix = std::chrono::system_clock::now().time_since_epoch();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(since_unix).count();
    const std::int64_t since_epoch = ms - epoch_unix_s * 1000;
    return since_epoch < 0 ? 0 : static_cast<time_ms>(since_epoch);
}

}  // namespace

std::string_view name(clock_mode mode) {
    switch (mode) {
        case clock_mode::real:
            return "real";
        case clock_mode::automatic:
            return "auto";
        case clock_mode::manual:
            return "manual";
    }
    return "unknown";
}

clock::clock(clock_mode mode) : clock(mode, system_now()) {}
clock::clock(clock_mode mode, time_ms start) : mode_(mode), now_(start) {}
clock::~clock() = default;

time_ms clock::now() const {
    return mode_ == clock_mode::real ? system_now() : now_.load(std::memory_order_acquire);
}

void clock::advance(std::chrono::milliseconds by) {
    if (mode_ == clock_mode::real) {
        throw std::logic_error(
            "a real clock cannot be advanced; make the cluster with clock mode manual");
    }
    if (by.count() < 0) throw std::logic_error("a clock does not go back");
    std::unique_lock lock(mutex_);
    run_due_locked(lock, now_.load() + static_cast<time_ms>(by.count()));
}

// Runs every timer due until `upto`, in order of time, and leaves a virtual clock at `upto`.
void clock::run_due_locked(std::unique_lock<std::mutex>& lock, time_ms upto) {
    while (running_ != 0)
        changed_.wait(lock);  // timers of one clock run one at a time
    while (!timers_.empty() && timers_.begin()->first <= upto) {
        const time_ms due = timers_.begin()->first;
        timer t = std::move(timers_.begin()->second);
        timers_.erase(timers_.begin());
        refresh_next_due();
        if (mode_ != clock_mode::real && due > now_.load()) now_.store(due);
        running_ = t.id;
        runner_ = std::this_thread::get_id();
        lock.unlock();
        t.work(now());
        t.work = nullptr;  // what it holds is let go without the lock
        lock.lock();
        running_ = 0;
        runner_ = {};
        changed_.notify_all();
    }
    if (mode_ != clock_mode::real && upto > now_.load()) now_.store(upto);
    changed_.notify_all();
}

void clock::run_due() {
    std::unique_lock lock(mutex_);
    // Another thread, or the timer's own work, is at it.
    if (running_ != 0) return;
    run_due_locked(lock, now());
}

void clock::refresh_next_due() {
    next_due_.store(timers_.empty() ? UINT64_MAX : timers_.begin()->first,
                    std::memory_order_relaxed);
}

clock::timer_id clock::add_timer(time_ms due, std::function<void(time_ms now)> work) {
    std::function<void()> notify;
    timer_id id = 0;
    {
        const std::lock_guard lock(mutex_);
        id = ++last_id_;
        const bool earlier = timers_.empty() || due < timers_.begin()->first;
        timers_.emplace(due, timer{id, std::move(work)});
        refresh_next_due();
        if (earlier) notify = notify_;
    }
    if (notify) notify();
    return id;
}

void clock::cancel_timer(timer_id id) {
    std::unique_lock lock(mutex_);
    const auto it = std::find_if(timers_.begin(), timers_.end(),
                                 [id](const auto& entry) { return entry.second.id == id; });
    if (it != timers_.end()) {
        timers_.erase(it);
        refresh_next_due();
        return;
    }
    if (runner_ == std::this_thread::get_id()) return;  // from within its own work
    while (running_ == id)
        changed_.wait(lock);
}

void clock::on_earlier_timer(std::function<void()> notify) {
    const std::lock_guard lock(mutex_);
    notify_ = std::move(notify);
}

// ---- waiting
// ---------------------------------------------------------------------------------------------

clock::participant::participant(clock& c, std::string name) : clock_(c), name_(std::move(name)) {
    const std::lock_guard lock(clock_.mutex_);
    clock_.participants_.push_back(this);
}

clock::participant::~participant() {
    const std::lock_guard lock(clock_.mutex_);
    std::erase(clock_.participants_, this);
    // It may have been the last that could run: the others look again.
    clock_.changed_.notify_all();
}

void clock::participant::sleep_until(time_ms until) {
    clock& c = clock_;
    if (c.mode_ == clock_mode::real) {
        std::unique_lock lock(c.mutex_);
        const time_ms now = c.now();
        if (now < until) {
            c.changed_.wait_for(lock, std::chrono::milliseconds(until - now),
                                [&] { return c.now() >= until; });
        }
        return;
    }
    std::unique_lock lock(c.mutex_);
    if (c.now() >= until) return;
    waiting_until_ = until;
    const auto stop_waiting = [&] { waiting_until_ = 0; };
    try {
        while (c.now() < until) {
            c.jump_if_all_wait(lock);
            if (c.now() >= until) break;
            c.changed_.wait(lock);
        }
    } catch (...) {
        stop_waiting();
        throw;
    }
    stop_waiting();
}

void clock::jump_if_all_wait(std::unique_lock<std::mutex>& lock) {
    if (participants_.empty() || running_ != 0) return;
    time_ms earliest = UINT64_MAX;
    for (const participant* p : participants_) {
        if (p->waiting_until_ == 0 || p->waiting_until_ <= now_.load()) return;  // it can run
        earliest = std::min(earliest, p->waiting_until_);
    }
    if (mode_ == clock_mode::automatic) {
        if (!timers_.empty()) earliest = std::min(earliest, timers_.begin()->first);
        run_due_locked(lock, earliest);
        return;
    }
    std::string text = "a manual clock stands still at " + std::to_string(now_.load()) +
                       " ms and everybody waits for it:";
    for (const participant* p : participants_) {
        text += " " + p->name_ + " until " + std::to_string(p->waiting_until_) + " ms;";
    }
    text.back() = '.';
    throw clock_stuck(text + " Call advance() from a thread that does not wait.");
}

}  // namespace spikelet::mock
