#include "target/hosts_option.hpp"
#include "target/target.hpp"

#include <spikelet/mock/cluster.hpp>

#include <gmock/gmock.h>

namespace spikelet::conformance {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<target> target_of(mock::cluster& server) {
    return make_hosts_target(parse_hosts_option(server.hosts()), "test");
}

TEST(hosts_target, refuses_a_namespace_that_takes_no_writes) {
    mock::cluster server({.namespaces = {{.name = "test", .stop_writes = true}}});
    try {
        target_of(server);
        FAIL() << "every case would fail";
    } catch (const std::invalid_argument& e) {
        EXPECT_THAT(e.what(), HasSubstr("--namespace \"test\" of 127.0.0.1:"));
        EXPECT_THAT(e.what(), HasSubstr("takes no writes now"));
    }
}

TEST(hosts_target, misses_a_configuration_unless_the_namespace_has_it) {
    mock::cluster server(
        {.namespaces = {{.name = "test", .default_ttl_s = 86400, .max_record_size = 64U << 10}}});
    const auto where = target_of(server);
    const auto missing = [&](const char* keys) {
        place_needs needs;
        needs.namespace_keys = nlohmann::json::parse(keys);
        return where->missing(needs).value_or("nothing");
    };
    EXPECT_EQ(missing(R"({"max-record-size": "64K", "default-ttl": "24h"})"), "nothing");
    EXPECT_EQ(missing(R"({"max-record-size": 65536, "default-ttl": 86400})"), "nothing");
    EXPECT_EQ(missing(R"({"max-record-size": "8M"})"), "needs a namespace with max-record-size 8M");
    EXPECT_EQ(missing(R"({"default-ttl": 0})"), "needs a namespace with default-ttl 0");
    EXPECT_EQ(missing(R"({"no-such-key": 1})"), "needs a namespace with no-such-key 1");
}

}  // namespace
}  // namespace spikelet::conformance
