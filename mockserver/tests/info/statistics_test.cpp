// What nodes count: statistics, namespaces and sets.
#include "nodes.hpp"
#include "support/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <sstream>

namespace spikelet::mock {
namespace {

using ::testing::HasSubstr;
using testing::info;
using testing::item;
using testing::names_of;
using testing::nodes;
using testing::recorded;
using testing::request;
using testing::send;
using ::testing::StartsWith;
using namespace std::chrono_literals;

std::uint64_t number(const std::string& answer, const std::string& name) {
    const std::string value = item(answer, name);
    if (value.find_first_not_of("0123456789") != value.npos || value.empty()) {
        ADD_FAILURE() << name << " is " << value << " in " << answer;
        return 0;
    }
    return std::stoull(value);
}

TEST(info_statistics, names_are_the_servers_in_its_order) {
    nodes ours({});
    EXPECT_EQ(names_of(ours.ask("statistics")), recorded()["names"]["statistics"]);
    std::string expected;
    std::istringstream words{recorded()["names"]["namespace/test"].get<std::string>()};
    for (std::string word; words >> word;) {
        // All data is one stripe here.
        const std::string stripe = "storage-engine.stripe[";
        if (word.starts_with(stripe) && word[stripe.size()] != '0') continue;
        expected += (expected.empty() ? "" : " ") + word;
    }
    EXPECT_EQ(names_of(ours.ask("namespace/test")), expected);
}

TEST(info_statistics, unknown_namespaces_have_a_form_of_their_own) {
    nodes ours({});
    EXPECT_EQ(ours.ask("namespace/nope"), "type=unknown");
    EXPECT_EQ(ours.ask("namespace"), "type=unknown");
    EXPECT_EQ(ours.ask("sets/nope"), "ns_type=unknown");
    EXPECT_EQ(ours.ask("sets/nope/s"), "ns_type=unknown");
    EXPECT_EQ(ours.ask("sets/test/nope"), "");
    EXPECT_EQ(ours.ask("sets"), "");
}

class counted : public ::testing::Test {
protected:
    static constexpr std::uint64_t records = 300;
    counted() {
        for (std::uint64_t i = 0; i < records; ++i) {
            cluster_.put({"test", "s", static_cast<std::int64_t>(i)}, {{"v", 1}});
            cluster_.put({"bar", "s", static_cast<std::int64_t>(i)}, {{"v", 1}});
        }
    }
    std::string ask(std::size_t node, std::string_view command) {
        direct_connection connection = cluster_.connect(node);
        return info(connection, command);
    }
    std::uint64_t sum(std::string_view command, const std::string& name) {
        std::uint64_t all = 0;
        for (std::size_t n = 0; n < 3; ++n)
            all += number(ask(n, command), name);
        return all;
    }
    cluster cluster_{{.nodes = 3,
                      .namespaces = {{.name = "test", .replication_factor = 2}, {.name = "bar"}},
                      .clock = clock_mode::manual}};
};

TEST_F(counted, nodes_hold_masters_and_proles_by_the_partition_map) {
    EXPECT_EQ(sum("namespace/test", "objects"), 2 * records);
    EXPECT_EQ(sum("namespace/test", "master_objects"), records);
    EXPECT_EQ(sum("namespace/test", "prole_objects"), records);
    EXPECT_EQ(sum("namespace/bar", "objects"), records);
    EXPECT_EQ(sum("namespace/bar", "prole_objects"), 0u);
    EXPECT_EQ(sum("statistics", "objects"), 3 * records);
    for (std::size_t n = 0; n < 3; ++n) {
        const std::string answer = ask(n, "namespace/test");
        EXPECT_GT(number(answer, "master_objects"), 0u);
        EXPECT_EQ(number(answer, "index_used_bytes"), 64 * number(answer, "objects"));
        EXPECT_EQ(number(answer, "ns_cluster_size"), 3u);
        EXPECT_EQ(number(answer, "effective_replication_factor"), 2u);
        EXPECT_EQ(ask(n, "objects"), std::to_string(number(ask(n, "statistics"), "objects")));
    }
}

TEST_F(counted, sets_show_what_the_node_holds) {
    const std::string row = ask(0, "sets/test/s");
    EXPECT_EQ("ns=test:set=s:" + row, ask(0, "sets/test"));
    EXPECT_EQ(ask(0, "sets/test") + ask(0, "sets/bar"), ask(0, "sets"));
    const std::uint64_t objects = number(ask(0, "namespace/test"), "objects");
    EXPECT_THAT(row, StartsWith("objects=" + std::to_string(objects) + ":tombstones=0:"));
    // The form of the recorded row, which had an index and other numbers.
    std::string form;
    for (const char c : std::string(recorded()["sets/test/s"])) {
        if (!std::isdigit(static_cast<unsigned char>(c))) form += c;
    }
    std::string ours;
    for (const char c : row) {
        if (!std::isdigit(static_cast<unsigned char>(c))) ours += c;
    }
    EXPECT_EQ(ours, form);
}

TEST_F(counted, emptied_set_stays_listed) {
    for (std::uint64_t i = 0; i < records; ++i)
        cluster_.remove({"test", "s", static_cast<std::int64_t>(i)});
    EXPECT_THAT(ask(0, "sets/test"), StartsWith("ns=test:set=s:objects=0:tombstones=0:"
                                                "data_used_bytes=0:truncate_lut=0:"));
}

TEST_F(counted, commands_are_counted_where_they_are_served) {
    const key k("test", "s", 1);
    direct_connection first = cluster_.connect(0);
    send(first, request(k).read_all());
    send(first, request(key("test", "s", "absent")).read_all());
    EXPECT_EQ(sum("namespace/test", "client_read_success") +
                  sum("namespace/test", "from_proxy_read_success"),
              1u);
    EXPECT_EQ(sum("namespace/test", "client_read_not_found") +
                  sum("namespace/test", "from_proxy_read_not_found"),
              1u);
}

TEST_F(counted, time_and_connections) {
    cluster_.clock().advance(90s);
    const std::string answer = ask(0, "statistics");
    EXPECT_EQ(number(answer, "uptime"), 90u);
    EXPECT_EQ(number(answer, "client_connections"), 1u);
    EXPECT_THAT(answer, HasSubstr(";cluster_principal=C3;"));
    EXPECT_EQ(number(answer, "cluster_size"), 3u);
    const auto before = number(ask(0, "statistics"), "info_complete");
    EXPECT_EQ(number(ask(0, "statistics"), "info_complete"), before + 1);
}

TEST_F(counted, stop_writes_shows_when_it_refuses) {
    EXPECT_THAT(ask(0, "namespace/test"), HasSubstr(";stop_writes=false;"));
    cluster full({.namespaces = {{.name = "test", .stop_writes = true}}});
    direct_connection connection = full.connect();
    EXPECT_THAT(info(connection, "namespace/test"), HasSubstr(";stop_writes=true;"));
}

TEST(info_statistics, tombstones_are_no_objects) {
    cluster_config config{.nodes = 2};
    config.personality = personality::enterprise;
    config.namespaces = {{.name = "test", .replication_factor = 2}};
    cluster ours(config);
    direct_connection connection = ours.connect();
    const key k("test", "s", 1);
    const key other("test", "s", 2);
    ours.put(k, {{"v", 1}});
    ours.put(other, {{"v", 1}});
    send(connection, request(k).remove().info2(wire::info2::durable_delete));
    EXPECT_THAT(info(connection, "sets/test/s"), StartsWith("objects=1:tombstones=1:"));
    const std::string ns = info(connection, "namespace/test");
    EXPECT_EQ(number(ns, "objects"), 1u);
    EXPECT_EQ(number(ns, "tombstones"), 1u);
    EXPECT_EQ(number(ns, "master_tombstones") + number(ns, "prole_tombstones"), 1u);
    EXPECT_EQ(number(ns, "index_used_bytes"), 128u) << "both take a place in the index";
    EXPECT_EQ(number(info(connection, "statistics"), "tombstones"), 1u);
    const std::string row = "test:" + std::to_string(wire::partition_id(k.digest())) + ":S:2:";
    const std::string partitions = info(connection, "partition-info");
    const std::size_t at = partitions.find(row);
    ASSERT_NE(at, partitions.npos);
    EXPECT_THAT(partitions.substr(at, partitions.find(';', at) - at), HasSubstr(":0:0:0:0:1:0:1:"));
}

TEST(info_histograms, have_the_recorded_names_and_no_data) {
    nodes ours({});
    EXPECT_EQ(ours.ask("latencies:"), recorded()["latencies:"]);
    EXPECT_EQ(ours.ask("latencies"), recorded()["latencies:"]);
    EXPECT_EQ(ours.ask("latencies:hist={bar}-write"), "{bar}-write:");
    EXPECT_EQ(ours.ask("latencies:hist=batch-index"), "batch-index:");
    for (const char* bad : {"", "{bar}", "{bar}-", "{}-read", "bar-read", "{nope}-read", "}-read"})
        EXPECT_EQ(ours.ask(std::string("latencies:hist=") + bad), "ERROR:4:bad hist name") << bad;
    EXPECT_EQ(ours.ask("histogram:namespace=test;type=ttl"), "");
}

}  // namespace
}  // namespace spikelet::mock
