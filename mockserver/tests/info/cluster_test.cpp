// What nodes of clusters of one to three nodes say about the cluster, against recorded answers.
#include "nodes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>

namespace spikelet::mock {
namespace {

using ::testing::HasSubstr;
using testing::nodes;
using testing::recorded;
using ::testing::StartsWith;

class placed_nodes : public nodes {
public:
    explicit placed_nodes(std::uint32_t count)
        : nodes({.nodes = count,
                 .namespaces = {{.name = "test", .replication_factor = 2}, {.name = "bar"}},
                 .cluster_name = "mncluster",
                 .clock = clock_mode::manual}) {
        for (std::uint32_t i = 0; i < count; ++i) {
            state.node_at(i).address = {.host = "127.0.0.1",
                                        .port = static_cast<std::uint16_t>(3200 + 10 * i)};
        }
    }
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

TEST(cluster_info, settled_nodes_answer_as_recorded) {
    for (const auto& cluster : recorded()["clusters"]) {
        const auto& answers = cluster["answers"];
        placed_nodes ours(static_cast<std::uint32_t>(answers.size()));
        const std::string own_key = ours.ask("cluster-stable:");
        const std::string key = cluster["cluster_key"];
        for (std::size_t n = 0; n < answers.size(); ++n) {
            for (const auto& [command, answer] : answers[ours.state.node_at(n).name()].items()) {
                EXPECT_EQ(replaced(ours.ask(command, n), own_key, key), answer)
                    << cluster["moment"] << ", node " << ours.state.node_at(n).name() << ", "
                    << command;
            }
        }
    }
}

TEST(cluster_info, partition_info_tells_place_and_master_of_every_partition) {
    for (const auto& cluster : recorded()["clusters"]) {
        if (!cluster.contains("partition_info_start")) continue;
        placed_nodes ours(3);
        const auto lower = [](std::string text) {
            for (char& c : text)
                c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            return std::string(12 - text.size(), '0') + text;
        };
        const std::string own_key = lower(ours.ask("cluster-stable:"));
        const std::string key = lower(cluster["cluster_key"]);
        for (std::size_t n = 0; n < 3; ++n) {
            const std::string all = ours.ask("partition-info", n);
            EXPECT_EQ(std::ranges::count(all, ';'), 2 * 4096);
            EXPECT_THAT(replaced(all, own_key, key),
                        StartsWith(std::string(
                            cluster["partition_info_start"][ours.state.node_at(n).name()])));
        }
    }
}

TEST(cluster_info, one_node_holds_every_partition_and_has_no_peers) {
    placed_nodes ours(1);
    const std::string all = std::string(682, '/') + "8=";
    EXPECT_EQ(ours.ask("replicas"), "test:0,1," + all + ";bar:0,1," + all);
    EXPECT_EQ(ours.ask("replicas-all"), "test:1," + all + ";bar:1," + all);
    EXPECT_EQ(ours.ask("replicas-master"), "test:" + all + ";bar:" + all);
    EXPECT_EQ(ours.ask("peers-clear-std"), "0,3000,[]");
    EXPECT_EQ(ours.ask("services"), "");
    EXPECT_EQ(ours.ask("get-sl"), "A1");
    EXPECT_EQ(ours.ask("recluster:"), "ok");
}

TEST(cluster_info, replicas_maximum_of_0_means_all) {
    placed_nodes ours(3);
    const std::string all = ours.ask("replicas");
    for (const char* max : {"0", "2", "3", "18446744073709551615"})
        EXPECT_EQ(ours.ask(std::string("replicas:max=") + max), all) << max;
    for (const char* max : {"", "x", "-1", "1x", "18446744073709551616"})
        EXPECT_EQ(ours.ask(std::string("replicas:max=") + max), "ERROR:4:bad max") << max;
}

TEST(cluster_info, replicas_follow_the_partition_generation) {
    placed_nodes ours(2);
    const std::string before = ours.ask("replicas");
    ours.state.node_at(0).partition_generation = 7;
    EXPECT_EQ(ours.ask("replicas"), before) << "made anew from the same map";
    EXPECT_EQ(ours.ask("partition-generation"), "7");
}

TEST(cluster_info, bits_of_all_nodes_give_each_partition_one_master_and_one_prole) {
    for (std::uint32_t count : {2u, 3u, 5u}) {
        placed_nodes ours(count);
        std::array<std::array<int, 4096>, 2> owners{};
        for (std::size_t n = 0; n < count; ++n) {
            const std::string row = ours.ask("replicas", n);
            ASSERT_THAT(row, StartsWith("test:0,2,"));
            for (std::size_t replica = 0; replica < 2; ++replica) {
                const std::string_view text = std::string_view(row).substr(9 + replica * 685, 684);
                constexpr std::string_view alphabet =
                    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
                for (std::size_t pid = 0; pid < 4096; ++pid) {
                    const auto six = alphabet.find(text[pid / 6]);
                    owners[replica][pid] += static_cast<int>(six >> (5 - pid % 6) & 1);
                }
            }
        }
        for (const auto& replica : owners)
            EXPECT_THAT(replica, ::testing::Each(1)) << count << " nodes";
    }
}

TEST(cluster_info, peers_delta_lists_what_changed_after_a_generation) {
    placed_nodes ours(3);
    const std::string all = ours.ask("peers-clear-std");
    EXPECT_EQ(ours.ask("peers-clear-std:generation=2"), all);
    EXPECT_EQ(ours.ask("peers-clear-std:generation=3"), "4,3000,[[C3,,[127.0.0.1:3220]]]");
    EXPECT_EQ(ours.ask("peers-clear-std:generation=4"), "4,3000,[]");
    EXPECT_EQ(ours.ask("peers-clear-std:generation=x"), all);
    EXPECT_EQ(ours.ask("alumni-clear-std:generation=4"), all) << "takes no notice of it";
}

TEST(cluster_info, endpoints_omit_the_default_port_and_bracket_ipv6) {
    placed_nodes ours(3);
    ours.state.node_at(1).address = {.host = "10.0.0.2", .port = 3000};
    ours.state.node_at(2).address = {.host = "2001:db8::1", .port = 3000};
    EXPECT_EQ(ours.ask("peers-clear-std"), "4,3000,[[B2,,[10.0.0.2]],[C3,,[[2001:db8::1]]]]");
    ours.state.node_at(2).address.port = 4333;
    EXPECT_THAT(ours.ask("peers-clear-std"), HasSubstr("[C3,,[[2001:db8::1]:4333]]"));
    EXPECT_EQ(ours.ask("services"), "10.0.0.2:3000;[2001:db8::1]:4333");
    EXPECT_EQ(ours.ask("service", 2), "[2001:db8::1]:4333");
}

// A client in the process discovers nodes as any other does, so that each needs an endpoint; no
// resolver finds a name under .invalid.
TEST(cluster_info, nodes_that_do_not_listen_have_endpoints_that_nobody_can_reach) {
    nodes ours({.nodes = 2});
    EXPECT_EQ(ours.ask("peers-clear-std"), "2,3000,[[B2,,[B2.invalid]]]");
    EXPECT_EQ(ours.ask("service"), "A1.invalid:3000");
    EXPECT_EQ(ours.ask("services"), "B2.invalid:3000");
    EXPECT_THAT(ours.ask("endpoints"),
                StartsWith("service.port=3000;service.addresses=A1.invalid;"));
}

TEST(cluster_info, only_the_principal_reclusters_and_only_key_and_rebalance_generation_change) {
    placed_nodes ours(3);
    const std::string key = ours.ask("cluster-stable:");
    EXPECT_EQ(ours.ask("recluster:", 0), "ignored-by-non-principal");
    EXPECT_EQ(ours.ask("cluster-stable:"), key);
    EXPECT_EQ(ours.ask("recluster:", 2), "ok");
    EXPECT_NE(ours.ask("cluster-stable:"), key);
    EXPECT_EQ(ours.ask("cluster-stable:", 1), ours.ask("cluster-stable:", 2));
    for (std::size_t n = 0; n < 3; ++n) {
        EXPECT_EQ(ours.ask("rebalance-generation", n), "2");
        EXPECT_EQ(ours.ask("partition-generation", n), "0");
    }
}

TEST(cluster_info, cluster_key_depends_on_the_seed_alone) {
    nodes a({.seed = 1});
    nodes b({.nodes = 3, .seed = 1});
    nodes c({.seed = 2});
    EXPECT_EQ(a.ask("cluster-stable"), b.ask("cluster-stable"));
    EXPECT_NE(a.ask("cluster-stable"), c.ask("cluster-stable"));
}

TEST(cluster_info, tip_needs_a_host_and_a_port) {
    placed_nodes ours(1);
    EXPECT_EQ(ours.ask("tip:host=127.0.0.1"), "ERROR:4:missing 'port'");
    EXPECT_EQ(ours.ask("tip:host=127.0.0.1;port=3002"), "ok");
    EXPECT_EQ(ours.ask("tip-clear:host-port-list=all"), "ok");
}

}  // namespace
}  // namespace spikelet::mock
