// The connections of one node: the latest used first, as many as may be open, closed when they have
// been idle for too long. Time is the test's.
#include "net/connection_pool.hpp"
#include "net/system_time.hpp"
#include "tcp_front.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace spikelet::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using taken = connection_pool::taken;

class pool : public testing::Test {
protected:
    pool() : front([] { return [](wire::bytes_view) { return tests::tcp_front::answer{}; }; }) {}

    // A connection in use, with a socket.
    connection* opened(connection_pool& p, instant now) {
        const auto place = p.take(now);
        if (place.what == taken::idle) return place.c;
        EXPECT_EQ(place.what, taken::must_open);
        std::string why;
        EXPECT_TRUE(
            p.open(*place.c, socket::connect(front.address(), steady_now() + seconds(60), why)))
            << why;
        return place.c;
    }

    tests::tcp_front front;
};

TEST_F(pool, latest_used_connection_is_taken_first) {
    connection_pool p({.connections_max = 3, .idle_limit = seconds(60)});
    connection* a = opened(p, seconds(1));
    connection* b = opened(p, seconds(1));
    connection* c = opened(p, seconds(1));
    p.give_back(*b, seconds(1));
    p.give_back(*c, seconds(1));
    p.give_back(*a, seconds(1));
    EXPECT_EQ(p.take(seconds(1)).c, a);
    EXPECT_EQ(p.take(seconds(1)).c, c);
    EXPECT_EQ(p.take(seconds(1)).c, b);
}

TEST_F(pool, no_more_are_open_than_allowed) {
    connection_pool p({.connections_max = 2, .idle_limit = seconds(60)});
    connection* a = opened(p, seconds(1));
    connection* b = opened(p, seconds(1));
    EXPECT_EQ(p.take(seconds(1)).what, taken::exhausted);
    p.give_back(*a, seconds(1));
    EXPECT_EQ(p.take(seconds(1)).c, a);
    EXPECT_EQ(p.take(seconds(1)).what, taken::exhausted);
    p.discard(*b);
    EXPECT_EQ(p.take(seconds(1)).what, taken::must_open);
}

TEST_F(pool, connection_that_was_idle_for_too_long_is_not_used) {
    connection_pool p({.connections_max = 2, .idle_limit = seconds(10)});
    connection* a = opened(p, seconds(1));
    p.give_back(*a, seconds(1));
    EXPECT_EQ(p.take(seconds(11)).what, taken::idle);
    p.give_back(*a, seconds(11));
    EXPECT_EQ(p.take(seconds(21) + milliseconds(1)).what, taken::must_open);
}

TEST_F(pool, balance_closes_idle_ones_down_to_the_least_number) {
    connection_pool p({.connections_max = 4, .connections_min = 1, .idle_limit = seconds(10)});
    std::vector<connection*> all;
    all.reserve(3);
    for (int i = 0; i < 3; ++i)
        all.push_back(opened(p, seconds(0)));
    for (std::size_t i = 0; i < all.size(); ++i)
        p.give_back(*all[i], seconds(static_cast<int>(i)));
    p.balance(seconds(11));  // the first one is older than 10 s
    EXPECT_EQ(p.missing(), 0u);
    EXPECT_EQ(p.take(seconds(11)).c, all[2]);
    EXPECT_EQ(p.take(seconds(11)).c, all[1]);
    EXPECT_EQ(p.take(seconds(11)).what, taken::must_open);
}

TEST_F(pool, least_number_survives_the_idle_limit) {
    connection_pool p({.connections_max = 4, .connections_min = 2, .idle_limit = seconds(10)});
    EXPECT_EQ(p.missing(), 2u);
    connection* a = opened(p, seconds(0));
    connection* b = opened(p, seconds(0));
    connection* c = opened(p, seconds(0));
    for (connection* each : {a, b, c})
        p.give_back(*each, seconds(0));
    p.balance(seconds(100));
    EXPECT_EQ(p.missing(), 0u);
}

TEST_F(pool, place_for_one_more_is_given_although_others_are_idle) {
    connection_pool p({.connections_max = 2, .connections_min = 2, .idle_limit = seconds(10)});
    p.give_back(*opened(p, seconds(0)), seconds(0));
    connection* second = p.take_place();
    ASSERT_NE(second, nullptr);
    EXPECT_FALSE(second->socket.is_open());
    EXPECT_EQ(p.missing(), 0u);
    EXPECT_EQ(p.take_place(), nullptr);
}

TEST_F(pool, connection_that_the_peer_closed_is_not_used_after_a_silence) {
    connection_pool p({.connections_max = 2, .idle_limit = seconds(60)});
    connection* a = opened(p, seconds(1));
    p.give_back(*a, seconds(1));
    front.stop();
    EXPECT_EQ(p.take(seconds(5)).what, taken::must_open);
}

TEST_F(pool, node_that_left_keeps_no_connection) {
    connection_pool p({.connections_max = 3, .idle_limit = seconds(60)});
    connection* in_use = opened(p, seconds(1));
    connection* idle = opened(p, seconds(1));
    p.give_back(*idle, seconds(1));
    p.retire();
    p.give_back(*in_use, seconds(1));
    p.revive();
    EXPECT_EQ(p.take(seconds(1)).what, taken::must_open);
}

TEST_F(pool, connection_from_before_a_restart_is_closed_when_it_comes_back) {
    connection_pool p({.connections_max = 3, .idle_limit = seconds(60)});
    connection* old = opened(p, seconds(1));
    p.retire();
    p.revive();
    p.give_back(*old, seconds(1));
    EXPECT_EQ(p.take(seconds(1)).what, taken::must_open);
}

TEST_F(pool, nothing_is_opened_after_the_client_closed) {
    connection_pool p({.connections_max = 3, .idle_limit = seconds(60)});
    const auto place = p.take(seconds(1));
    ASSERT_EQ(place.what, taken::must_open);
    p.abort();
    std::string why;
    EXPECT_FALSE(
        p.open(*place.c, socket::connect(front.address(), steady_now() + seconds(60), why)));
    p.discard(*place.c);
}

}  // namespace
}  // namespace spikelet::net
