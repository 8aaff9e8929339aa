// Clusters come and go, any number side by side.
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <spikelet/mock/cluster.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::request;
using testing::send;
using wire::result_code;
using namespace std::chrono_literals;

const key k("test", "demo", "k");

TEST(lifetime, clusters_know_nothing_of_each_other) {
    cluster first;
    cluster second;
    first.put(k, {{"a", 1}});
    EXPECT_FALSE(second.get(k));
    second.put(k, {{"a", 2}});
    first.clear();
    EXPECT_EQ(second.get(k)->bins.at("a"), value(2));
    EXPECT_NE(first.hosts(), second.hosts());
}

TEST(lifetime, clocks_know_nothing_of_each_other) {
    cluster_config config;
    config.clock = clock_mode::manual;
    cluster first(config);
    cluster second(config);
    first.put(k, {{"a", 1}}, {.ttl_s = 10});
    second.put(k, {{"a", 1}}, {.ttl_s = 10});
    first.clock().advance(10s);
    EXPECT_FALSE(first.get(k));
    EXPECT_TRUE(second.get(k));
}

TEST(lifetime, moving_a_cluster_moves_everything) {
    cluster first;
    first.put(k, {{"a", 1}});
    const std::string hosts = first.hosts();
    cluster second = std::move(first);
    EXPECT_EQ(second.hosts(), hosts);
    EXPECT_TRUE(second.get(k));
    auto connection = second.connect();
    EXPECT_EQ(send(connection, request(k).read_all()).code, result_code::ok);
    second = cluster();
    EXPECT_FALSE(second.get(k));
    EXPECT_FALSE(testing::accepts(hosts)) << "the old one is gone";
}

TEST(lifetime, direct_connection_is_closed_by_the_end_of_its_cluster) {
    auto c = std::make_unique<cluster>();
    auto connection = c->connect();
    send(connection, request(k).write("a", 1));
    c.reset();
    wire::buffer answer;
    EXPECT_FALSE(connection.exchange(wire::as_bytes(request(k).read("a").bytes()), answer));
    EXPECT_TRUE(answer.empty());
}

TEST(lifetime, nothing_is_left_open_behind_a_cluster) {
    const auto descriptors = [] {
        const std::filesystem::directory_iterator open("/proc/self/fd");
        return std::distance(begin(open), end(open));
    };
    { const cluster warm_up; }
    const auto before = descriptors();
    for (int i = 0; i < 20; ++i) {
        cluster c({.nodes = 3});
        const testing::tcp_client client(c.addresses()[0]);
    }
    EXPECT_EQ(descriptors(), before);
}

TEST(lifetime, many_clusters_live_in_parallel) {
    constexpr int threads = 6;
    std::atomic<int> wrong{0};
    std::vector<std::jthread> running;
    running.reserve(threads);
    for (int t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            for (int round = 0; round < 20; ++round) {
                cluster c({.nodes = 3, .clock = clock_mode::manual});
                for (int i = 0; i < 20; ++i)
                    c.put({"test", "demo", i}, {{"t", t}}, {.ttl_s = 10 + i});
                auto connection = c.connect(static_cast<std::size_t>(round) % 3);
                for (int i = 0; i < 20; ++i) {
                    const auto reply = send(connection, request(key("test", "demo", i)).read("t"));
                    if (reply.operations.at(0).integer() != t) ++wrong;
                }
                c.clock().advance(20s);
                if (c.count("test", "demo") != 9) ++wrong;
                if (round % 5 == 0) {
                    testing::tcp_client client(c.addresses()[0]);
                    if (client.exchange(request(k).write("a", 1).bytes()).empty()) ++wrong;
                }
            }
        });
    }
    running.clear();  // joins
    EXPECT_EQ(wrong, 0);
}

TEST(lifetime, one_cluster_serves_many_threads) {
    cluster c({.nodes = 2});
    constexpr int threads = 6;
    constexpr int rounds = 300;
    std::vector<std::jthread> running;
    running.reserve(threads);
    for (int t = 0; t < threads; ++t) {
        running.emplace_back([&, t] {
            auto connection = c.connect(static_cast<std::size_t>(t) % 2);
            for (int i = 0; i < rounds; ++i) {
                EXPECT_EQ(send(connection, request(k).increment("n", 1)).code, result_code::ok);
                const key own("test", "demo", t);
                c.put(own, {{"i", i}});
                EXPECT_EQ(c.get(own)->bins.at("i"), value(i));
            }
        });
    }
    running.clear();  // joins
    EXPECT_EQ(c.get(k)->bins.at("n"), value(threads * rounds));
    EXPECT_EQ(c.count("test"), static_cast<std::uint64_t>(threads + 1));
}

TEST(lifetime, command_to_any_node_reaches_the_record) {
    cluster c({.nodes = 3});
    for (int i = 0; i < 100; ++i) {
        const key one("test", "demo", i);
        auto writer = c.connect(static_cast<std::size_t>(i % 3));
        auto reader = c.connect(static_cast<std::size_t>((i + 1) % 3));
        ASSERT_EQ(send(writer, request(one).write("a", i)).code, result_code::ok);
        ASSERT_EQ(send(reader, request(one).read("a")).operations.at(0).integer(), i);
    }
    EXPECT_EQ(c.count("test", "demo"), 100u);
}

}  // namespace
}  // namespace spikelet::mock
