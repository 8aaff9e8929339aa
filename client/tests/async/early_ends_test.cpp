// Ends that come early: before a call is taken up, before what cancels it, and by an exception.
#include "async_ways.hpp"
#include "scripted_transport.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <gmock/gmock.h>

#include <memory>
#include <stdexcept>

namespace spikelet::tests {
namespace {

using asio::cancellation_type;

class early_ends : public each_async_way {};

SPIKELET_EACH_WAY(early_ends);

// More calls wait than are taken up together.
TEST_P(early_ends, call_that_is_cancelled_while_others_go_first_is_not_made) {
    constexpr int others = 40;
    const key ann("test", "users", "ann");
    asio::cancellation_signal signal;
    int ended = 0;
    error outcome;
    for (int i = 0; i < others; ++i)
        db.async_put({"test", "users", i}, {{"n", 1}}, {}, [&](const auto&...) { ++ended; });
    db.async_put(ann, {{"n", 1}}, {},
                 asio::bind_cancellation_slot(signal.slot(), [&](const error& e, const auto&...) {
                     outcome = e;
                     ++ended;
                 }));
    signal.emit(cancellation_type::terminal);
    run_until([&] { return ended == others + 1; });
    EXPECT_EQ(outcome, client_errc::client_abort);
    EXPECT_FALSE(outcome.in_doubt());
    EXPECT_FALSE(cluster.get(ann));
}

class canceller : public testing::TestWithParam<way> {};

SPIKELET_EACH_WAY(canceller);

TEST_P(canceller, outlives_the_client_and_its_context_and_does_nothing) {
    asio::cancellation_signal signal;
    mock::cluster cluster;
    bool ended = false;
    {
        asio::io_context context{1};
        async_client db = make_async_client(context.get_executor(), cluster, GetParam());
        (void)wait_for(context, db.async_connect());
        db.async_exists(
            {"test", "users", "ann"}, {},
            asio::bind_cancellation_slot(signal.slot(), [&](const auto&...) { ended = true; }));
        db.close();
        context.restart();
        context.run();
    }
    EXPECT_TRUE(ended);
    signal.emit(cancellation_type::terminal);
}

class in_process : public testing::Test {
protected:
    void SetUp() override {
        const auto [failed] = wait_for(context, db.async_connect());
        ASSERT_FALSE(failed) << failed;
    }

    mock::cluster cluster;
    bool throws = false;
    std::shared_ptr<scripted_transport> transport =
        std::make_shared<scripted_transport>(cluster.transport(), [this](wire::bytes_view) {
            if (throws) throw std::runtime_error("not in the mood");
            return fate{};
        });
    asio::io_context context{1};
    async_client db{context.get_executor(), {}, transport};
    const key ann{"test", "users", "ann"};
};

TEST_F(in_process, calls_look_after_the_cluster_when_it_is_time) {
    (void)wait_for(context, db.async_exists(ann));
    const unsigned before = transport->questions;
    transport->advance(db.configuration().tend_interval);
    (void)wait_for(context, db.async_exists(ann));
    EXPECT_GT(transport->questions, before);
}

TEST_F(in_process, exception_of_the_transport_ends_its_call_and_no_other) {
    throws = true;
    int ended = 0;
    error outcome;
    db.async_exists(ann, {}, [&](const error& e, const auto&) {
        outcome = e;
        throws = false;
        ++ended;
    });
    context.restart();
    while (ended == 0)
        ASSERT_NE(context.run_one(), 0u);
    EXPECT_EQ(outcome, client_errc::client);
    EXPECT_THAT(outcome.message(), testing::HasSubstr("not in the mood"));
    const auto [failed, found] = wait_for(context, db.async_exists(ann));
    EXPECT_FALSE(failed) << failed;
    EXPECT_FALSE(found);
    (void)wait_for(context, db.async_close());
}

}  // namespace
}  // namespace spikelet::tests
