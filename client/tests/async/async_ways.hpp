// One suite for both ways of an asynchronous client: the same calls against the mock cluster over
// TCP and in the same process.
#pragma once

#include "ways.hpp"

#include <spikelet/async_client.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>

namespace spikelet::tests {

namespace asio = boost::asio;

inline async_client make_async_client(asio::any_io_executor executor, mock::cluster& cluster, way w,
                                      config c = {}, async_options options = {}) {
    if (w == way::direct) {
        return {std::move(executor), std::move(c), cluster.transport(), options};
    }
    for (const std::string& address : cluster.addresses())
        c.hosts.push_back(host_of(address));
    return {std::move(executor), std::move(c), options};
}

// Runs the context until the deferred call has ended; what its handler got, as a tuple.
template <class Deferred>
auto wait_for(asio::io_context& context, Deferred&& call) {
    auto future = std::forward<Deferred>(call)(asio::use_future);
    context.restart();
    while (future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        if (context.run_one() == 0) throw std::logic_error("the context ran out of work");
    }
    if constexpr (std::is_same_v<decltype(future), std::future<error>>) {
        return std::tuple(future.get());
    } else {
        return future.get();
    }
}

// A connected client, and the context that one thread of the test runs.
class each_async_way : public testing::TestWithParam<way> {
protected:
    explicit each_async_way(mock::cluster_config cluster_config = {}, config c = {})
        : cluster(std::move(cluster_config)),
          db(make_async_client(context.get_executor(), cluster, GetParam(), std::move(c))) {}
    template <class Deferred>
    auto run(Deferred&& call) {
        return wait_for(context, std::forward<Deferred>(call));
    }
    void SetUp() override {
        const auto [failed] = run(db.async_connect());
        ASSERT_FALSE(failed) << failed;
    }
    void TearDown() override {
        db.close();
        context.restart();
        context.run();
    }
    template <class Condition>
    void run_until(Condition condition) {
        context.restart();
        while (!condition())
            ASSERT_NE(context.run_one(), 0u);
    }

    mock::cluster cluster;
    asio::io_context context{1};
    async_client db;
};

}  // namespace spikelet::tests
