// Losing connections, and closing with commands in flight.
#include "gate.hpp"

#include <gmock/gmock.h>

namespace spikelet::tests {
namespace {

class shared_connection : public gated {
protected:
    struct noted {
        error outcome;
        bool ended = false;
    };
    static auto note(noted& n) {
        return [&n](const error& failed, const auto&...) {
            n.outcome = failed;
            n.ended = true;
        };
    }
};

TEST_F(shared_connection, commands_go_out_together_over_one_connection) {
    node.set_open(false);
    noted all[100];
    for (noted& n : all)
        db.async_put(ann, {{"n", 1}}, {}, note(n));
    run_until([&] { return node.commands() == 100; });
    EXPECT_EQ(node.command_connections(), 1u);
    node.set_open(true);
    run_until([&] { return std::ranges::all_of(all, [](const noted& n) { return n.ended; }); });
    EXPECT_EQ(cluster.get(ann)->generation, 100u);
}

TEST_F(shared_connection, timed_out_commands_late_reply_is_thrown_away) {
    node.set_open(false);
    noted slow;
    db.async_exists(ann, {.total_timeout = milliseconds(20), .max_retries = 0}, note(slow));
    run_until([&] { return slow.ended; });
    EXPECT_EQ(slow.outcome, client_errc::timeout);
    cluster.put(ann, {{"n", 42}});
    noted next;
    record read{.key = ann, .metadata = {}, .bins = {}};
    db.async_get(ann, {}, [&](const error& failed, const record& r) {
        next.outcome = failed;
        next.ended = true;
        read = r;
    });
    run_until([&] { return node.commands() == 2; });
    node.set_open(true);
    run_until([&] { return next.ended; });
    EXPECT_FALSE(next.outcome) << next.outcome;
    EXPECT_EQ(read.bins.at("n"), 42);
    EXPECT_EQ(node.command_connections(), 1u);
}

TEST_F(shared_connection, loss_retries_reads_and_leaves_writes_in_doubt) {
    cluster.put(ann, {{"n", 1}});
    node.set_open(false);
    noted read, write;
    db.async_get(ann, {}, note(read));
    db.async_put(ann, {{"n", 2}}, {}, note(write));
    run_until([&] { return node.commands() == 2; });
    node.break_connections();
    node.set_open(true);
    run_until([&] { return read.ended && write.ended; });
    EXPECT_EQ(write.outcome, client_errc::connection);
    EXPECT_TRUE(write.outcome.in_doubt());
    EXPECT_FALSE(read.outcome) << read.outcome;
}

TEST_F(shared_connection, graceful_close_answers_what_is_under_way) {
    node.set_open(false);
    noted write, closed, late;
    db.async_put(ann, {{"n", 2}}, {}, note(write));
    run_until([&] { return node.commands() == 1; });
    db.async_close(note(closed));
    db.async_put(ann, {{"n", 3}}, {}, note(late));
    run_until([&] { return late.ended; });
    EXPECT_EQ(late.outcome, client_errc::client_abort);
    EXPECT_FALSE(late.outcome.in_doubt());
    EXPECT_FALSE(write.ended);
    EXPECT_FALSE(closed.ended);
    node.set_open(true);
    run_until([&] { return closed.ended; });
    EXPECT_TRUE(write.ended);
    EXPECT_FALSE(write.outcome) << write.outcome;
    EXPECT_EQ(cluster.get(ann)->bins.at("n"), 2);
    EXPECT_FALSE(db.is_connected());
    // Nothing of the client is left in the context.
    node.stop();
    context.restart();
    context.run();
}

TEST_F(shared_connection, abrupt_close_ends_everything_but_not_inside_the_call) {
    node.set_open(false);
    noted write, read;
    db.async_put(ann, {{"n", 2}}, {}, note(write));
    db.async_get(ann, {}, note(read));
    run_until([&] { return node.commands() == 2; });
    db.close();
    EXPECT_FALSE(write.ended);
    run_until([&] { return write.ended && read.ended; });
    EXPECT_EQ(write.outcome, client_errc::client_abort);
    EXPECT_TRUE(write.outcome.in_doubt());
    EXPECT_EQ(read.outcome, client_errc::client_abort);
    EXPECT_FALSE(read.outcome.in_doubt());
}

TEST_F(shared_connection, destroyed_client_ends_its_calls) {
    node.set_open(false);
    noted read;
    {
        const async_client gone = std::move(db);
        auto& client = const_cast<async_client&>(gone);
        client.async_get(ann, {}, note(read));
        run_until([&] { return node.commands() == 1; });
    }
    run_until([&] { return read.ended; });
    EXPECT_EQ(read.outcome, client_errc::client_abort);
    db = async_client(context.get_executor(), node.client_config());
}

TEST_F(shared_connection, context_that_goes_first_destroys_the_handlers) {
    const auto token = std::make_shared<int>(0);
    {
        asio::io_context short_lived;
        async_client client(short_lived.get_executor(), {}, cluster.transport());
        client.async_connect([token](const error&) {});
        client.close();
    }
    EXPECT_EQ(token.use_count(), 1);
}

class few_places : public gated {
protected:
    few_places() : gated({.commands_per_connection_max = 2, .commands_waiting_max = 4}) {}
};

TEST_F(few_places, full_connections_are_joined_by_others_and_all_commands_are_answered) {
    int left = 500;
    for (int i = 0; i < 500; ++i) {
        db.async_put(key("test", "numbers", i), {{"n", i}}, {},
                     [&](const error& failed, const record_metadata&) {
                         // 100 connections with two places each, and four that wait.
                         if (failed) {
                             EXPECT_EQ(failed, client_errc::queue_full);
                             EXPECT_FALSE(failed.in_doubt());
                         }
                         --left;
                     });
    }
    run_until([&] { return left == 0; });
    EXPECT_EQ(cluster.count("test"), 204u);
    EXPECT_EQ(node.command_connections(), 100u);
}

}  // namespace
}  // namespace spikelet::tests
