// Every call once, over each way.
#include "async_ways.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>

#include <array>
#include <memory>

namespace spikelet::tests {
namespace {

using testing::HasSubstr;

class async_calls : public each_async_way {};

TEST_P(async_calls, put_and_get) {
    const auto [failed, written] = run(db.async_put(ann, {{"name", "Ann"}, {"visits", 7}}));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(written.generation, 1u);

    const auto [unread, read] = run(db.async_get(ann));
    ASSERT_FALSE(unread) << unread;
    EXPECT_EQ(read.bins, (bins{{"name", "Ann"}, {"visits", 7}}));
    EXPECT_EQ(read.metadata.generation, 1u);
    EXPECT_EQ(read.metadata.ttl_s, std::nullopt);
    EXPECT_EQ(read.key, ann);
    EXPECT_EQ(cluster.get(ann)->bins.at("visits"), 7);
}

TEST_P(async_calls, absent_record_is_an_error_that_names_the_node) {
    const auto [failed, read] = run(db.async_get(ann));
    EXPECT_EQ(failed, result_code::record_not_found);
    EXPECT_EQ(failed.node(), "A1");
    EXPECT_EQ(failed.attempts(), 1u);
    EXPECT_FALSE(failed.in_doubt());
}

TEST_P(async_calls, exists_of_an_absent_record_is_no_error) {
    const auto [failed, absent] = run(db.async_exists(ann));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(absent, std::nullopt);
    cluster.put(ann, {{"a", 1}});
    const auto [failed_too, present] = run(db.async_exists(ann));
    ASSERT_FALSE(failed_too) << failed_too;
    EXPECT_EQ(present.value().generation, 1u);
}

TEST_P(async_calls, select_answers_the_named_bins) {
    cluster.put(ann, {{"a", 1}, {"b", 2}, {"c", 3}});
    const std::array<std::string, 2> names{"a", "c"};
    const auto [failed, read] = run(db.async_select(ann, names));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(read.bins, (bins{{"a", 1}, {"c", 3}}));
}

TEST_P(async_calls, remove_and_remove_bin) {
    cluster.put(ann, {{"a", 1}, {"b", 2}});
    const std::array<std::string, 1> names{"a"};
    const auto [failed] = run(db.async_remove_bin(ann, names));
    ASSERT_FALSE(failed) << failed;
    EXPECT_FALSE(cluster.get(ann)->bins.contains("a"));
    const auto [unremoved] = run(db.async_remove(ann));
    ASSERT_FALSE(unremoved) << unremoved;
    EXPECT_FALSE(cluster.get(ann));
    const auto [absent] = run(db.async_remove(ann));
    EXPECT_EQ(absent, result_code::record_not_found);
}

TEST_P(async_calls, one_operation_each) {
    cluster.put(ann, {{"n", 1}, {"t", "b"}});
    EXPECT_FALSE(std::get<0>(run(db.async_increment(ann, "n", 4))));
    EXPECT_FALSE(std::get<0>(run(db.async_append(ann, "t", "c"))));
    EXPECT_FALSE(std::get<0>(run(db.async_prepend(ann, "t", "a"))));
    const auto [failed, touched] = run(db.async_touch(ann, 100));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(touched.generation, 5u);
    const auto state = cluster.get(ann);
    EXPECT_EQ(state->bins.at("n"), 5);
    EXPECT_EQ(state->bins.at("t"), "abc");
    EXPECT_EQ(state->ttl_s, 100u);
}

TEST_P(async_calls, operate_answers_by_bin_and_in_order) {
    const std::array operations{operation::increment("n", 1), operation::read("n"),
                                operation::increment("n", 1), operation::read("n")};
    const auto [failed, by_bin] = run(db.async_operate(ann, operations));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(by_bin.bins, (bins{{"n", 2}}));
    const auto [failed_too, in_order] = run(db.async_operate_ordered(ann, operations));
    ASSERT_FALSE(failed_too) << failed_too;
    ASSERT_EQ(in_order.results.size(), 2u);
    EXPECT_EQ(in_order.results[0].value, 3);
    EXPECT_EQ(in_order.results[1].value, 4);
}

TEST_P(async_calls, info_of_one_any_and_all_nodes) {
    const auto [failed, any] = run(db.async_info_any("node"));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(any, "A1");
    const auto [failed_all, all] = run(db.async_info_all("node"));
    ASSERT_FALSE(failed_all) << failed_all;
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.at("A1").value(), "A1");
    const auto [failed_one, one] = run(db.async_info_node("node", db.get_nodes().at(0).address));
    ASSERT_FALSE(failed_one) << failed_one;
    EXPECT_EQ(one, "A1");
}

TEST_P(async_calls, info_to_a_host_that_does_not_listen_is_a_connection_error) {
    const auto [failed, answer] = run(db.async_info_node("node", {"127.0.0.1", 1}));
    EXPECT_EQ(failed, client_errc::connection);
}

TEST_P(async_calls, wrong_argument_is_the_handlers_error_and_nothing_is_sent) {
    const auto [failed, written] = run(db.async_put(ann, {{"a name that is too long", 1}}));
    EXPECT_EQ(failed, client_errc::parameter);
    EXPECT_THAT(failed.message(), HasSubstr("a name that is too long"));
    const auto [unknown, read] = run(db.async_get(key("nowhere", "users", "ann")));
    EXPECT_EQ(unknown, result_code::invalid_namespace);
    EXPECT_FALSE(cluster.get(ann));
}

TEST_P(async_calls, nothing_completes_inside_the_initiating_call) {
    // The handlers run when the test has returned.
    const auto ended = std::make_shared<bool>(false);
    db.async_get(ann, {}, [ended](const error&, const record&) { *ended = true; });
    EXPECT_FALSE(*ended);
    db.async_put(ann, {{"a name that is too long", 1}}, {},
                 [ended](const error&, const record_metadata&) { *ended = true; });
    EXPECT_FALSE(*ended);
    db.async_connect([ended](const error&) { *ended = true; });
    EXPECT_FALSE(*ended);
}

TEST_P(async_calls, arguments_of_a_deferred_call_need_not_outlive_the_call_expression) {
    auto call = [&] {
        const key short_lived("test", "users", "short-lived key of more than a few bytes");
        const bins content{{"text", std::string(100, 'x')}};
        return db.async_put(short_lived, content);
    }();
    const auto [failed, written] = run(std::move(call));
    ASSERT_FALSE(failed) << failed;
    EXPECT_EQ(cluster.count("test"), 1u);
}

TEST_P(async_calls, deferred_call_that_is_dropped_does_nothing) {
    { auto dropped = db.async_put(ann, {{"a", 1}}); }
    EXPECT_FALSE(std::get<0>(run(db.async_info_any("node"))));
    EXPECT_FALSE(cluster.get(ann));
}

TEST_P(async_calls, many_calls_at_once_are_all_answered_in_their_own_way) {
    int under_way = 0;
    for (int i = 0; i < 1000; ++i) {
        ++under_way;
        db.async_put(key("test", "numbers", i), {{"n", i}}, {},
                     [&](const error& failed, const record_metadata&) {
                         EXPECT_FALSE(failed) << failed;
                         --under_way;
                     });
    }
    run_until([&] { return under_way == 0; });
    for (int i = 0; i < 1000; ++i) {
        ++under_way;
        db.async_get(key("test", "numbers", i), {}, [&, i](const error& failed, const record& r) {
            ASSERT_FALSE(failed) << failed;
            EXPECT_EQ(r.bins.at("n"), i);
            --under_way;
        });
    }
    run_until([&] { return under_way == 0; });
}

TEST_P(async_calls, any_completion_token_will_do) {
    bool called = false;
    db.async_put(ann, {{"n", 1}}, {}, [&](const error& failed, const record_metadata& written) {
        EXPECT_FALSE(failed) << failed;
        EXPECT_EQ(written.generation, 1u);
        called = true;
    });
    run_until([&] { return called; });

    auto future = db.async_exists(ann, {}, asio::use_future);
    run_until(
        [&] { return future.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    const auto [unfound, found] = future.get();
    EXPECT_FALSE(unfound) << unfound;
    EXPECT_TRUE(found);

    const auto coroutine = [](async_client& client) -> asio::awaitable<void> {
        const auto [unread, read] = co_await client.async_get(ann, {}, asio::use_awaitable);
        EXPECT_FALSE(unread) << unread;
        EXPECT_EQ(read.bins.at("n"), 1);
        const auto [unread_too, read_too] = co_await client.async_get(ann);
        EXPECT_FALSE(unread_too) << unread_too;
        const error removed = co_await client.async_remove(ann, {}, asio::use_awaitable);
        EXPECT_FALSE(removed) << removed;
    };
    auto done = asio::co_spawn(context, coroutine(db), asio::use_future);
    run_until([&] { return done.wait_for(std::chrono::seconds(0)) == std::future_status::ready; });
    done.get();

    bool called_too = false;
    auto deferred = db.async_exists(ann, {}, asio::deferred);
    std::move(deferred)([&](const error&, const auto& absent) {
        EXPECT_FALSE(absent);
        called_too = true;
    });
    run_until([&] { return called_too; });
}

TEST_P(async_calls, handler_that_throws_leaves_the_other_calls_alone) {
    int answered = 0;
    for (int i = 0; i < 10; ++i) {
        db.async_exists(ann, {}, [&, i](const error& failed, const auto&) {
            EXPECT_FALSE(failed) << failed;
            ++answered;
            if (i == 3) throw std::runtime_error("of the application");
        });
    }
    int thrown = 0;
    context.restart();
    while (answered < 10) {
        try {
            ASSERT_NE(context.run_one(), 0u);
        } catch (const std::runtime_error&) {
            ++thrown;
        }
    }
    EXPECT_EQ(thrown, 1);
}

TEST(async_connect_test, nobody_listening_is_an_error_and_the_context_runs_out_of_work) {
    asio::io_context context;
    async_client db(context.get_executor(), {.hosts = {{"127.0.0.1", 1}}});
    const auto [failed] = wait_for(context, db.async_connect());
    EXPECT_EQ(failed, client_errc::invalid_host);
    EXPECT_FALSE(db.is_connected());
    context.restart();
    context.run();
}

TEST(async_connect_test, options_that_make_no_sense_are_refused) {
    asio::io_context context;
    for (const std::uint32_t n : {0u, 65537u, 0xFFFFFFFFu}) {
        try {
            async_client db(context.get_executor(), {.hosts = {{"127.0.0.1", 1}}},
                            {.commands_per_connection_max = n});
            ADD_FAILURE() << n;
        } catch (const failure& f) {
            EXPECT_EQ(f.error(), client_errc::parameter);
            EXPECT_EQ(f.error().argument(), "commands_per_connection_max");
        }
    }
}

TEST(async_connect_test, call_before_connecting_is_an_error) {
    mock::cluster cluster;
    for (const way w : {way::tcp, way::direct}) {
        asio::io_context context;
        async_client db = make_async_client(context.get_executor(), cluster, w);
        const auto [failed, read] = wait_for(context, db.async_get(ann));
        EXPECT_EQ(failed, client_errc::client_abort);
        EXPECT_THAT(failed.message(), HasSubstr("async_connect()"));
    }
}

TEST(async_connect_test, several_nodes_share_the_records) {
    mock::cluster cluster({.nodes = 3});
    for (const way w : {way::tcp, way::direct}) {
        asio::io_context context;
        async_client db = make_async_client(context.get_executor(), cluster, w);
        ASSERT_FALSE(std::get<0>(wait_for(context, db.async_connect())));
        EXPECT_EQ(db.get_nodes().size(), 3u);
        for (int i = 0; i < 50; ++i) {
            const auto [failed, written] =
                wait_for(context, db.async_put(key("test", "numbers", i), {{"n", i}}));
            ASSERT_FALSE(failed) << failed;
        }
        const auto [failed, names] = wait_for(context, db.async_info_all("node"));
        EXPECT_EQ(names.size(), 3u);
    }
}

SPIKELET_EACH_WAY(async_calls);

}  // namespace
}  // namespace spikelet::tests
