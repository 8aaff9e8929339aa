#include "agent/connection.hpp"

#include <spikelet/wire/frame.hpp>

#include <chrono>
#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace spikelet::agent {
namespace {

using namespace std::chrono_literals;
using verdict = exchange::verdict;

// A frame of the message type with a body of `text`.
std::string frame(std::string_view text, wire::frame_type type = wire::frame_type::message) {
    wire::buffer out;
    wire::frame_writer w(out, type);
    out.append(text);
    w.finish();
    return std::string(wire::as_text(out.view()));
}

struct recording final : exchange {
    std::vector<std::string> replies;
    std::vector<fault> faults;
    std::string why;
    std::vector<verdict> verdicts;  // to answer; done when there is none left

    verdict replied(wire::bytes_view bytes, instant) override {
        replies.emplace_back(wire::as_text(bytes.subspan(wire::frame_header_size)));
        return replies.size() <= verdicts.size() ? verdicts[replies.size() - 1] : verdict::done;
    }
    void failed(fault f, bool, std::string_view text, instant) override {
        faults.push_back(f);
        why = text;
    }
};

// A connection with a socket that takes everything, and the exchanges that came out.
struct bench {
    explicit bench(connection::settings s = {}) : c(s) {
        c.open();
        c.connected();
    }
    void submit(recording& e, std::string_view request, exchange_terms t = {.patience = 3s}) {
        c.submit(e, wire::as_bytes(request), t);
    }
    std::string send(std::size_t most = SIZE_MAX) {
        const wire::bytes_view bytes = c.unsent();
        std::string sent(wire::as_text(bytes.first(std::min(most, bytes.size()))));
        c.wrote(sent.size());
        return sent;
    }
    void receive(std::string_view bytes) { c.received(wire::as_bytes(bytes), now); }
    std::vector<exchange*> completed() {
        std::vector<exchange*> all;
        while (exchange* e = c.take_completed())
            all.push_back(e);
        return all;
    }
    connection c;
    instant now = 0s;
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST(agent_connection_test, requests_leave_together_and_replies_are_matched_in_order) {
    bench b;
    recording first, second;
    b.submit(first, "one");
    b.submit(second, "two");
    EXPECT_EQ(b.send(), "onetwo");
    b.receive(frame("1") + frame("2"));
    EXPECT_THAT(b.completed(), ElementsAre(&first, &second));
    EXPECT_THAT(first.replies, ElementsAre("1"));
    EXPECT_THAT(second.replies, ElementsAre("2"));
    EXPECT_TRUE(b.c.is_idle());
    EXPECT_EQ(b.c.next_timer(), never);
}

TEST(agent_connection_test, reply_in_pieces_is_put_together) {
    bench b;
    recording e;
    b.submit(e, "x");
    b.send();
    for (const char byte : frame("answer")) {
        EXPECT_THAT(e.replies, IsEmpty());
        b.receive({&byte, 1});
    }
    EXPECT_THAT(e.replies, ElementsAre("answer"));
}

TEST(agent_connection_test, exchange_may_be_submitted_before_the_connection_is_there) {
    connection c({});
    c.open();
    EXPECT_EQ(c.wants(), connection::wish::connect);
    recording e;
    c.submit(e, wire::as_bytes("early"), {});
    EXPECT_TRUE(c.unsent().empty());
    c.connected();
    EXPECT_EQ(wire::as_text(c.unsent()), "early");
}

TEST(agent_connection_test, depth_is_bounded) {
    bench b({.depth_max = 2});
    recording e[2];
    b.submit(e[0], "a");
    EXPECT_TRUE(b.c.can_take(false));
    b.submit(e[1], "b");
    EXPECT_FALSE(b.c.can_take(false));
    b.send();
    b.receive(frame("1"));
    EXPECT_TRUE(b.c.can_take(false));
}

TEST(agent_connection_test, bytes_that_wait_for_the_socket_are_bounded) {
    bench b({.unsent_size_max = 10});
    recording e;
    b.submit(e, "0123456789");
    EXPECT_FALSE(b.c.can_take(false));
    b.send(1);
    EXPECT_TRUE(b.c.can_take(false));
}

TEST(agent_connection_test, stream_has_the_connection_to_itself) {
    bench b;
    recording e, stream;
    stream.verdicts = {verdict::more, verdict::more, verdict::done};
    b.submit(e, "x");
    EXPECT_FALSE(b.c.can_take(true));
    b.send();
    b.receive(frame(""));
    ASSERT_TRUE(b.c.can_take(true));
    b.submit(stream, "scan", {.is_stream = true});
    EXPECT_FALSE(b.c.can_take(false));
    b.send();
    b.receive(frame("1") + frame("2"));
    EXPECT_FALSE(b.c.can_take(false));
    b.receive(frame("3"));
    EXPECT_THAT(stream.replies, ElementsAre("1", "2", "3"));
    EXPECT_TRUE(b.c.can_take(false));
}

TEST(agent_connection_test, late_reply_is_thrown_away_and_the_connection_kept) {
    bench b;
    recording slow, next;
    b.submit(slow, "a", {.deadline = 1s, .patience = 3s});
    b.submit(next, "b", {.deadline = 9s, .patience = 3s});
    b.send();
    EXPECT_EQ(b.c.next_timer(), instant(1s));
    b.c.timer(b.now = 1s);
    EXPECT_THAT(slow.faults, ElementsAre(fault::timed_out));
    EXPECT_THAT(b.completed(), ElementsAre(&slow));
    EXPECT_EQ(b.c.next_timer(), instant(4s));
    b.receive(frame("late") + frame("mine"));
    EXPECT_THAT(slow.replies, IsEmpty());
    EXPECT_THAT(next.replies, ElementsAre("mine"));
    EXPECT_EQ(b.c.wants(), connection::wish::nothing);
}

TEST(agent_connection_test, connection_is_closed_when_the_late_reply_outlasts_the_patience) {
    bench b;
    recording slow, next;
    b.submit(slow, "a", {.deadline = 1s, .patience = 3s});
    b.submit(next, "b", {.deadline = 9s, .patience = 3s});
    b.send();
    b.c.timer(b.now = 1s);
    b.c.timer(b.now = 4s);
    EXPECT_EQ(b.c.wants(), connection::wish::close);
    EXPECT_THAT(next.faults, ElementsAre(fault::lost));
    EXPECT_THAT(b.completed(), ElementsAre(&slow, &next));
}

TEST(agent_connection_test, without_patience_a_timeout_closes_the_connection) {
    bench b;
    recording e;
    b.submit(e, "a", {.deadline = 1s, .patience = 0s});
    b.send();
    b.c.timer(b.now = 1s);
    EXPECT_THAT(e.faults, ElementsAre(fault::timed_out));
    EXPECT_EQ(b.c.wants(), connection::wish::close);
}

TEST(agent_connection_test, timer_that_comes_early_changes_nothing) {
    bench b;
    recording e;
    b.submit(e, "a", {.deadline = 2s, .patience = 1s});
    b.c.timer(b.now = 1s);
    EXPECT_THAT(e.faults, IsEmpty());
    EXPECT_EQ(b.c.next_timer(), instant(2s));
}

TEST(agent_connection_test, cancelled_exchange_leaves_its_reply_behind) {
    bench b;
    recording gone, next;
    b.submit(gone, "a");
    b.submit(next, "b");
    b.send();
    EXPECT_TRUE(b.c.cancel(gone, b.now));
    EXPECT_FALSE(b.c.cancel(gone, b.now));
    EXPECT_THAT(gone.faults, ElementsAre(fault::aborted));
    b.receive(frame("1") + frame("2"));
    EXPECT_THAT(gone.replies, IsEmpty());
    EXPECT_THAT(next.replies, ElementsAre("2"));
}

TEST(agent_connection_test, finished_connection_answers_what_is_under_way_then_closes) {
    bench b;
    recording e;
    b.submit(e, "a");
    b.send();
    b.c.finish();
    EXPECT_FALSE(b.c.can_take(false));
    EXPECT_EQ(b.c.wants(), connection::wish::nothing);
    b.receive(frame("1"));
    EXPECT_THAT(e.replies, ElementsAre("1"));
    EXPECT_EQ(b.c.wants(), connection::wish::close);
}

TEST(agent_connection_test, finished_connection_does_not_wait_for_late_replies) {
    bench b;
    recording slow, cancelled;
    b.submit(slow, "a", {.deadline = 1s, .patience = 3s});
    b.submit(cancelled, "b", {.deadline = 9s, .patience = 3s});
    b.send();
    b.c.finish();
    b.c.timer(b.now = 1s);
    EXPECT_EQ(b.c.wants(), connection::wish::nothing);
    b.c.cancel(cancelled, b.now);
    EXPECT_EQ(b.c.wants(), connection::wish::close);
    b.c.closed(fault::lost, "closed", b.now);
    EXPECT_THAT(b.completed(), ElementsAre(&slow, &cancelled));
    EXPECT_TRUE(b.c.is_idle());
}

TEST(agent_connection_test, bytes_that_nobody_asked_for_close_the_connection) {
    bench b;
    recording unsent;
    b.submit(unsent, "a");
    b.receive(frame("?"));
    EXPECT_EQ(b.c.wants(), connection::wish::close);
    EXPECT_THAT(unsent.faults, ElementsAre(fault::nothing_sent));
}

TEST(agent_connection_test, reply_of_another_type_or_size_closes_the_connection) {
    for (const std::string& bad :
         {frame("text", wire::frame_type::info), std::string("\x01\x03\0\0\0\0\0\0", 8),
          std::string("\x02\x03\0\0\x7f\0\0\0", 8)}) {
        bench b;
        recording e;
        b.submit(e, "a");
        b.send();
        b.receive(bad);
        EXPECT_EQ(b.c.wants(), connection::wish::close);
        EXPECT_THAT(e.faults, ElementsAre(fault::malformed));
    }
}

TEST(agent_connection_test, malformed_reply_is_that_of_the_first_and_the_others_are_lost) {
    bench b;
    recording gone, first, next;
    b.submit(gone, "a");
    b.submit(first, "b");
    b.submit(next, "c");
    b.send();
    b.c.cancel(gone, b.now);
    b.receive(frame("late") + "nonsense");
    EXPECT_THAT(first.faults, ElementsAre(fault::malformed));
    EXPECT_THAT(next.faults, ElementsAre(fault::lost));
    EXPECT_THAT(b.completed(), ElementsAre(&gone, &first, &next));

    bench late;
    recording slow, behind;
    late.submit(slow, "a");
    late.submit(behind, "b");
    late.send();
    late.c.cancel(slow, late.now);
    late.receive("nonsense");
    EXPECT_THAT(behind.faults, ElementsAre(fault::lost));
}

TEST(agent_connection_test, reply_that_does_not_fit_its_request_closes_the_connection) {
    bench b;
    recording wrong, next;
    wrong.verdicts = {verdict::out_of_step};
    b.submit(wrong, "a");
    b.submit(next, "b");
    b.send();
    b.receive(frame("1") + frame("2"));
    EXPECT_THAT(b.completed(), ElementsAre(&wrong, &next));
    EXPECT_THAT(wrong.faults, IsEmpty());
    EXPECT_THAT(next.faults, ElementsAre(fault::lost));
    EXPECT_EQ(b.c.wants(), connection::wish::close);
}

TEST(agent_connection_test, closed_connection_can_be_opened_again) {
    bench b;
    recording lost, next;
    b.submit(lost, "a");
    b.send();
    b.c.closed(fault::lost, "reset", b.now);
    EXPECT_FALSE(b.c.is_usable());
    b.c.open();
    b.c.connected();
    b.submit(next, "b");
    EXPECT_EQ(b.send(), "b");
    b.receive(frame("1"));
    EXPECT_THAT(b.completed(), ElementsAre(&lost, &next));
    EXPECT_THAT(next.replies, ElementsAre("1"));
}

// The same script again and again, with the connection lost after each of its steps: every exchange
// ends exactly once, and knows whether a byte of it was handed over.
TEST(agent_connection_test, loss_at_every_step_ends_every_exchange_once) {
    for (std::size_t lost_at = 0;; ++lost_at) {
        SCOPED_TRACE(lost_at);
        bench b;
        recording e[4];
        std::size_t handed_over[4] = {};
        const std::string replies = frame("0") + frame("1") + frame("2") + frame("3");
        std::deque<std::function<void()>> script;
        const auto send = [&](std::size_t count) {
            const std::string sent = b.send(count);
            for (const char who : sent)
                ++handed_over[who - '0'];
        };
        script.push_back([&] { b.submit(e[0], "000"); });
        script.push_back([&] { b.submit(e[1], "111", {.deadline = 2s, .patience = 5s}); });
        script.push_back([&] { send(4); });
        script.push_back([&] { b.submit(e[2], "222"); });
        script.push_back([&] { b.receive(std::string_view(replies).substr(0, 5)); });
        script.push_back([&] { b.c.timer(b.now = 3s); });
        script.push_back([&] { b.receive(std::string_view(replies).substr(5, 4)); });
        script.push_back([&] { send(3); });
        script.push_back([&] { b.submit(e[3], "333"); });
        script.push_back([&] { b.receive(std::string_view(replies).substr(9, 9)); });
        script.push_back([&] { send(SIZE_MAX); });
        script.push_back([&] { b.receive(std::string_view(replies).substr(18)); });
        std::size_t submitted = 0;
        for (std::size_t step = 0; step < std::min(lost_at, script.size()); ++step) {
            script[step]();
            submitted += step == 0 || step == 1 || step == 3 || step == 8 ? 1u : 0u;
        }
        b.c.closed(fault::lost, "reset by peer", b.now);

        EXPECT_EQ(b.completed().size(), submitted);
        EXPECT_TRUE(b.c.is_idle());
        for (std::size_t i = 0; i < submitted; ++i) {
            SCOPED_TRACE(i);
            ASSERT_EQ(e[i].replies.size() + e[i].faults.size(), 1u);
            if (e[i].faults.empty() || e[i].faults[0] == fault::timed_out) continue;
            EXPECT_EQ(e[i].faults[0], handed_over[i] == 0 ? fault::nothing_sent : fault::lost);
            EXPECT_EQ(e[i].why, "reset by peer");
        }
        if (lost_at == script.size()) break;
    }
}

}  // namespace
}  // namespace spikelet::agent
