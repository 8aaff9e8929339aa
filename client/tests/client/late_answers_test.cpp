// Peers that accept a connection and then answer late, in pieces or never: what ends a call, what
// it says then, and what becomes of the connection (chapter 04 §2). Over TCP, with deadlines of
// milliseconds; no test depends on how fast the machine is.
#include "net/system_time.hpp"
#include "tcp_front.hpp"
#include "ways.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

namespace spikelet::tests {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Le;
using manner = tcp_front::manner;

const key bob("test", "users", "bob");

// What happens to the next command: how it is answered, and how much of the answer there is.
struct fate {
    manner how = manner::whole;
    double part = 1;                           // of the mock's answer
    std::shared_future<void> not_before = {};  // the command is done, and its answer waits
};

class late_answers : public testing::Test {
protected:
    late_answers()
        : front([this] { return session(); }),
          db(connected({})),
          accepted_before(front.accepted()) {
        cluster.put(ann, {{"a", 1}});
        cluster.put(bob, {{"b", 2}});
    }

    client connected(config c) const {
        c.hosts = {front.address()};
        client made(std::move(c));
        made.connect().value();
        return made;
    }
    void next(std::initializer_list<fate> all) {
        const std::lock_guard lock(mutex);
        fates.assign(all);
    }
    // Connections that calls have opened so far.
    std::size_t opened() const { return front.accepted() - accepted_before; }

    tcp_front::session session() {
        auto transport = cluster.transport();
        return [this, channel = std::shared_ptr(transport->connect(transport->seeds().at(0)))](
                   wire::bytes_view frame) {
            constexpr std::uint8_t message_frame = 3;
            wire::buffer reply;
            channel->exchange(frame, reply);
            auto bytes = reply.view();
            fate f;
            if (frame[1] == message_frame) {
                const std::lock_guard lock(mutex);
                if (!fates.empty()) {
                    f = fates.front();
                    fates.pop_front();
                }
            }
            if (f.not_before.valid()) f.not_before.wait();
            bytes =
                bytes.first(static_cast<std::size_t>(f.part * static_cast<double>(bytes.size())));
            return tcp_front::answer{.bytes = {bytes.begin(), bytes.end()}, .how = f.how};
        };
    }

    mock::cluster cluster;
    std::mutex mutex;
    std::deque<fate> fates;
    tcp_front front;
    client db;
    const std::size_t accepted_before;
};

fate silent() {
    return {.how = manner::falls_silent, .part = 0};
}
fate half() {
    return {.how = manner::falls_silent, .part = 0.5};
}

TEST_F(late_answers, write_that_is_never_answered_is_in_doubt_and_names_the_node) {
    for (const fate& f : {silent(), half()}) {
        next({f});
        const auto put =
            db.put(ann, {{"a", 7}},
                   {.socket_timeout = milliseconds(20), .timeout_delay = milliseconds(0)});
        ASSERT_FALSE(put);
        EXPECT_EQ(put.error(), client_errc::timeout) << put.error();
        EXPECT_EQ(put.error().number(), 9);
        EXPECT_EQ(put.error().node(), "A1");
        EXPECT_EQ(put.error().attempts(), 1u);
        EXPECT_TRUE(put.error().in_doubt());
    }
    EXPECT_EQ(cluster.get(ann)->bins.at("a"), 7);
}

TEST_F(late_answers, read_that_is_never_answered_is_tried_again_over_new_connections) {
    next({silent(), half(), silent()});
    const read_policy policy{.total_timeout = milliseconds(0),
                             .socket_timeout = milliseconds(20),
                             .timeout_delay = milliseconds(0),
                             .max_retries = 2};
    const auto read = db.get(ann, policy);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::timeout) << read.error();
    EXPECT_EQ(read.error().node(), "A1");
    EXPECT_EQ(read.error().attempts(), 3u);
    EXPECT_FALSE(read.error().in_doubt());
    EXPECT_EQ(opened(), 3u);
    // None of them went back into the pool; the next one does.
    EXPECT_EQ(db.get(bob)->bins.at("b"), 2);
    EXPECT_EQ(db.get(bob)->bins.at("b"), 2);
    EXPECT_EQ(opened(), 4u);
}

TEST_F(late_answers, attempt_after_a_silent_one_may_succeed) {
    next({silent()});
    const auto read =
        db.get(ann, {.total_timeout = milliseconds(0), .socket_timeout = milliseconds(20)});
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->bins.at("a"), 1);
}

TEST_F(late_answers, total_timeout_ends_all_attempts_together) {
    next({silent(), half(), silent(), half(), silent(), half(), silent(), half()});
    const auto begin = net::steady_now();
    const auto put = db.put(ann, {{"a", 7}},
                            {.total_timeout = milliseconds(50),
                             .socket_timeout = milliseconds(20),
                             .timeout_delay = milliseconds(0),
                             .max_retries = 100});
    EXPECT_GE(net::steady_now() - begin, milliseconds(50));
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), client_errc::timeout) << put.error();
    EXPECT_THAT(put.error().attempts(), AllOf(Ge(1u), Le(3u)));
    EXPECT_TRUE(put.error().in_doubt());
    EXPECT_EQ(put.error().node(), "A1");
}

TEST_F(late_answers, total_timeout_alone_limits_the_silence) {
    next({silent()});
    const auto read =
        db.get(ann, {.total_timeout = milliseconds(30), .socket_timeout = milliseconds(0)});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::timeout) << read.error();
    EXPECT_EQ(read.error().attempts(), 1u);
}

