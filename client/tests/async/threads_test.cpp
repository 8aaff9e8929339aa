// Several threads run the context and call the client.
#include "async_ways.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <thread>
#include <vector>

namespace spikelet::tests {
namespace {

class threads : public testing::TestWithParam<way> {
protected:
    threads() : db(make_async_client(context.get_executor(), cluster, GetParam())) {
        for (int i = 0; i < 3; ++i)
            running.emplace_back([this] { context.run(); });
        const error failed = db.async_connect(asio::use_future).get();
        EXPECT_FALSE(failed) << failed;
    }
    ~threads() override {
        db.async_close(asio::use_future).get();
        work.reset();
        for (std::thread& t : running)
            t.join();
    }

    mock::cluster cluster{{.nodes = 2}};
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work =
        asio::make_work_guard(context);
    async_client db;
    std::vector<std::thread> running;
};

asio::awaitable<void> count_up(async_client& db, int who, int times) {
    const key k("test", "counters", who);
    for (int i = 1; i <= times; ++i) {
        auto [failed, written] = co_await db.async_increment(k, "n", 1);
        EXPECT_FALSE(failed) << failed;
        auto [unread, read] = co_await db.async_get(k);
        EXPECT_FALSE(unread) << unread;
        EXPECT_EQ(read.bins.at("n"), i);
    }
}

TEST_P(threads, coroutines_each_see_their_own_writes) {
    std::vector<std::future<void>> done;
    done.reserve(20);
    for (int who = 0; who < 20; ++who) {
        done.push_back(
            asio::co_spawn(asio::make_strand(context), count_up(db, who, 25), asio::use_future));
    }
    for (auto& each : done)
        each.get();
    EXPECT_EQ(cluster.count("test"), 20u);
}

TEST_P(threads, any_thread_may_call_and_wait) {
    std::vector<std::thread> callers;
    callers.reserve(4);
    for (int who = 0; who < 4; ++who) {
        callers.emplace_back([this, who] {
            for (int i = 0; i < 25; ++i) {
                const auto [failed, written] = db.async_put(key("test", "numbers", who * 100 + i),
                                                            {{"n", i}}, {}, asio::use_future)
                                                   .get();
                EXPECT_FALSE(failed) << failed;
            }
        });
    }
    for (std::thread& t : callers)
        t.join();
    EXPECT_EQ(cluster.count("test"), 100u);
}

TEST_P(threads, handler_runs_on_its_own_executor) {
    const auto strand = asio::make_strand(context);
    std::promise<bool> on_strand;
    db.async_exists(key("test", "users", "ann"), {},
                    asio::bind_executor(strand, [&](const error&, const auto&) {
                        on_strand.set_value(strand.running_in_this_thread());
                    }));
    EXPECT_TRUE(on_strand.get_future().get());
}

TEST_P(threads, closing_while_others_call_ends_every_call) {
    std::atomic<int> ended{0};
    std::vector<std::thread> callers;
    callers.reserve(3);
    for (int who = 0; who < 3; ++who) {
        callers.emplace_back([&, who] {
            for (int i = 0; i < 200; ++i) {
                db.async_put(key("test", "numbers", who * 1000 + i), {{"n", i}}, {},
                             [&](const error& failed, const record_metadata&) {
                                 EXPECT_TRUE(!failed || failed == client_errc::client_abort)
                                     << failed;
                                 ++ended;
                             });
            }
        });
    }
    db.async_close(asio::use_future).get();
    for (std::thread& t : callers)
        t.join();
    // What is started later ends too.
    db.async_exists(key("test", "numbers", 1), {}, asio::use_future).wait();
    while (ended != 600)
        std::this_thread::yield();
}

SPIKELET_EACH_WAY(threads);

}  // namespace
}  // namespace spikelet::tests
