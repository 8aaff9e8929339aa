// Cancelling a call: what ends, and what is said about it.
#include "gate.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace spikelet::tests {
namespace {

using asio::cancellation_type;

class cancellation : public gated {
protected:
    // A call whose end is noted.
    auto noting(error& outcome, bool& ended) {
        return asio::bind_cancellation_slot(
            signal.slot(), [&outcome, &ended](const error& failed, const auto&...) {
                outcome = failed;
                ended = true;
            });
    }
    // The commands after it get their own replies.
    void expect_the_connection_in_step() {
        node.set_open(true);
        cluster.put(ann, {{"n", 42}});
        const auto [failed, read] = wait_for(context, db.async_get(ann));
        EXPECT_FALSE(failed) << failed;
        EXPECT_EQ(read.bins.at("n"), 42);
    }

    asio::cancellation_signal signal;
    error outcome;
    bool ended = false;
};

TEST_F(cancellation, terminal_ends_a_read_whose_reply_is_thrown_away) {
    node.set_open(false);
    db.async_exists(ann, {}, noting(outcome, ended));
    run_until([&] { return node.commands() == 1; });
    signal.emit(cancellation_type::terminal);
    EXPECT_FALSE(ended);
    run_until([&] { return ended; });
    EXPECT_EQ(outcome, client_errc::client_abort);
    EXPECT_FALSE(outcome.in_doubt());
    expect_the_connection_in_step();
    EXPECT_EQ(node.command_connections(), 1u);
}

TEST_F(cancellation, terminal_after_a_write_is_out_leaves_it_in_doubt) {
    node.set_open(false);
    db.async_put(ann, {{"n", 1}}, {}, noting(outcome, ended));
    run_until([&] { return node.commands() == 1; });
    signal.emit(cancellation_type::terminal);
    run_until([&] { return ended; });
    EXPECT_EQ(outcome, client_errc::client_abort);
    EXPECT_TRUE(outcome.in_doubt());
    expect_the_connection_in_step();
}

TEST_F(cancellation, total_after_a_write_is_out_is_ignored) {
    node.set_open(false);
    db.async_put(ann, {{"n", 1}}, {}, noting(outcome, ended));
    run_until([&] { return node.commands() == 1; });
    signal.emit(cancellation_type::total);
    // The next call is taken up after the cancellation.
    bool ended_too = false;
    db.async_exists(ann, {}, [&](const error&, const auto&) { ended_too = true; });
    run_until([&] { return node.commands() == 2; });
    EXPECT_FALSE(ended);
    node.set_open(true);
    run_until([&] { return ended && ended_too; });
    EXPECT_FALSE(outcome) << outcome;
    EXPECT_EQ(cluster.get(ann)->bins.at("n"), 1);
}

TEST_F(cancellation, total_ends_a_read_that_is_out) {
    node.set_open(false);
    db.async_get(ann, {}, noting(outcome, ended));
    run_until([&] { return node.commands() == 1; });
    signal.emit(cancellation_type::total);
    run_until([&] { return ended; });
    EXPECT_EQ(outcome, client_errc::client_abort);
    expect_the_connection_in_step();
}

TEST_F(cancellation, before_a_byte_is_out_a_write_is_not_sent) {
    // Both are taken up together.
    db.async_put(ann, {{"n", 1}}, {}, noting(outcome, ended));
    signal.emit(cancellation_type::total);
    run_until([&] { return ended; });
    EXPECT_EQ(outcome, client_errc::client_abort);
    EXPECT_FALSE(outcome.in_doubt());
    expect_the_connection_in_step();
    EXPECT_EQ(node.commands(), 1u);
}

TEST_F(cancellation, after_the_end_does_nothing) {
    db.async_put(ann, {{"n", 1}}, {}, noting(outcome, ended));
    run_until([&] { return ended; });
    // Another call has the memory of the first one by now.
    bool ended_too = false;
    error outcome_too;
    db.async_exists(ann, {}, [&](const error& failed, const auto&) {
        outcome_too = failed;
        ended_too = true;
    });
    signal.emit(cancellation_type::terminal);
    run_until([&] { return ended_too; });
    EXPECT_FALSE(outcome_too) << outcome_too;
}

TEST_F(cancellation, ends_a_question_of_the_text_protocol) {
    asio::ip::tcp::acceptor deaf(context, {asio::ip::address_v4::loopback(), 0});
    db.async_info_node("node", {"127.0.0.1", deaf.local_endpoint().port()},
                       {.timeout = milliseconds(0)}, noting(outcome, ended));
    bool other = false;
    db.async_exists(ann, {}, [&](const error&, const auto&) { other = true; });
    run_until([&] { return other; });
    signal.emit(cancellation_type::terminal);
    run_until([&] { return ended; });
    EXPECT_EQ(outcome, client_errc::client_abort);
}

}  // namespace
}  // namespace spikelet::tests
