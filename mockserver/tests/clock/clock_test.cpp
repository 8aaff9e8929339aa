// A clock used by one thread; several threads are in clock_threads_test.cpp.
#include <spikelet/mock/clock.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace spikelet::mock {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Timers write what fired and when.
class clock_test : public ::testing::Test {
protected:
    clock::timer_id add(time_ms due, std::string what) {
        return clock_.add_timer(due, [this, what = std::move(what)](time_ms now) {
            EXPECT_EQ(now, clock_.now());
            log_.push_back(what + "@" + std::to_string(now));
        });
    }

    clock clock_{clock_mode::manual, 1000};
    std::vector<std::string> log_;
};

TEST(clock_mode, has_a_name) {
    EXPECT_EQ(name(clock_mode::real), "real");
    EXPECT_EQ(name(clock_mode::automatic), "auto");
    EXPECT_EQ(name(clock_mode::manual), "manual");
}

TEST_F(clock_test, stands_still_until_it_is_advanced) {
    EXPECT_EQ(clock_.now(), 1000u);
    EXPECT_EQ(clock_.now_s(), 1u);
    clock_.advance(1500ms);
    EXPECT_EQ(clock_.now(), 2500u);
    EXPECT_EQ(clock_.now_s(), 2u);
    clock_.advance(0ms);
    EXPECT_EQ(clock_.now(), 2500u);
}

TEST_F(clock_test, virtual_clock_begins_at_the_time_of_the_machine) {
    const clock real(clock_mode::real);
    const time_ms before = real.now();
    const clock manual(clock_mode::manual);
    EXPECT_GE(manual.now(), before);
    EXPECT_LE(manual.now(), real.now());
    EXPECT_GT(before, 500000000000u) << "milliseconds since 2010, in 2025 or later";
}

TEST_F(clock_test, fires_in_order_of_time_each_at_its_own) {
    add(1030, "c");
    add(1010, "a");
    add(1020, "b");
    add(1051, "late");
    EXPECT_EQ(clock_.next_due(), 1010u);
    clock_.advance(50ms);
    EXPECT_THAT(log_, ElementsAre("a@1010", "b@1020", "c@1030"));
    EXPECT_EQ(clock_.now(), 1050u);
    EXPECT_EQ(clock_.next_due(), 1051u);
    clock_.advance(1ms);
    EXPECT_THAT(log_, ElementsAre("a@1010", "b@1020", "c@1030", "late@1051"));
    EXPECT_EQ(clock_.next_due(), UINT64_MAX);
}

TEST_F(clock_test, timers_of_one_time_fire_as_they_were_added) {
    for (const char* what : {"a", "b", "c", "d"}) {
        add(1010, what);
    }
    clock_.advance(10ms);
    EXPECT_THAT(log_, ElementsAre("a@1010", "b@1010", "c@1010", "d@1010"));
}

TEST_F(clock_test, timer_of_the_past_fires_now) {
    add(1, "old");
    add(1000, "now");
    EXPECT_TRUE(log_.empty()) << "not while it is added";
    clock_.run_due();
    EXPECT_THAT(log_, ElementsAre("old@1000", "now@1000"));
    add(1, "older");
    clock_.advance(5ms);
    EXPECT_THAT(log_, ElementsAre("old@1000", "now@1000", "older@1000"));
    EXPECT_EQ(clock_.now(), 1005u);
}

TEST_F(clock_test, timers_added_by_timers_fire_when_due_in_the_same_advance) {
    clock_.add_timer(1010, [this](time_ms now) {
        log_.push_back("first");
        add(now + 5, "second");
        add(now, "at once");
        add(now + 100, "later");
    });
    add(1012, "between");
    clock_.advance(20ms);
    EXPECT_THAT(log_, ElementsAre("first", "at once@1010", "between@1012", "second@1015"));
    clock_.advance(1h);
    EXPECT_EQ(log_.back(), "later@1110");
}

TEST_F(clock_test, periodic_timer_fires_once_a_period) {
    int runs = 0;
    std::function<void(time_ms)> again = [&](time_ms now) {
        ++runs;
        clock_.add_timer(now + 120000, again);
    };
    clock_.add_timer(clock_.now() + 120000, again);
    clock_.advance(24h);
    EXPECT_EQ(runs, 24 * 30);
}

