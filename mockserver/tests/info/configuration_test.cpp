// Reading and changing settings.
#include "info/settings.hpp"
#include "nodes.hpp"
#include "support/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>

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
using wire::result_code;
using namespace std::chrono_literals;

constexpr const char* refused = "ERROR:4:invalid set-config parameter";

class configuration : public ::testing::Test {
protected:
    std::string of_namespace(const std::string& name) {
        return item(ours_.ask("get-config:context=namespace;namespace=test"), name);
    }
    std::string set_namespace(const std::string& change) {
        return ours_.ask("set-config:context=namespace;namespace=test;" + change);
    }
    std::string of_service(const std::string& name) {
        return item(ours_.ask("get-config:context=service"), name);
    }
    nodes ours_{{.nodes = 2, .cluster_name = "demo", .clock = clock_mode::manual}};
};

TEST_F(configuration, names_of_a_namespace_are_the_servers_in_its_order) {
    std::string expected = recorded()["names"]["get-config:context=namespace;namespace=test"];
    // All data is one stripe here.
    for (int i = 1; i < 8; ++i) {
        const std::string stripe = " storage-engine.stripe[" + std::to_string(i) + "]";
        ASSERT_NE(expected.find(stripe), expected.npos);
        expected.erase(expected.find(stripe), stripe.size());
    }
    EXPECT_EQ(names_of(ours_.ask("get-config:context=namespace;namespace=test")), expected);
}

TEST_F(configuration, without_a_context_service_and_network_are_shown) {
    EXPECT_EQ(ours_.ask("get-config"), ours_.ask("get-config:context=service") + ";" +
                                           ours_.ask("get-config:context=network"));
    EXPECT_EQ(ours_.ask("get-config:context=security"), "");
    EXPECT_EQ(ours_.ask("get-config:context=xdr"), "");
    EXPECT_EQ(ours_.ask("config-get:context=service"), ours_.ask("get-config:context=service"));
}

TEST_F(configuration, service_settings_tell_what_is_true_of_the_node) {
    EXPECT_EQ(of_service("cluster-name"), "demo");
    EXPECT_EQ(of_service("node-id"), "A1");
    ours_.state.node_at(0).address = {.host = "127.0.0.1", .port = 3200};
    const std::string network = ours_.ask("get-config:context=network");
    EXPECT_EQ(item(network, "service.port"), "3200");
    EXPECT_EQ(item(network, "service.address"), "127.0.0.1");
}

TEST_F(configuration, changed_setting_is_shown_everywhere) {
    EXPECT_EQ(set_namespace("migrate-order=7"), "ok");
    EXPECT_EQ(of_namespace("migrate-order"), "7");
    EXPECT_EQ(item(ours_.ask("namespace/test", 1), "migrate-order"), "7");
    EXPECT_EQ(item(ours_.ask("namespace/bar"), "migrate-order"), "5");
    EXPECT_EQ(ours_.ask("set-config:context=service;migrate-threads=0"), "ok");
    EXPECT_EQ(of_service("migrate-threads"), "0");
    EXPECT_EQ(ours_.ask("config-set:context=network;heartbeat.interval=200"), "ok");
    EXPECT_EQ(item(ours_.ask("get-config"), "heartbeat.interval"), "200");
}

TEST_F(configuration, cluster_name_can_change) {
    EXPECT_EQ(ours_.ask("set-config:context=service;cluster-name=other"), "ok");
    EXPECT_EQ(ours_.ask("cluster-name"), "other");
    EXPECT_EQ(of_service("cluster-name"), "other");
    EXPECT_EQ(ours_.ask("set-config:context=service;cluster-name="), refused);
    EXPECT_EQ(ours_.ask("set-config:context=service;cluster-name=a b"), refused);
    EXPECT_EQ(ours_.ask("set-config:context=service;cluster-name=" + std::string(65, 'c')),
              refused);
}

