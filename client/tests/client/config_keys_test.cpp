// What keys of a configuration do, over both ways.
#include "scripted_cluster.hpp"
#include "topology/info_text.hpp"

#include <gmock/gmock.h>

namespace spikelet::tests {
namespace {

using testing::HasSubstr;

class config_keys : public testing::TestWithParam<way> {
protected:
    config_keys() : cluster(GetParam(), 3) {}

    // The node that answers a read of a record that there is none of.
    std::string node_of(client& db, const key& k, const read_policy& policy = {}) {
        const auto read = db.get(k, policy);
        EXPECT_EQ(read.error(), result_code::record_not_found) << read.error();
        return read.error().node();
    }

    scripted_cluster cluster;
};

TEST_P(config_keys, nodes_of_another_cluster_are_not_used) {
    mock::cluster named({.cluster_name = "blue"});
    EXPECT_TRUE(make_client(named, GetParam(), {.cluster_name = "blue"}).connect());
    client other = make_client(named, GetParam(), {.cluster_name = "green"});
    const auto connected = other.connect();
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error(), client_errc::invalid_host);
    EXPECT_THAT(connected.error().message(), HasSubstr("cluster 'blue', not 'green'"));
}

TEST_P(config_keys, client_may_begin_without_a_node) {
    for (std::size_t i = 0; i < 3; ++i)
        cluster.stop(i);
    client db = cluster.connected_client({.fail_if_not_connected = false});
    EXPECT_TRUE(db.is_connected());
    const key k = cluster.key_of(1);
    const auto early = db.get(k);
    EXPECT_EQ(early.error(), client_errc::invalid_node) << early.error();
    EXPECT_THAT(early.error().message(), HasSubstr("no node of the cluster has been reached yet"));
    for (std::size_t i = 0; i < 3; ++i)
        cluster.start(i);
    cluster.until(db, [&] { return db.get_nodes().size() == 3; });
    cluster.until(db, [&] { return db.get(k).error() == result_code::record_not_found; });
}

TEST_P(config_keys, seed_is_the_cluster_when_it_is_to_be_the_only_node) {
    client db = cluster.connected_client({.force_single_node = true});
    ASSERT_EQ(db.get_nodes().size(), 1u);
    const std::string only = db.get_nodes().at(0).name;
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(node_of(db, cluster.key_of(i)), only);
}

TEST_P(config_keys, own_rack_is_asked_first) {
    const key k = cluster.key_of(0);
    const std::size_t prole = cluster.owner(k, 1);
    cluster.set_rack(0, 1);
    cluster.set_rack(prole, 2);
    client near = cluster.connected_client({.rack_aware = true, .rack_id = 2});
    EXPECT_EQ(node_of(near, k, {.replica = replica_policy::prefer_rack}), cluster.name(prole));
    EXPECT_EQ(node_of(near, k), cluster.name(0));
    client far = cluster.connected_client({.rack_aware = true, .rack_id = 7});
    EXPECT_EQ(node_of(far, k, {.replica = replica_policy::prefer_rack}), cluster.name(0));
    // A node that is lost is not asked, whatever its rack.
    cluster.stop(prole);
    EXPECT_EQ(node_of(near, k, {.replica = replica_policy::prefer_rack}), cluster.name(0));
}

TEST_P(config_keys, racks_are_asked_in_their_order) {
    const key k = cluster.key_of(0);
    const std::size_t prole = cluster.owner(k, 1);
    cluster.set_rack(0, 1);
    cluster.set_rack(prole, 2);
    for (const bool prole_first : {true, false}) {
        config c{.rack_aware = true};
        c.rack_ids =
            prole_first ? std::vector<std::int32_t>{9, 2, 1} : std::vector<std::int32_t>{9, 1, 2};
        client db = cluster.connected_client(std::move(c));
        EXPECT_EQ(node_of(db, k, {.replica = replica_policy::prefer_rack}),
                  cluster.name(prole_first ? prole : 0));
    }
}

TEST_P(config_keys, nodes_are_told_the_application) {
    client db = cluster.connected_client({.app_id = "shop"});
    EXPECT_EQ(cluster.agent(0),
              topology::encode_base64("1,spikelet-" + std::string(version()) + ",shop"));
    client nameless = cluster.connected_client({});
    EXPECT_EQ(cluster.agent(0),
              topology::encode_base64("1,spikelet-" + std::string(version()) + ",not-set"));
}

TEST_P(config_keys, names_are_left_to_the_server_unless_types_are_strict) {
    const key k("test", "users", "ann");
    const bins long_name = {{"sixteen_bytes_xx", 1}};
    client strict = cluster.connected_client({});
    EXPECT_EQ(strict.put(k, long_name).error(), client_errc::parameter);
    client loose = cluster.connected_client({.strict_types = false});
    const auto put = loose.put(k, long_name);
    ASSERT_FALSE(put);
    EXPECT_EQ(put.error(), result_code::bin_name) << put.error();
    EXPECT_EQ(put.error().attempts(), 1u);
}

// Until the window ends, which two tends do.
TEST_P(config_keys, node_with_too_many_errors_is_left_alone) {
    const key k = cluster.key_of(0);
    client db = cluster.connected_client({.max_error_rate = 3, .error_rate_window = 1000});
    cluster.move(k, 1, 2);  // for node 0 is the wrong one now, and says so
    const read_policy once{.max_retries = 0, .replica = replica_policy::master};
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(db.get(k, once).error(), result_code::unavailable);
    const auto refused = db.get(k, once);
    EXPECT_EQ(refused.error(), client_errc::max_error_rate) << refused.error();
    EXPECT_EQ(refused.error().node(), cluster.name(0));
    // The other nodes are asked as ever, and reads go on to them.
    EXPECT_EQ(node_of(db, cluster.key_of(1)), cluster.name(1));

    client unlimited = cluster.connected_client({.max_error_rate = 0});
    cluster.move(k, 1, 2);
    for (int i = 0; i < 200; ++i)
        EXPECT_NE(unlimited.get(k, once).error(), client_errc::max_error_rate);
}

SPIKELET_EACH_WAY(config_keys);

TEST(connections_ahead, least_number_of_connections_is_opened_ahead) {
    mock::cluster records;
    auto transport = records.transport();
    tcp_front front([&] {
        return [channel = std::shared_ptr(transport->connect(transport->seeds().at(0)))](
                   wire::bytes_view frame) {
            wire::buffer reply;
            channel->exchange(frame, reply);
            const auto bytes = reply.view();
            return tcp_front::answer{.bytes = {bytes.begin(), bytes.end()}};
        };
    });
    client db({.hosts = {front.address()}, .min_conns_per_node = 3});
    db.connect().value();
    // And the one that tends.
    while (front.accepted() < 4)
        std::this_thread::yield();
    ASSERT_TRUE(db.put({"test", "users", 1}, {{"a", 1}}));
    EXPECT_EQ(front.accepted(), 4u);
}

TEST(version, version_is_told) {
    EXPECT_THAT(std::string(version()), testing::MatchesRegex(R"([0-9]+\.[0-9]+\.[0-9]+)"));
}

}  // namespace
}  // namespace spikelet::tests