TEST_F(clock_test, cancelled_timer_does_not_fire) {
    const auto a = add(1010, "a");
    add(1020, "b");
    const auto c = add(1030, "c");
    EXPECT_NE(a, c);
    EXPECT_NE(a, 0u);
    clock_.cancel_timer(a);
    EXPECT_EQ(clock_.next_due(), 1020u);
    clock_.cancel_timer(c);
    clock_.cancel_timer(c);
    clock_.cancel_timer(12345);
    clock_.advance(1s);
    EXPECT_THAT(log_, ElementsAre("b@1020"));
    clock_.cancel_timer(a);
}

TEST_F(clock_test, timer_cancels_itself_and_others) {
    clock::timer_id self = 0;
    const auto other = add(1020, "other");
    self = clock_.add_timer(1010, [&](time_ms) {
        clock_.cancel_timer(self);
        clock_.cancel_timer(other);
        log_.push_back("ran");
    });
    clock_.advance(1s);
    EXPECT_THAT(log_, ElementsAre("ran"));
}

TEST_F(clock_test, work_may_use_the_clock_when_it_is_destroyed) {
    class canceller {
    public:
        canceller(clock& c, clock::timer_id id) : clock_(c), id_(id) {}
        canceller(const canceller&) = delete;
        canceller& operator=(const canceller&) = delete;
        ~canceller() { clock_.cancel_timer(id_); }

    private:
        clock& clock_;
        clock::timer_id id_;
    };
    const auto first = add(2000, "first");
    const auto second = add(2000, "second");
    const auto hold = [this](clock::timer_id id) {
        return [guard = std::make_shared<canceller>(clock_, id)](time_ms) {};
    };
    clock_.cancel_timer(clock_.add_timer(1500, hold(first)));
    clock_.add_timer(1500, hold(second));
    clock_.advance(2s);
    EXPECT_TRUE(log_.empty());
}

TEST_F(clock_test, what_a_timer_throws_leaves_advance) {
    clock_.add_timer(1010, [](time_ms) { throw std::runtime_error("failed"); });
    add(1020, "next");
    EXPECT_THROW(clock_.advance(1s), std::runtime_error);
    EXPECT_EQ(clock_.now(), 1010u) << "it stands where that happened";
    clock_.advance(10ms);
    EXPECT_THAT(log_, ElementsAre("next@1020"));
}

TEST_F(clock_test, misuse_is_refused) {
    EXPECT_THROW(clock_.advance(-1ms), std::invalid_argument);
    clock real(clock_mode::real);
    EXPECT_THROW(real.advance(1ms), std::logic_error);
    clock_.add_timer(1010, [&](time_ms) {
        EXPECT_THROW(clock_.advance(1ms), std::logic_error);
        clock::participant p(clock_, "p");
        EXPECT_THROW(p.sleep_until(clock_.now() + 1), std::logic_error);
        clock_.run_due();  // does nothing
        log_.push_back("ran");
    });
    clock_.advance(10ms);
    EXPECT_EQ(log_.size(), 1u);
    EXPECT_EQ(clock_.now(), 1010u);
}

TEST_F(clock_test, tells_when_the_next_timer_becomes_earlier) {
    std::vector<time_ms> told;
    clock_.on_earlier_timer([&] { told.push_back(clock_.next_due()); });
    add(1100, "a");
    add(1200, "later");
    add(1100, "same");
    const auto earliest = add(1050, "earlier");
    clock_.cancel_timer(earliest);
    EXPECT_THAT(told, ElementsAre(1100, 1050));
    clock_.on_earlier_timer({});
    add(1010, "b");
    EXPECT_EQ(told.size(), 2u);
}

TEST_F(clock_test, notification_may_use_the_clock) {
    int told = 0;
    clock_.on_earlier_timer([&] {
        if (++told == 1) add(1005, "added by it");
        clock_.run_due();
    });
    add(1010, "a");
    EXPECT_EQ(told, 2);
    clock_.advance(10ms);
    EXPECT_THAT(log_, ElementsAre("added by it@1005", "a@1010"));
    clock_.on_earlier_timer({});
}

