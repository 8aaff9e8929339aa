// The time of a cluster, owned by whoever made it.
//
// TTL, nsup, last-update-time, timeouts and the sleeps of retries all read it; nothing else in the
// library asks the operating system for the time.
//
//     mock::clock time{mock::clock_mode::manual};
//     time.advance(std::chrono::hours(24));   // records with a ttl of a day are gone, in
//     microseconds
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace spikelet::mock {

enum class clock_mode : std::uint8_t {
    real,       // the wall clock of the machine
    automatic,  // virtual: stands still while anything can run, jumps to the next timer when all
                // wait
    manual,     // virtual: moves by advance() only
};

// "real", "auto", "manual".
std::string_view name(clock_mode mode);

// Milliseconds since 2010-01-01T00:00:00Z, the epoch of void-times and last-update-times (chapter
// 01 §12).
using time_ms = std::uint64_t;
inline constexpr std::int64_t epoch_unix_s = 1262304000;

// Thrown to a waiting thread when a virtual clock can never move again: a manual one because every
// participant waits for it, an automatic one because all of them wait for ever. The text names the
// waiters and their deadlines.
class clock_stuck : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class clock {
public:
    // Virtual clocks begin at the machine's time, so that void-times look right to foreign clients.
    explicit clock(clock_mode mode);
    // A virtual clock that begins at `start`: two runs see the same times. A real one ignores it.
    clock(clock_mode mode, time_ms start);
    clock(const clock&) = delete;
    clock& operator=(const clock&) = delete;
    ~clock();

    clock_mode mode() const { return mode_; }
    // Any thread; no lock and no system call in the virtual modes, a vDSO call in the real one.
    time_ms now() const;
    std::uint32_t now_s() const { return static_cast<std::uint32_t>(now() / 1000); }
    // Seconds by which a virtual clock is ahead of the machine's; 0 of a real one. Any thread.
    std::int64_t ahead_s() const;

    // Moves a virtual clock forward, firing every timer that becomes due, in order of time, each at
    // its own time; timers that they add are fired too when they are due by then. Returns after the
    // last of them ran. Any thread; concurrent calls add up. Throws std::logic_error on a real
    // clock and in the work of a timer, std::invalid_argument when `by` is negative.
    void advance(std::chrono::milliseconds by);

    // ---- timers: work that is due at a time
    using timer_id = std::uint64_t;  // never 0
    // Calls `work(now)` once when the clock reaches `due`; timers of one time in the order in which
    // they were added. Virtual clocks run it inside advance() or inside a jump, on that thread; on
    // a real clock somebody must call run_due() (an event loop, or a direct call). Timers of one
    // clock run one at a time, without a lock of the clock: they may add and cancel timers. What
    // `work` throws leaves the call that ran it.
    timer_id add_timer(time_ms due, std::function<void(time_ms now)> work);
    // After it returns the work does not run any more and is destroyed; waits for it when it is
    // just running on another thread. In the work of a timer it does not wait.
    void cancel_timer(timer_id id);
    // Due time of the earliest timer, or UINT64_MAX. One atomic read: cheap enough for each
    // command.
    time_ms next_due() const { return next_due_.load(std::memory_order_relaxed); }
    // Runs what is due now. Any thread; returns at once when another one is running timers.
    void run_due();
    // Told whenever next_due() becomes earlier; for event loops of a real clock that sleep until
    // then. An empty function ends it. Called without a lock held; does not throw. After this
    // returns the function of before does not run any more; not to be called from within it.
    void on_earlier_timer(std::function<void()> notify);

    // ---- waiting
    // Threads that share a virtual clock join it, so that it knows when nothing can run. A thread
    // that never joined does not hold the clock back.
    class participant {
    public:
        participant(clock& c, std::string name);
        participant(const participant&) = delete;
        participant& operator=(const participant&) = delete;
        ~participant();
        // Returns when the clock has reached `until` and what was due by then has run. Real:
        // sleeps. Automatic: when every participant waits, the clock jumps to the earliest deadline
        // or timer. Manual: another thread must advance(). Throws clock_stuck when nobody is left
        // to do that, std::logic_error in the work of a timer.
        void sleep_until(time_ms until);

    private:
        friend class clock;
        clock& clock_;
        const std::string name_;
        time_ms waiting_until_ = 0;  // 0: running
    };

private:
    struct timer {
        timer_id id;
        std::function<void(time_ms)> work;
    };
    using timer_queue = std::multimap<time_ms, timer>;

    bool is_running_timers() const { return running_ != 0; }
    bool is_inside_timer() const { return runner_ == std::this_thread::get_id(); }
    void run_until(std::unique_lock<std::mutex>& lock, time_ms upto);
    void run(std::unique_lock<std::mutex>& lock, timer t);
    bool jump_if_all_wait(std::unique_lock<std::mutex>& lock);
    std::string describe_waiters() const;
    timer_queue::node_type extract(timer_queue::iterator it);
    void refresh_next_due();

    const clock_mode mode_;
    std::atomic<time_ms> now_{0};  // virtual modes
    std::atomic<time_ms> next_due_{UINT64_MAX};
    mutable std::mutex mutex_;
    std::condition_variable changed_;  // of all that follows, and of now_
    timer_queue timers_;
    std::unordered_map<timer_id, timer_queue::iterator> timer_by_id_;
    timer_id last_id_ = 0;
    timer_id running_ = 0;  // the timer whose work runs now, on the thread runner_
    std::thread::id runner_;
    std::vector<participant*> participants_;
    std::function<void()> notify_;
    unsigned notifications_ = 0;  // calls of notify_ under way
};

}  // namespace spikelet::mock
