// Where a cluster listens, and how that begins and ends.
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <spikelet/mock/cluster.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <set>
#include <stdexcept>
#include <string>

namespace spikelet::mock {
namespace {

using testing::accepts;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::request;
using testing::tcp_client;
using namespace std::chrono_literals;

cluster_config nodes(std::uint32_t count) {
    cluster_config config;
    config.nodes = count;
    return config;
}

std::uint16_t port_of(const std::string& address) {
    return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

// What listen() throws; "" when it does not.
std::string complaint(cluster& c, listen_options options) {
    try {
        c.listen(std::move(options));
    } catch (const std::runtime_error& e) {
        return e.what();
    }
    return "";
}

TEST(listen, every_node_takes_a_port_of_its_own_and_accepts_at_once) {
    cluster c(nodes(5));
    const auto addresses = c.addresses();
    ASSERT_EQ(addresses.size(), 5u);
    std::set<std::string> different(addresses.begin(), addresses.end());
    EXPECT_EQ(different.size(), 5u);
    for (const std::string& address : addresses) {
        EXPECT_THAT(address, ::testing::StartsWith("127.0.0.1:"));
        EXPECT_TRUE(accepts(address)) << address;
    }
    EXPECT_THAT(c.hosts(), AllOf(HasSubstr(addresses[0] + ","), HasSubstr("," + addresses[4])));
}

TEST(listen, nodes_take_consecutive_ports_from_the_given_one) {
    // Ports that are free one moment may be taken the next, by anybody.
    for (int attempt = 0; attempt < 100; ++attempt) {
        cluster finder;
        const std::uint16_t port = port_of(finder.addresses()[0]);
        finder.stop_listening();
        cluster c(nodes(3));
        if (port > 65532 || !complaint(c, {.port = port}).empty()) continue;
        for (std::uint16_t i = 0; i < 3; ++i)
            EXPECT_EQ(port_of(c.addresses()[i]), port + i);
        return;
    }
    FAIL() << "no three free ports in a row";
}

TEST(listen, what_the_system_refuses_is_told_with_the_address) {
    cluster first;
    const std::string taken = first.addresses()[0];
    cluster second;
    EXPECT_THAT(complaint(second, {.port = port_of(taken)}),
                AllOf(HasSubstr(taken), HasSubstr("Address already in use")));
    EXPECT_THAT(complaint(second, {.address = "localhost"}), HasSubstr("not a numeric IP address"));
    cluster three(nodes(3));
    EXPECT_THAT(complaint(three, {.port = 65534}), HasSubstr("no room for 3 nodes"));
    // A failure leaves nothing behind: the cluster can listen all the same.
    EXPECT_TRUE(accepts(second.addresses()[0]));
}

TEST(listen, listening_twice_is_a_mistake_that_names_the_address) {
    cluster c;
    const std::string address = c.addresses()[0];
    try {
        c.listen();
        FAIL();
    } catch (const std::logic_error& e) {
        EXPECT_THAT(e.what(), HasSubstr(address));
    }
}

TEST(listen, clients_are_told_the_advertised_host) {
    cluster c(nodes(2));
    c.listen({.advertise = "db.example"});
    for (const std::string& address : c.addresses())
        EXPECT_THAT(address, ::testing::StartsWith("db.example:"));
}

TEST(listen, wildcard_address_is_advertised_as_the_loopback) {
    cluster c;
    c.listen({.address = "0.0.0.0"});
    EXPECT_THAT(c.hosts(), ::testing::StartsWith("127.0.0.1:"));
    EXPECT_TRUE(accepts(c.hosts()));
}

TEST(listen, ipv6_address_is_written_in_brackets) {
    cluster c;
    const std::string refused = complaint(c, {.address = "::1"});
    if (!refused.empty()) GTEST_SKIP() << refused;
    EXPECT_THAT(c.hosts(), ::testing::StartsWith("[::1]:"));
    EXPECT_TRUE(accepts(c.hosts()));
}

TEST(listen, stopping_closes_every_connection_and_frees_the_ports) {
    cluster c(nodes(2));
    const auto addresses = c.addresses();
    const key k("test", "demo", "k");
    tcp_client used(addresses[0]);
    ASSERT_FALSE(used.exchange(request(k).write("a", 1).bytes()).empty());
    tcp_client fresh(addresses[1]);
    c.stop_listening();
    EXPECT_EQ(used.receive_some(), "");
    EXPECT_EQ(fresh.receive_some(), "");
    for (const std::string& address : addresses)
        EXPECT_FALSE(accepts(address)) << address;
    EXPECT_TRUE(c.get(k)) << "the data stays";
    EXPECT_TRUE(accepts(c.addresses()[0])) << "and can be served again";
}

TEST(listen, end_of_a_cluster_closes_its_connections) {
    auto c = std::make_unique<cluster>();
    tcp_client client(c->addresses()[0]);
    c.reset();
    EXPECT_EQ(client.receive_some(), "");
}

TEST(listen, real_clock_runs_its_timers_without_any_traffic) {
    cluster_config config;
    config.clock = clock_mode::real;
    cluster c(config);
    c.listen();
    std::promise<void> ran;
    c.clock().add_timer(c.clock().now() + 5, [&](time_ms) { ran.set_value(); });
    EXPECT_EQ(ran.get_future().wait_for(60s), std::future_status::ready);
}

}  // namespace
}  // namespace spikelet::mock
