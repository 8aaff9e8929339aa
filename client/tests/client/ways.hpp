// One suite for every way of calling: the same client code against the mock cluster over TCP and in
// the same process.
#pragma once

#include <spikelet/client.hpp>
#include <spikelet/mock/cluster.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace spikelet::tests {

// The record that most tests are about.
inline const key ann("test", "users", "ann");

enum class way : std::uint8_t { tcp, direct };

inline void PrintTo(way w, std::ostream* out) {
    *out << (w == way::tcp ? "tcp" : "direct");
}

// "127.0.0.1:3000" as configurations have it.
inline host_address host_of(const std::string& address) {
    return parse_host_address(address).value();
}

// Not connected.
inline client make_client(mock::cluster& cluster, way w, config c = {}) {
    if (w == way::direct) return client(std::move(c), cluster.transport());
    for (const std::string& address : cluster.addresses())
        c.hosts.push_back(host_of(address));
    return client(std::move(c));
}

inline client connected_client(mock::cluster& cluster, way w, config c = {}) {
    client db = make_client(cluster, w, std::move(c));
    db.connect().value();
    return db;
}

// A cluster and a client of it.
class each_way : public testing::TestWithParam<way> {
protected:
    explicit each_way(mock::cluster_config cluster_config = {}, config c = {})
        : cluster(std::move(cluster_config)),
          db(connected_client(cluster, GetParam(), std::move(c))) {}

    mock::cluster cluster;
    client db;
};

#define SPIKELET_EACH_WAY(suite)                                                                   \
    INSTANTIATE_TEST_SUITE_P(                                                                      \
        ways, suite, testing::Values(::spikelet::tests::way::tcp, ::spikelet::tests::way::direct), \
        [](const auto& test) {                                                                     \
            return test.param == ::spikelet::tests::way::tcp ? "tcp" : "direct";                   \
        })

}  // namespace spikelet::tests