TEST_F(clock_test, random_timers_fire_sorted) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    // Due time and order of adding.
    std::vector<std::pair<time_ms, int>> wanted;
    std::vector<std::pair<time_ms, int>> fired;
    std::vector<clock::timer_id> ids;
    for (int i = 0; i < 2000; ++i) {
        const time_ms due = 1000 + random() % 500;
        wanted.emplace_back(due, i);
        ids.push_back(clock_.add_timer(due, [&, due, i](time_ms now) {
            EXPECT_EQ(now, due);
            fired.emplace_back(now, i);
        }));
    }
    for (int i = 1999; i >= 0; i -= 3) {
        clock_.cancel_timer(ids[static_cast<std::size_t>(i)]);
        wanted.erase(wanted.begin() + i);
    }
    while (clock_.now() < 1500) {
        clock_.advance(std::chrono::milliseconds(random() % 50));
    }
    std::ranges::sort(wanted);
    EXPECT_EQ(fired, wanted);
}

// ---- real clock

TEST(real_clock, runs_what_is_due_when_asked) {
    clock c(clock_mode::real);
    int ran = 0;
    c.add_timer(c.now(), [&](time_ms) { ++ran; });
    c.add_timer(c.now() + 3600000, [&](time_ms) { ++ran; });
    EXPECT_EQ(ran, 0);
    c.run_due();
    EXPECT_EQ(ran, 1);
}

TEST(real_clock, sleeper_returns_when_its_time_has_come) {
    clock c(clock_mode::real);
    clock::participant p(c, "p");
    p.sleep_until(0);
    const time_ms until = c.now() + 2;
    p.sleep_until(until);
    EXPECT_GE(c.now(), until);
}

// ---- waiting, alone

TEST(automatic_clock, jumps_when_its_only_participant_waits) {
    clock c(clock_mode::automatic, 0);
    clock::participant p(c, "p");
    p.sleep_until(86400000);
    EXPECT_EQ(c.now(), 86400000u);
    p.sleep_until(5);
    EXPECT_EQ(c.now(), 86400000u) << "the past is over";
}

TEST(automatic_clock, stops_at_each_timer_on_the_way) {
    clock c(clock_mode::automatic, 0);
    std::vector<time_ms> fired;
    for (const time_ms due : {50, 100, 30, 101}) {
        c.add_timer(due, [&](time_ms now) { fired.push_back(now); });
    }
    clock::participant p(c, "p");
    p.sleep_until(100);
    EXPECT_EQ(c.now(), 100u);
    EXPECT_THAT(fired, ElementsAre(30, 50, 100)) << "what is due at the deadline has run";
}

TEST(automatic_clock, can_be_advanced_too) {
    clock c(clock_mode::automatic, 0);
    int ran = 0;
    c.add_timer(10, [&](time_ms) { ++ran; });
    c.advance(10ms);
    EXPECT_EQ(ran, 1);
    EXPECT_EQ(c.now(), 10u);
}

TEST(automatic_clock, waiting_for_ever_is_stuck) {
    clock c(clock_mode::automatic, 7);
    clock::participant p(c, "client");
    try {
        p.sleep_until(UINT64_MAX);
        FAIL();
    } catch (const clock_stuck& e) {
        EXPECT_STREQ(e.what(),
                     "the auto clock stands still at 7 ms and every participant waits: client for "
                     "ever");
    }
    p.sleep_until(10);
    EXPECT_EQ(c.now(), 10u) << "the clock goes on";
}

TEST(manual_clock, is_stuck_when_its_only_participant_waits) {
    clock c(clock_mode::manual, 1000);
    clock::participant p(c, "client");
    p.sleep_until(1000);
    try {
        p.sleep_until(1250);
        FAIL();
    } catch (const clock_stuck& e) {
        EXPECT_THAT(e.what(), HasSubstr("the manual clock stands still at 1000 ms"));
        EXPECT_THAT(e.what(), HasSubstr("client until 1250 ms (250 ms from now)"));
        EXPECT_THAT(e.what(), HasSubstr("call advance()"));
    }
    c.advance(250ms);
    p.sleep_until(1250);
    EXPECT_EQ(c.now(), 1250u);
}

}  // namespace
}  // namespace spikelet::mock
