// A clock shared by threads. Each test ends whatever the order in which threads run.
#include <spikelet/mock/clock.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace spikelet::mock {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;

// Runs work(0) … work(count - 1), each on its own thread, until they are joined.
template <class Work>
std::vector<std::jthread> start_threads(int count, Work work) {
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(count) + 1);
    for (int i = 0; i < count; ++i) {
        threads.emplace_back(work, i);
    }
    return threads;
}

TEST(clock_threads, concurrent_advances_add_up) {
    clock c(clock_mode::manual, 0);
    std::atomic<int> fired{0};
    for (time_ms due = 1; due <= 2000; ++due) {
        c.add_timer(due, [&](time_ms) { ++fired; });
    }
    start_threads(4, [&](int) {
        for (int i = 0; i < 500; ++i) {
            c.advance(1ms);
        }
    }).clear();  // joins
    EXPECT_EQ(c.now(), 2000u);
    EXPECT_EQ(fired, 2000);
}

TEST(clock_threads, cancel_waits_for_the_work_that_is_running) {
    for (int round = 0; round < 50; ++round) {
        clock c(clock_mode::manual, 0);
        std::latch started(1);
        std::latch go(1);
        bool finished = false;  // without a lock: cancel_timer alone orders the accesses
        const auto id = c.add_timer(1, [&](time_ms) {
            started.count_down();
            go.wait();
            finished = true;
        });
        const std::jthread driver([&] { c.advance(1ms); });
        started.wait();
        go.count_down();
        c.cancel_timer(id);
        EXPECT_TRUE(finished);
    }
}

TEST(clock_threads, cancelled_work_is_destroyed) {
    for (int round = 0; round < 200; ++round) {
        clock c(clock_mode::manual, 0);
        auto owned = std::make_unique<int>(1);
        const auto id = c.add_timer(1, [&owned](time_ms) { ++*owned; });
        const std::jthread driver([&] { c.advance(1ms); });
        c.cancel_timer(id);
        owned.reset();
    }
}

TEST(clock_threads, timer_is_cancelled_while_others_run) {
    clock c(clock_mode::manual, 0);
    std::latch started(1);
    std::latch go(1);
    c.add_timer(1, [&](time_ms) {
        started.count_down();
        go.wait();
    });
    bool ran = false;
    const auto second = c.add_timer(2, [&](time_ms) { ran = true; });
    {
        const std::jthread driver([&] { c.advance(10ms); });
        started.wait();
        c.cancel_timer(second);  // returns though the first one runs on
        c.run_due();             // so does this
        go.count_down();
    }
    EXPECT_FALSE(ran);
    EXPECT_EQ(c.now(), 10u);
}

TEST(clock_threads, function_that_was_told_of_timers_runs_no_more_once_replaced) {
    clock c(clock_mode::real);
    for (int round = 0; round < 200; ++round) {
        auto told = std::make_unique<std::atomic<int>>(0);
        c.on_earlier_timer([&told] { ++*told; });
        const std::jthread adder([&] { c.cancel_timer(c.add_timer(1, [](time_ms) {})); });
        c.on_earlier_timer({});
        told.reset();
    }
}

TEST(clock_threads, automatic_clock_waits_for_whom_can_run) {
    clock c(clock_mode::automatic, 0);
    clock::participant main(c, "main");
    std::latch joined(1);
    std::jthread worker([&] {
        clock::participant p(c, "worker");
        joined.count_down();
        p.sleep_until(10);
        EXPECT_EQ(c.now(), 10u);
        p.sleep_until(30);
        EXPECT_EQ(c.now(), 30u);
    });
    joined.wait();
    EXPECT_EQ(c.now(), 0u) << "main can run";
    main.sleep_until(20);
    EXPECT_EQ(c.now(), 20u);
    main.sleep_until(40);
    EXPECT_EQ(c.now(), 40u);
}

TEST(clock_threads, automatic_clock_goes_on_when_the_last_that_could_run_leaves) {
    clock c(clock_mode::automatic, 0);
    std::optional<clock::participant> main;
    main.emplace(c, "main");
    std::latch joined(1);
    std::jthread worker([&] {
        clock::participant p(c, "worker");
        joined.count_down();
        p.sleep_until(10);
    });
    joined.wait();
    main.reset();
    worker.join();
    EXPECT_EQ(c.now(), 10u);
}

