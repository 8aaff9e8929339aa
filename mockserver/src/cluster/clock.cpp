#include <spikelet/mock/clock.hpp>

#include <algorithm>
#include <cassert>
#include <utility>

namespace spikelet::mock {
namespace {

// The only place in the library that asks the operating system for the time.
time_ms system_now() {
    const auto since_unix = std::chrono::system_clock::now().time_since_epoch();
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(since_unix).count();
    const std::int64_t since_epoch = ms - epoch_unix_s * 1000;
    return since_epoch < 0 ? 0 : static_cast<time_ms>(since_epoch);
}

// In pieces, so that no deadline overflows and a step of the machine's clock is noticed.
void sleep_really(time_ms until) {
    constexpr time_ms piece_max = 60000;
    for (time_ms now = system_now(); now < until; now = system_now()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(std::min(until - now, piece_max)));
    }
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

clock::~clock() {
    assert(participants_.empty() && !is_running_timers());
}

time_ms clock::now() const {
    return mode_ == clock_mode::real ? system_now() : now_.load(std::memory_order_acquire);
}

std::int64_t clock::ahead_s() const {
    if (mode_ == clock_mode::real) return 0;
    return static_cast<std::int64_t>(now() / 1000) - static_cast<std::int64_t>(system_now() / 1000);
}

void clock::advance(std::chrono::milliseconds by) {
    if (mode_ == clock_mode::real) {
        throw std::logic_error(
            "advance: a real clock cannot be moved; make the cluster with clock mode manual or "
            "automatic");
    }
    if (by.count() < 0) {
        throw std::invalid_argument("advance: " + std::to_string(by.count()) +
                                    " ms is in the past; a clock only moves forward");
    }
    std::unique_lock lock(mutex_);
    if (is_inside_timer()) {
        throw std::logic_error("advance: called in the work of a timer, while the clock is moving");
    }
    changed_.wait(lock, [this] { return !is_running_timers(); });
    run_until(lock, now_ + static_cast<time_ms>(by.count()));
}

// ---- timers

clock::timer_id clock::add_timer(time_ms due, std::function<void(time_ms now)> work) {
    std::unique_lock lock(mutex_);
    const timer_id id = ++last_id_;
    const bool is_earlier = due < next_due();
    timer_by_id_.emplace(id, timers_.emplace(due, timer{id, std::move(work)}));
    refresh_next_due();
    if (!is_earlier || !notify_) return id;

    // While it is counted, notify_ stays as it is.
    ++notifications_;
    lock.unlock();
    notify_();
    lock.lock();
    --notifications_;
    changed_.notify_all();
    return id;
}

void clock::cancel_timer(timer_id id) {
    timer_queue::node_type cancelled;  // destroyed without the lock: its work may hold anything
    std::unique_lock lock(mutex_);
    if (const auto it = timer_by_id_.find(id); it != timer_by_id_.end()) {
        cancelled = extract(it->second);
    } else if (!is_inside_timer()) {
        changed_.wait(lock, [&] { return running_ != id; });
    }
}

void clock::run_due() {
    std::unique_lock lock(mutex_);
    if (!is_running_timers()) run_until(lock, now());
}

void clock::on_earlier_timer(std::function<void()> notify) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return notifications_ == 0; });
    notify_.swap(notify);
    lock.unlock();
}

// Runs every timer due until `upto`, in order of time, and leaves a virtual clock at `upto`. Only
// when no other thread is at it; the lock is given up while a timer runs.
void clock::run_until(std::unique_lock<std::mutex>& lock, time_ms upto) {
    const auto move_to = [this](time_ms t) {
        if (mode_ != clock_mode::real && t > now_) now_ = t;
    };
    while (!timers_.empty() && timers_.begin()->first <= upto) {
        auto next = extract(timers_.begin());
        move_to(next.key());
        run(lock, std::move(next.mapped()));
    }
    move_to(upto);
    changed_.notify_all();
}

void clock::run(std::unique_lock<std::mutex>& lock, timer t) {
    class turn {
    public:
        turn(clock& c, std::unique_lock<std::mutex>& held, timer_id id) : clock_(c), lock_(held) {
            clock_.running_ = id;
            clock_.runner_ = std::this_thread::get_id();
            lock_.unlock();
        }
        turn(const turn&) = delete;
        turn& operator=(const turn&) = delete;
        ~turn() {
            lock_.lock();
            clock_.running_ = 0;
            clock_.runner_ = {};
            clock_.changed_.notify_all();
        }

    private:
        clock& clock_;
        std::unique_lock<std::mutex>& lock_;
    };
    const turn ours(*this, lock, t.id);
    std::function<void(time_ms)> work;  // destroyed within the turn
    work.swap(t.work);
    work(now());
}

clock::timer_queue::node_type clock::extract(timer_queue::iterator it) {
    timer_by_id_.erase(it->second.id);
    auto node = timers_.extract(it);
    refresh_next_due();
    return node;
}

void clock::refresh_next_due() {
    next_due_.store(timers_.empty() ? UINT64_MAX : timers_.begin()->first,
                    std::memory_order_relaxed);
}

// ---- waiting

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
    if (c.mode_ == clock_mode::real) return sleep_really(until);

    std::unique_lock lock(c.mutex_);
    if (c.now_ >= until) return;
    if (c.is_inside_timer()) {
        throw std::logic_error("sleep_until: called in the work of a timer, while the clock moves");
    }
    struct waiting {
        time_ms& until;
        ~waiting() { until = 0; }
    };
    waiting_until_ = until;
    const waiting mark{waiting_until_};
    while (c.now_ < until || c.is_running_timers()) {
        if (!c.jump_if_all_wait(lock)) c.changed_.wait(lock);
    }
}

// False when somebody can still run; otherwise the clock has moved.
bool clock::jump_if_all_wait(std::unique_lock<std::mutex>& lock) {
    if (is_running_timers()) return false;
    time_ms earliest = UINT64_MAX;
    for (const participant* p : participants_) {
        if (p->waiting_until_ <= now_) return false;
        earliest = std::min(earliest, p->waiting_until_);
    }
    if (mode_ == clock_mode::manual || earliest == UINT64_MAX) {
        throw clock_stuck(describe_waiters());
    }
    run_until(lock, std::min(earliest, next_due()));
    return true;
}

std::string clock::describe_waiters() const {
    std::string text = "the " + std::string(name(mode_)) + " clock stands still at " +
                       std::to_string(now_) + " ms and every participant waits:";
    for (const participant* p : participants_) {
        text += p == participants_.front() ? " " : ", ";
        text += p->name_;
        text += p->waiting_until_ == UINT64_MAX
                    ? " for ever"
                    : " until " + std::to_string(p->waiting_until_) + " ms (" +
                          std::to_string(p->waiting_until_ - now_) + " ms from now)";
    }
    if (mode_ == clock_mode::manual) {
        text +=
            "; call advance() from a thread that does not wait, and let it join as a participant";
    }
    return text;
}

}  // namespace spikelet::mock