TEST_F(configuration, values_are_checked_by_kind_and_range) {
    for (const char* bad : {"migrate-order=0",
                            "migrate-order=11",
                            "migrate-order=x",
                            "migrate-order=",
                            "migrate-order",
                            "migrate-order=5s",
                            "disable-write-dup-res=1",
                            "disable-write-dup-res=TRUE",
                            "default-ttl=x",
                            "default-ttl=1w",
                            "default-ttl=-1",
                            "default-ttl=315360001",
                            "default-ttl=s",
                            "max-record-size=63",
                            "max-record-size=9M",
                            "read-consistency-level-override=two",
                            "read-consistency-level-override=",
                            "read-consistency-level-override=off|one",
                            "nsup-period=99999999999999999999",
                            "indexes-memory-budget=18446744073709551615K",
                            "stop-writes-used-pct=101"}) {
        EXPECT_EQ(set_namespace(bad), refused) << bad;
    }
    for (const char* good :
         {"disable-write-dup-res=yes", "disable-write-dup-res=false", "default-ttl=30d",
          "max-record-size=8M", "max-record-size=64", "read-consistency-level-override=all",
          "indexes-memory-budget=4G", "nsup-hist-period=2h", "default-ttl=315360000"}) {
        EXPECT_EQ(set_namespace(good), "ok") << good;
    }
    EXPECT_EQ(of_namespace("indexes-memory-budget"), "4294967296");
    EXPECT_EQ(of_namespace("nsup-hist-period"), "7200");
    EXPECT_EQ(of_namespace("disable-write-dup-res"), "false");
}

TEST_F(configuration, what_cannot_change_at_run_time_is_refused) {
    for (const char* fixed :
         {"replication-factor=2", "strong-consistency=true", "storage-engine=device",
          "storage-engine.data-size=1G", "rack-id=1", "index-type=flash", "nope=1", "=1", ""}) {
        EXPECT_EQ(set_namespace(fixed), refused) << fixed;
    }
    EXPECT_EQ(ours_.ask("set-config:context=service;node-id=B2"), refused);
    EXPECT_EQ(ours_.ask("set-config:context=security;enable-security=true"),
              "ERROR:25:enterprise only");
}

TEST_F(configuration, settings_of_the_storage_go_by_two_names) {
    EXPECT_EQ(set_namespace("stop-writes-used-pct=50"), "ok");
    EXPECT_EQ(of_namespace("storage-engine.stop-writes-used-pct"), "50");
    EXPECT_EQ(set_namespace("storage-engine.stop-writes-used-pct=60"), "ok");
    EXPECT_EQ(of_namespace("storage-engine.stop-writes-used-pct"), "60");
}

TEST_F(configuration, first_parameter_that_names_a_setting_counts) {
    EXPECT_EQ(set_namespace("nope=1;migrate-order=2;migrate-sleep=9"), "ok");
    EXPECT_EQ(of_namespace("migrate-order"), "2");
    EXPECT_EQ(of_namespace("migrate-sleep"), "1");
}

TEST_F(configuration, ttl_needs_nsup) {
    EXPECT_EQ(set_namespace("nsup-period=0"), "ok");
    EXPECT_EQ(set_namespace("default-ttl=5"), refused);
    EXPECT_EQ(set_namespace("set=s;default-ttl=5"), refused);
    EXPECT_EQ(set_namespace("default-ttl=0"), "ok");
    EXPECT_EQ(set_namespace("allow-ttl-without-nsup=true"), "ok");
    EXPECT_EQ(set_namespace("default-ttl=5"), "ok");
}

TEST_F(configuration, set_is_made_by_its_first_setting) {
    EXPECT_EQ(set_namespace("set=fresh;stop-writes-count=3"), "ok");
    EXPECT_THAT(ours_.ask("sets/test/fresh"), StartsWith("objects=0:"));
    EXPECT_THAT(ours_.ask("sets/test/fresh"),
                HasSubstr(":enable-index=false:stop-writes-count=3:stop-writes-size=0;"));
    EXPECT_EQ(set_namespace("set=fresh;disable-eviction=true"), "ok");
    EXPECT_EQ(set_namespace("set=fresh;stop-writes-size=1K"), "ok");
    EXPECT_THAT(ours_.ask("sets/test/fresh"),
                HasSubstr("disable-eviction=true:enable-index=false:stop-writes-count=3:"
                          "stop-writes-size=1024;"));
    EXPECT_EQ(set_namespace("set=fresh;migrate-order=2"), refused) << "of the namespace";
    EXPECT_EQ(set_namespace("set=" + std::string(64, 's') + ";stop-writes-count=3"), refused);
    EXPECT_EQ(set_namespace("set=;stop-writes-count=3"), refused);
}