// Each byte is news, but the whole call has its limit.
TEST_F(late_answers, peer_that_trickles_does_not_hold_a_call_beyond_its_total_timeout) {
    next({{.how = manner::trickles, .part = 0.3}});
    cluster.put(ann, {{"a", std::string(500000, 'x')}});
    const auto begin = net::steady_now();
    const auto read =
        db.get(ann, {.total_timeout = milliseconds(50), .timeout_delay = milliseconds(0)});
    EXPECT_GE(net::steady_now() - begin, milliseconds(50));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::timeout) << read.error();
    EXPECT_EQ(read.error().node(), "A1");
    EXPECT_EQ(db.get(bob)->bins.at("b"), 2);
    EXPECT_EQ(opened(), 2u);
}

TEST_F(late_answers, answer_may_come_byte_by_byte) {
    const std::string text(3000, 'x');
    next({{.how = manner::by_byte}, {.how = manner::by_byte}, {.how = manner::by_byte}});
    ASSERT_TRUE(db.put(ann, {{"a", text}}));
    EXPECT_EQ(db.get(ann).value().bins.at("a"), text);
    EXPECT_EQ(db.get({"test", "users", "nobody"}).error(), result_code::record_not_found);
    EXPECT_EQ(opened(), 1u);
}

TEST_F(late_answers, connection_that_ends_in_the_middle_is_lost) {
    for (const double part : {0.0, 0.5}) {
        next({{.how = manner::closes, .part = part}});
        const auto put = db.put(ann, {{"a", 7}});
        ASSERT_FALSE(put);
        EXPECT_EQ(put.error(), client_errc::connection) << put.error();
        EXPECT_EQ(put.error().node(), "A1");
        EXPECT_TRUE(put.error().in_doubt());
        EXPECT_EQ(put.error().attempts(), 1u);

        next({{.how = manner::closes, .part = part}});
        EXPECT_TRUE(db.get(ann));
    }
}

// The connection is kept for timeout_delay; its late answer is nobody else's.
TEST_F(late_answers, late_answer_is_thrown_away_and_its_connection_used_again) {
    client one = connected({.max_conns_per_node = 1});
    const std::size_t before = front.accepted();
    std::promise<void> gate;
    next({{.not_before = gate.get_future().share()}});
    const auto late = one.get(ann, {.total_timeout = milliseconds(20),
                                    .timeout_delay = milliseconds(3600000),
                                    .max_retries = 0});
    EXPECT_EQ(late.error(), client_errc::timeout);
    // The only connection waits for its answer.
    const auto none = one.get(bob, {.max_retries = 0});
    EXPECT_EQ(none.error(), client_errc::no_connections) << none.error();
    EXPECT_EQ(none.error().node(), "A1");
    EXPECT_FALSE(none.error().in_doubt());
    gate.set_value();
    auto read = one.get(bob, {.max_retries = 0});
    while (read.error() == client_errc::no_connections)
        read = one.get(bob, {.max_retries = 0});
    ASSERT_TRUE(read) << read.error();
    EXPECT_EQ(read->bins, (bins{{"b", 2}}));
    EXPECT_EQ(front.accepted() - before, 1u);
}

TEST_F(late_answers, connecting_has_a_limit_of_its_own) {
    client quick = connected({.connect_timeout = milliseconds(30)});
    front.ignore_connections();
    const auto read = quick.get(ann, {.total_timeout = milliseconds(0),
                                      .socket_timeout = milliseconds(0),
                                      .connect_timeout = milliseconds(20),
                                      .max_retries = 1});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), client_errc::connection) << read.error();
    EXPECT_THAT(read.error().message(), HasSubstr("cannot connect: timed out"));
    EXPECT_EQ(read.error().attempts(), 2u);
    EXPECT_EQ(read.error().node(), "A1");
}

TEST_F(late_answers, closing_ends_a_call_that_waits_for_ever) {
    next({silent()});
    std::thread waiting([&] {
        const auto put = db.put(
            ann, {{"a", 7}}, {.total_timeout = milliseconds(0), .socket_timeout = milliseconds(0)});
        EXPECT_EQ(put.error(), client_errc::client_abort) << put.error();
        EXPECT_TRUE(put.error().in_doubt());
    });
    while (cluster.get(ann)->bins.at("a") != 7)
        std::this_thread::yield();
    db.close();
    waiting.join();
}

TEST_F(late_answers, info_has_its_own_timeout) {
    // The front answers info at once: a peer that never does is a listener nobody serves.
    std::promise<void> gate;
    const auto wait = gate.get_future().share();
    tcp_front silent_front([wait] {
        return [wait](wire::bytes_view) {
            wait.wait();
            return tcp_front::answer{.how = manner::closes};
        };
    });
    const auto answer =
        db.info_node("build", silent_front.address(), {.timeout = milliseconds(20)});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error(), client_errc::timeout) << answer.error();
    EXPECT_THAT(answer.error().node(), HasSubstr("127.0.0.1"));
    gate.set_value();
}

TEST(silent_seed, connect_gives_up_after_the_connect_timeout_and_says_who_was_silent) {
    tcp_front front([] {
        return [](wire::bytes_view) { return tcp_front::answer{.how = manner::falls_silent}; };
    });
    client db({.hosts = {front.address()}, .connect_timeout = milliseconds(30)});
    const auto connected = db.connect();
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error(), client_errc::invalid_host);
    EXPECT_THAT(connected.error().message(),
                AllOf(HasSubstr("127.0.0.1:" + std::to_string(front.address().port)),
                      HasSubstr("no answer in time")));
}

}  // namespace
}  // namespace spikelet::tests
