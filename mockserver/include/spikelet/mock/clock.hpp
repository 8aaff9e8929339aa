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

// Thrown to a waiting thread when a manual clock can never move again because everybody waits for
// it. The text names the waiters and their deadlines.
class clock_stuck : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class clock {
public:
    // Virtual clocks begin at the machine's time, so that void-times look right to foreign clients.
    explicit clock(clock_mode mode);
    // A virtual clock that begins at `start`: two runs see the same times.
    clock(clock_mode mode, time_ms start);
    clock(const clock&) = delete;
    clock& operator=(const clock&) = delete;
    ~clock();

    clock_mode mode() const { return mode_; }
    // Any thread; no lock and no system call in the virtual modes, a vDSO call in the real one.
    time_ms now() const;
    std::uint32_t now_s() const { return static_cast<std::uint32_t>(now() / 1000); }

    // Moves a virtual clock forward, firing every timer that becomes due, in order of time, each at
    // its own time. Returns after the last of them ran. Throws std::logic_error on a real clock.
    void advance(std::chrono::milliseconds by);

    // ---- timers: work that is due at a time
    // -------------------------------------------------------------
    using timer_id = std::uint64_t;
    // Calls `work(now)` once when the clock reaches `due`. Virtual clocks run it inside advance()
    // or inside a jump, on that thread; on a real clock somebody must call run_due() (an event
    // loop, or a direct call). Never called under a lock of the clock: it may add and cancel
    // timers.
    timer_id add_timer(time_ms due, std::function<void(time_ms now)> work);
    // After it returns the work does not run any more; waits for it when it is just running on
    // another thread.
    void cancel_timer(timer_id id);
    // Due time of the earliest timer, or UINT64_MAX. One atomic read: cheap enough for each
    // command.
    time_ms next_due() const { return next_due_.load(std::memory_order_relaxed); }
    // Runs what is due now. Any thread; timers of one clock run one at a time.
    void run_due();
    // Told whenever next_due() becomes earlier; for event loops of a real clock that sleep until
    // then. An empty function ends it. Called without a lock held.
    void on_earlier_timer(std::function<void()> notify);

    // ---- waiting
    // ----------------------------------------------------------------------------------------
    // Threads that share a virtual clock join it, so that it knows when nothing can run. A thread
    // that never joined does not hold the clock back.
    class participant {
    public:
        participant(clock& c, std::string name);
        participant(const participant&) = delete;
        participant& operator=(const participant&) = delete;
        ~participant();
        // Returns when the clock has reached `until`. Real: sleeps. Automatic: when every
        // participant waits, the clock jumps to the earliest deadline or timer. Manual: another
        // thread must advance(); if every participant waits and nobody else can, throws
        // clock_stuck.
        void sleep_until(time_ms until);

    private:
        friend class clock;
        clock& clock_;
        std::string name_;
        time_ms waiting_until_ = 0;  // 0: running
    };

private:
    struct timer {
        timer_id id;
        std::function<void(time_ms)> work;
    };
    void jump_if_all_wait(std::unique_lock<std::mutex>& lock);
    void run_due_locked(std::unique_lock<std::mutex>& lock, time_ms upto);
    void refresh_next_due();

    const clock_mode mode_;
    std::atomic<time_ms> now_{0};  // virtual modes
    std::atomic<time_ms> next_due_{UINT64_MAX};
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::multimap<time_ms, timer> timers_;
    std::vector<participant*> participants_;
    timer_id last_id_ = 0;
    timer_id running_ = 0;  // id of the timer whose work runs now
    std::thread::id runner_;
    std::function<void()> notify_;
};

}  // namespace spikelet::mock
