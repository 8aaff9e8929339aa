// Functions called by several threads at once, while their modules change.
#include "support/tcp_client.hpp"
#include "udf_fixture.hpp"

#include <spikelet/wire/message.hpp>

#include <atomic>
#include <chrono>
#include <latch>
#include <thread>
#include <vector>

namespace spikelet::mock {
namespace {

using ::testing::AnyOf;
using testing::applied;
using testing::apply;
using testing::tcp_client;
using namespace std::chrono_literals;

constexpr std::size_t thread_count = 4;
constexpr int calls = 100;

class udf_concurrency : public testing::udf_test {
protected:
    // Runs `body(thread number)` on each thread.
    template <class Body>
    void on_threads(Body body) {
        std::vector<std::thread> threads;
        threads.reserve(thread_count);
        for (std::size_t t = 0; t < thread_count; ++t)
            threads.emplace_back([&body, t] { body(t); });
        for (std::thread& thread : threads)
            thread.join();
    }
};

TEST_F(udf_concurrency, no_update_of_one_record_is_lost) {
    put("function f(rec) "
        "  rec.n = (rec.n or 0) + 1 "
        "  if aerospike:exists(rec) then aerospike:update(rec) else aerospike:create(rec) end "
        "  return rec.n end");
    on_threads([&](std::size_t) {
        direct_connection connection = cluster_.connect();
        for (int i = 0; i < calls; ++i)
            EXPECT_TRUE(apply(connection, k_, {}).succeeded());
    });
    EXPECT_EQ(cluster_.get(k_)->bins.at("n"), value(static_cast<int>(thread_count) * calls));
    EXPECT_EQ(cluster_.get(k_)->generation, thread_count * calls);
}

TEST_F(udf_concurrency, functions_and_writes_of_one_record_take_turns) {
    put("function f(rec) rec.n = rec.n + 1 aerospike:update(rec) return rec.n end");
    cluster_.put(k_, {{"n", 0}});
    on_threads([&](std::size_t t) {
        direct_connection connection = cluster_.connect();
        for (int i = 0; i < calls; ++i) {
            if (t % 2 == 0) {
                EXPECT_TRUE(apply(connection, k_, {}).succeeded());
            } else {
                testing::send(connection, testing::request(k_).increment("n", 1));
            }
        }
    });
    EXPECT_EQ(cluster_.get(k_)->bins.at("n"), value(static_cast<int>(thread_count) * calls));
}

TEST_F(udf_concurrency, module_replaced_while_it_is_called_is_the_old_or_the_new_one) {
    const auto version = [](int n) {
        return "local v = " + std::to_string(n) +
               " function f(rec) local h = require('helper') return list{v, h.v, v} end";
    };
    put("return {v = 7}", "helper.lua");
    put(version(0));
    std::atomic<bool> done = false;
    std::thread writer([&] {
        direct_connection connection = cluster_.connect();
        for (int n = 1; !done; ++n) {
            EXPECT_EQ(testing::info(connection, testing::put_command("m.lua", version(n % 2))),
                      "ok");
            if (n % 8 == 0) testing::info(connection, "udf-clear-cache:");
            testing::info(connection, testing::put_command("helper.lua", "return {v = 7}"));
        }
    });
    on_threads([&](std::size_t t) {
        direct_connection connection = cluster_.connect();
        const key own("test", "demo", static_cast<std::int64_t>(t));
        for (int i = 0; i < calls; ++i) {
            const applied a = apply(connection, own, {});
            EXPECT_THAT(a.result, AnyOf(value(value::list{0, 7, 0}), value(value::list{1, 7, 1})))
                << a.failure;
        }
    });
    done = true;
    writer.join();
}

TEST_F(udf_concurrency, module_removed_while_it_is_called_is_there_or_not) {
    put("function f(rec) return 1 end");
    std::atomic<bool> done = false;
    std::thread writer([&] {
        direct_connection connection = cluster_.connect();
        while (!done) {
            testing::info(connection, "udf-remove:filename=m.lua");
            testing::info(connection,
                          testing::put_command("m.lua", "function f(rec) return 1 end"));
        }
    });
    on_threads([&](std::size_t) {
        direct_connection connection = cluster_.connect();
        for (int i = 0; i < calls; ++i) {
            const applied a = apply(connection, k_, {});
            if (a.succeeded()) {
                EXPECT_EQ(a.result, value(1));
            } else {
                EXPECT_EQ(a.failure, "UDF: Execution Error 1");
            }
        }
    });
    done = true;
    writer.join();
}

TEST_F(udf_concurrency, event_loops_run_functions_side_by_side) {
    put("function f(rec, by) rec.n = (rec.n or 0) + by aerospike:update(rec) return rec.n end");
    cluster_.put(k_, {{"n", 0}});
    cluster_.listen({.threads = thread_count});
    const std::string call = testing::apply_frame(k_, {.arguments = {2}});
    on_threads([&](std::size_t) {
        tcp_client client(cluster_.addresses()[0]);
        for (int i = 0; i < calls; ++i) {
            const std::string reply = client.exchange(call);
            ASSERT_GT(reply.size(), 13u);
            EXPECT_EQ(reply[13], '\0') << "its result code";
        }
    });
    EXPECT_EQ(cluster_.get(k_)->bins.at("n"), value(static_cast<int>(thread_count) * calls * 2));
}

// It ends only when the others are done: nothing that they need is held by it.
TEST(udf_concurrency_limits, endless_function_holds_up_nobody_else) {
    cluster_config config = testing::udf_test::manual_clock();
    config.udf.instructions_max = 1ull << 50;
    config.udf.machine_time_max = 1h;
    cluster c(config);
    const key k("test", "demo", "k");
    c.put(k, {{"n", 0}});
    direct_connection connection = c.connect();
    ASSERT_EQ(testing::info(connection,
                            testing::put_command("m.lua",
                                                 "function endless(rec) rec.n = -1 "
                                                 "  aerospike:update(rec) while true do end end "
                                                 "function f(rec) rec.n = rec.n + 1 "
                                                 "  aerospike:update(rec) return rec.n end")),
              "ok");
    std::latch started(1);
    std::atomic<bool> ended = false;
    std::thread endless([&] {
        direct_connection own = c.connect();
        started.count_down();
        const applied a = apply(own, k, {.function = "endless", .timeout_ms = 1000});
        EXPECT_EQ(a.failure, "UDF Execution Timeout");
        ended = true;
    });
    started.wait();
    for (int i = 1; i <= calls; ++i) {
        EXPECT_EQ(apply(connection, k, {.timeout_ms = 1000}).result, value(i));
        testing::info(connection, testing::put_command("o.lua", "function f(rec) end"));
    }
    EXPECT_FALSE(ended) << "its time stands still";
    while (!ended)
        c.clock().advance(1001ms);
    endless.join();
    EXPECT_EQ(c.get(k)->bins.at("n"), value(calls)) << "what it wrote is undone";
}

}  // namespace
}  // namespace spikelet::mock
