// Many clients at once, on several event loops.
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <spikelet/mock/cluster.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::counted;
using testing::request;
using testing::tcp_client;

constexpr int client_count = 12;

// Runs work(i, client) for clients of their own, spread over the nodes, each on a thread of its
// own.
template <class Work>
void run_clients(cluster& c, Work work) {
    const auto addresses = c.addresses();
    std::latch ready(client_count);
    std::vector<std::jthread> threads;
    threads.reserve(client_count);
    for (int i = 0; i < client_count; ++i) {
        threads.emplace_back([&, i] {
            tcp_client client(addresses[static_cast<std::size_t>(i) % addresses.size()]);
            ready.arrive_and_wait();
            work(i, client);
        });
    }
}

cluster_config three_nodes() {
    cluster_config config;
    config.nodes = 3;
    return config;
}

TEST(many_connections, increments_of_one_record_through_every_node_add_up) {
    cluster c(three_nodes());
    c.listen({.threads = 4});
    const key k("test", "demo", "shared");
    constexpr int rounds = 200;
    std::atomic<int> out_of_order{0};
    run_clients(c, [&](int, tcp_client& client) {
        std::int64_t last = 0;
        for (int i = 0; i < rounds; ++i) {
            const std::int64_t n =
                counted(client.exchange(request(k).increment("n", 1).read("n").bytes()));
            if (n <= last) ++out_of_order;
            last = n;
        }
    });
    EXPECT_EQ(out_of_order, 0);
    EXPECT_EQ(c.get(k)->bins.at("n"), value(rounds * client_count));
    EXPECT_EQ(c.get(k)->generation, static_cast<unsigned>(rounds * client_count));
}

// Connections just accepted wait in one loop for another one.
TEST(many_connections, cluster_may_end_while_clients_connect) {
    for (int round = 0; round < 100; ++round) {
        std::vector<std::unique_ptr<tcp_client>> clients;
        clients.reserve(client_count);
        cluster c(three_nodes());
        c.listen({.threads = 4});
        for (int i = 0; i < client_count; ++i) {
            clients.push_back(std::make_unique<tcp_client>(c.addresses()[i % 3]));
        }
    }
}

TEST(many_connections, bursts_of_each_are_answered_in_its_own_order) {
    cluster c(three_nodes());
    c.listen({.threads = 3});
    std::atomic<int> wrong{0};
    run_clients(c, [&](int i, tcp_client& client) {
        const key k("test", "demo", i);
        std::int64_t expected = 0;
        for (int burst = 0; burst < 10; ++burst) {
            std::string requests;
            for (int n = 0; n < 50; ++n)
                requests += request(k).increment("n", 1).read("n").bytes();
            client.send(requests);
            for (int n = 0; n < 50; ++n) {
                if (counted(client.receive_frame()) != ++expected) ++wrong;
            }
        }
    });
    EXPECT_EQ(wrong, 0);
    EXPECT_EQ(c.count("test", "demo"), static_cast<std::uint64_t>(client_count));
}

TEST(many_connections, direct_access_and_clients_work_side_by_side) {
    cluster c(three_nodes());
    c.listen({.threads = 2});
    run_clients(c, [&](int i, tcp_client& client) {
        const key k("test", "demo", i % 3);
        for (int n = 0; n < 100; ++n) {
            if (i % 2 == 0) {
                client.exchange(request(k).increment("n", 1).bytes());
            } else if (n % 10 == 0) {
                c.clear();
            } else {
                c.put(k, {{"n", n}});
                const auto r = c.get(k);
                EXPECT_TRUE(!r || r->bins.size() == 1);
                EXPECT_LE(c.list("test", "demo").size(), 3u);
            }
        }
    });
    EXPECT_LE(c.count("test"), 3u);
}

TEST(many_connections, clusters_end_in_the_middle_of_their_clients_work) {
    for (int round = 0; round < 10; ++round) {
        auto c = std::make_unique<cluster>(three_nodes());
        c->listen({.threads = 2});
        std::atomic<int> answers{0};
        std::latch connected(6);
        std::vector<std::jthread> threads;
        threads.reserve(6);
        for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&, i, address = c->addresses()[static_cast<std::size_t>(i) % 3]] {
                tcp_client client(address);
                connected.count_down();
                const key k("test", "demo", i);
                while (!client.exchange(request(k).increment("n", 1).bytes()).empty())
                    ++answers;
            });
        }
        connected.wait();
        while (answers < 50)
            std::this_thread::yield();
        c.reset();
    }  // every client has seen the end: the threads join
}

}  // namespace
}  // namespace spikelet::mock
