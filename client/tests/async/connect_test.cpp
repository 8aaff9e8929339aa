// Connecting: attempts that fail, wait, are cancelled, or are overtaken by the client's end.
#include "gate.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

namespace spikelet::tests {
namespace {

using asio::cancellation_type;

class connecting : public testing::Test {
protected:
    struct noted {
        error outcome;
        int ended = 0;
    };
    static auto note(noted& n) {
        return [&n](const error& failed) {
            n.outcome = failed;
            ++n.ended;
        };
    }
    template <class Condition>
    void run_until(Condition condition) {
        context.restart();
        while (!condition())
            ASSERT_NE(context.run_one(), 0u);
    }
    // An attempt that waits for the node's first answer.
    void begin(noted& n) {
        node.listen();
        node.set_deaf(true);
        db.async_connect(note(n));
        run_until([&] { return node.connections() == 1; });
        EXPECT_EQ(n.ended, 0);
    }
    void expect_nothing_left() {
        node.stop();
        context.restart();
        context.run();
    }

    mock::cluster cluster;
    asio::io_context context{1};
    gate node{context, cluster, false};
    async_client db{context.get_executor(), node.client_config()};
};

TEST_F(connecting, succeeds_after_failures_once_a_node_is_reachable) {
    for (int i = 0; i < 2; ++i) {
        const auto [failed] = wait_for(context, db.async_connect());
        EXPECT_EQ(failed, client_errc::invalid_host);
        EXPECT_FALSE(db.is_connected());
    }
    node.listen();
    const auto [failed] = wait_for(context, db.async_connect());
    EXPECT_FALSE(failed) << failed;
    EXPECT_TRUE(db.is_connected());
    const auto [unwritten, written] =
        wait_for(context, db.async_put(key("test", "users", "ann"), {{"n", 1}}));
    EXPECT_FALSE(unwritten) << unwritten;
    db.close();
    expect_nothing_left();
}

TEST_F(connecting, calls_at_once_share_an_attempt_that_fails) {
    noted first, second;
    db.async_connect(note(first));
    db.async_connect(note(second));
    run_until([&] { return first.ended + second.ended == 2; });
    EXPECT_EQ(first.outcome, client_errc::invalid_host);
    EXPECT_EQ(second.outcome, client_errc::invalid_host);
    expect_nothing_left();
}

TEST_F(connecting, calls_at_once_share_an_attempt_that_succeeds) {
    noted first, second;
    begin(first);
    db.async_connect(note(second));
    node.set_deaf(false);
    run_until([&] { return first.ended + second.ended == 2; });
    EXPECT_FALSE(first.outcome) << first.outcome;
    EXPECT_FALSE(second.outcome) << second.outcome;
    EXPECT_EQ(node.connections(), 1u);
    // Once more does nothing.
    EXPECT_FALSE(std::get<0>(wait_for(context, db.async_connect())));
    EXPECT_EQ(node.connections(), 1u);
    db.close();
    expect_nothing_left();
}

TEST_F(connecting, cancelled_attempt_ends_at_once_and_another_one_succeeds) {
    for (const auto type :
         {cancellation_type::terminal, cancellation_type::partial, cancellation_type::total}) {
        asio::cancellation_signal signal;
        noted cancelled;
        if (node.connections() == 0) node.listen();
        node.set_deaf(true);
        const std::size_t before = node.connections();
        db.async_connect(asio::bind_cancellation_slot(signal.slot(), note(cancelled)));
        run_until([&] { return node.connections() != before; });
        signal.emit(type);
        EXPECT_EQ(cancelled.ended, 0);
        run_until([&] { return cancelled.ended != 0; });
        EXPECT_EQ(cancelled.outcome, client_errc::client_abort);
        EXPECT_FALSE(db.is_connected());
        // What the attempt had begun comes to its end, and nothing follows.
        node.set_deaf(false);
        run_until([&] { return node.open_connections() == 0; });
        EXPECT_FALSE(db.is_connected());
    }
    const auto [failed] = wait_for(context, db.async_connect());
    EXPECT_FALSE(failed) << failed;
    db.close();
    expect_nothing_left();
}

TEST_F(connecting, cancelling_one_call_leaves_the_other_its_attempt) {
    noted first, second;
    begin(first);
    asio::cancellation_signal signal;
    db.async_connect(asio::bind_cancellation_slot(signal.slot(), note(second)));
    signal.emit(cancellation_type::terminal);
    run_until([&] { return second.ended != 0; });
    EXPECT_EQ(second.outcome, client_errc::client_abort);
    EXPECT_EQ(first.ended, 0);
    node.set_deaf(false);
    run_until([&] { return first.ended != 0; });
    EXPECT_FALSE(first.outcome) << first.outcome;
    EXPECT_TRUE(db.is_connected());
    db.close();
    expect_nothing_left();
}

TEST_F(connecting, closing_at_once_ends_the_attempt) {
    noted attempt;
    begin(attempt);
    db.close();
    EXPECT_EQ(attempt.ended, 0);
    run_until([&] { return attempt.ended != 0; });
    EXPECT_EQ(attempt.outcome, client_errc::client_abort);
    expect_nothing_left();
    EXPECT_EQ(attempt.ended, 1);
}

TEST_F(connecting, graceful_close_ends_the_attempt_and_itself) {
    noted attempt, closed, late;
    begin(attempt);
    db.async_close(note(closed));
    db.async_connect(note(late));
    run_until([&] { return attempt.ended + closed.ended + late.ended == 3; });
    EXPECT_EQ(attempt.outcome, client_errc::client_abort);
    EXPECT_FALSE(closed.outcome) << closed.outcome;
    EXPECT_EQ(late.outcome, client_errc::client_abort);
    EXPECT_FALSE(db.is_connected());
    expect_nothing_left();
}

TEST_F(connecting, destroyed_client_ends_the_attempt) {
    noted attempt;
    begin(attempt);
    db = async_client(context.get_executor(), node.client_config());
    EXPECT_EQ(attempt.ended, 0);
    run_until([&] { return attempt.ended != 0; });
    EXPECT_EQ(attempt.outcome, client_errc::client_abort);
    expect_nothing_left();
}

TEST_F(connecting, closing_a_client_that_never_connected_does_nothing) {
    EXPECT_FALSE(std::get<0>(wait_for(context, db.async_close())));
    EXPECT_FALSE(std::get<0>(wait_for(context, db.async_close())));
    expect_nothing_left();
}

TEST(connecting_direct, cancelled_before_it_begins) {
    mock::cluster cluster;
    asio::io_context context;
    async_client db(context.get_executor(), {}, cluster.transport());
    asio::cancellation_signal signal;
    error outcome;
    db.async_connect(asio::bind_cancellation_slot(signal.slot(),
                                                  [&](const error& failed) { outcome = failed; }));
    signal.emit(cancellation_type::terminal);
    context.run();
    EXPECT_EQ(outcome, client_errc::client_abort);
    EXPECT_FALSE(db.is_connected());
    EXPECT_FALSE(std::get<0>(wait_for(context, db.async_connect())));
}

TEST(connecting_direct, graceful_close_is_not_cancelled) {
    mock::cluster cluster;
    asio::io_context context;
    async_client db(context.get_executor(), {}, cluster.transport());
    ASSERT_FALSE(std::get<0>(wait_for(context, db.async_connect())));
    asio::cancellation_signal signal;
    error outcome(client_errc::client_abort, {});
    db.async_close(asio::bind_cancellation_slot(signal.slot(),
                                                [&](const error& failed) { outcome = failed; }));
    signal.emit(cancellation_type::terminal);
    context.restart();
    context.run();
    EXPECT_FALSE(outcome) << outcome;
    EXPECT_FALSE(db.is_connected());
}

}  // namespace
}  // namespace spikelet::tests