// Sleepers see ascending times, and the clock stops at every deadline of any of them.
TEST(clock_threads, automatic_clock_serves_many_sleepers) {
    constexpr int sleepers = 4;
    clock c(clock_mode::automatic, 0);
    std::atomic<int> fired{0};
    std::latch joined(sleepers);
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    start_threads(sleepers, [&](int t) {
        std::mt19937_64 random(seed + static_cast<unsigned>(t));
        clock::participant p(c, "sleeper " + std::to_string(t));
        joined.arrive_and_wait();
        for (int i = 0; i < 300; ++i) {
            const time_ms until = c.now() + random() % 20;
            if (i % 3 == 0) c.add_timer(until, [&](time_ms) { ++fired; });
            p.sleep_until(until);
            EXPECT_EQ(c.now(), until) << "nothing moves it while a sleeper runs";
        }
    }).clear();  // joins
    c.run_due();
    EXPECT_EQ(fired, sleepers * 100);
}

TEST(clock_threads, manual_clock_wakes_sleepers_when_it_is_advanced) {
    clock c(clock_mode::manual, 0);
    clock::participant main(c, "main");
    std::latch joined(2);
    std::atomic<int> awake{0};
    auto threads = start_threads(2, [&](int t) {
        const time_ms until = t == 0 ? 10 : 20;
        clock::participant p(c, "sleeper");
        joined.count_down();
        p.sleep_until(until);
        EXPECT_GE(c.now(), until);
        ++awake;
    });
    joined.wait();
    for (int i = 0; i < 20; ++i) {
        c.advance(1ms);
    }
    threads.clear();  // joins
    EXPECT_EQ(awake, 2);
}

TEST(clock_threads, manual_clock_tells_all_waiters_that_it_is_stuck) {
    clock c(clock_mode::manual, 0);
    std::latch joined(2);
    std::mutex mutex;
    std::vector<std::string> texts;
    start_threads(2, [&](int t) {
        clock::participant p(c, t == 0 ? "client" : "tend");
        joined.arrive_and_wait();
        try {
            p.sleep_until(100);
            ADD_FAILURE() << "thread " << t << " woke up";
        } catch (const clock_stuck& e) {
            const std::lock_guard lock(mutex);
            texts.emplace_back(e.what());
        }
    }).clear();  // joins
    EXPECT_EQ(texts.size(), 2u);
    EXPECT_THAT(texts, Contains(AllOf(HasSubstr("client until 100 ms (100 ms from now)"),
                                      HasSubstr("tend until 100 ms (100 ms from now)"))));
    EXPECT_EQ(c.now(), 0u);
}

// Adders, cancellers and two who run timers at once: each timer runs at most once, never after it
// was cancelled, and all that were not cancelled run.
TEST(clock_threads, timers_of_many_threads) {
    constexpr int threads_count = 4;
    constexpr int timers_each = 500;
    struct slot {
        std::atomic<int> runs{0};
        bool kept = false;
        int runs_when_cancelled = 0;
    };
    clock c(clock_mode::manual, 0);
    std::vector<std::vector<slot>> slots(threads_count);
    for (auto& row : slots) {
        row = std::vector<slot>(timers_each);
    }
    std::atomic<int> at_work{threads_count};
    std::atomic<int> inside{0};
    auto threads = start_threads(threads_count, [&](int t) {
        std::mt19937_64 random(static_cast<unsigned>(t));
        for (slot& s : slots[static_cast<std::size_t>(t)]) {
            const auto id = c.add_timer(c.now() + random() % 5, [&](time_ms) {
                EXPECT_EQ(++inside, 1) << "one at a time";
                ++s.runs;
                --inside;
            });
            s.kept = random() % 2 == 0;
            if (s.kept) continue;
            c.cancel_timer(id);
            s.runs_when_cancelled = s.runs;
        }
        --at_work;
    });
    threads.emplace_back([&] {
        while (at_work > 0) {
            c.run_due();
        }
    });
    while (at_work > 0) {
        c.advance(1ms);
    }
    threads.clear();  // joins
    c.advance(1s);
    EXPECT_EQ(c.next_due(), UINT64_MAX);
    for (const auto& row : slots) {
        for (const slot& s : row) {
            EXPECT_EQ(s.runs, s.kept ? 1 : s.runs_when_cancelled);
        }
    }
}

}  // namespace
}  // namespace spikelet::mock