// Every setting that can change takes some value, and shows it.
TEST_F(configuration, every_changeable_setting_keeps_its_value) {
    using info::setting;
    using info::setting_kind;
    const auto try_all = [&](std::span<const setting> settings, const std::string& context) {
        for (const setting& s : settings) {
            std::string value;
            switch (s.kind) {
                case setting_kind::fixed:
                    continue;
                case setting_kind::boolean:
                    value = "true";
                    break;
                case setting_kind::choice:
                    value = s.choices.substr(0, s.choices.find('|'));
                    break;
                case setting_kind::text:
                    value = "x";
                    break;
                case setting_kind::number:
                case setting_kind::seconds:
                case setting_kind::size:
                    value = std::to_string(std::max<std::uint64_t>(s.min, 1));
            }
            const std::string name(s.name);
            std::string change = "set-config:context=" + context;
            change.append(";").append(name).append("=").append(value);
            EXPECT_EQ(ours_.ask(change), "ok") << name;
            EXPECT_EQ(item(ours_.ask("get-config:context=" + context), name), value);
        }
    };
    try_all(info::service_settings(), "service");
    try_all(info::network_settings(), "network");
    try_all(info::namespace_settings_table(), "namespace;namespace=test");
}

TEST_F(configuration, names_are_given_once) {
    std::set<std::string_view> seen;
    for (const auto& table :
         {info::service_settings(), info::network_settings(), info::namespace_settings_table()}) {
        for (const info::setting& s : table)
            EXPECT_TRUE(seen.insert(s.name).second) << s.name;
    }
}

// ---- settings that commands obey

class applied_settings : public ::testing::Test {
protected:
    void set(const std::string& change) {
        ASSERT_EQ(info(connection_, "set-config:context=namespace;id=test;" + change), "ok");
    }
    result_code put() { return send(connection_, request(k_).write("a", 1)).code; }

    cluster cluster_{{.clock = clock_mode::manual}};
    direct_connection connection_ = cluster_.connect();
    const key k_{"test", "demo", "k"};
};

TEST_F(applied_settings, default_ttl_of_namespace_and_set) {
    set("default-ttl=10");
    put();
    EXPECT_EQ(cluster_.get(k_)->ttl_s, 10u);
    set("set=demo;default-ttl=20");
    put();
    EXPECT_EQ(cluster_.get(k_)->ttl_s, 20u);
}

TEST_F(applied_settings, max_record_size) {
    set("max-record-size=64");
    EXPECT_EQ(send(connection_, request(k_).write("a", std::string(200, 'x'))).code,
              result_code::record_too_big);
}

TEST_F(applied_settings, stop_writes_count_of_a_set) {
    set("set=demo;stop-writes-count=1");
    EXPECT_EQ(put(), result_code::ok);
    EXPECT_EQ(send(connection_, request({"test", "demo", "other"}).write("a", 1)).code,
              result_code::forbidden);
}

TEST_F(applied_settings, rejected_writes_and_null_sets) {
    set("reject-non-xdr-writes=true");
    EXPECT_EQ(put(), result_code::forbidden);
    set("reject-non-xdr-writes=false");
    EXPECT_EQ(put(), result_code::ok);
    set("disallow-null-setname=true");
    EXPECT_EQ(send(connection_, request(k_).without_set().write("a", 1)).code,
              result_code::parameter);
}

TEST_F(applied_settings, nsup_period_takes_effect_at_once) {
    send(connection_, request(k_).write("a", 1).ttl(3));
    set("nsup-period=5");
    cluster_.clock().advance(4s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).generation, 1u) << "expired, still there";
    cluster_.clock().advance(1s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).generation, 0u);
    EXPECT_THAT(info(connection_, "namespace/test"), HasSubstr(";expired_objects=1;"));
}

}  // namespace
}  // namespace spikelet::mock
