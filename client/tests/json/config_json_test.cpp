#include "error_of.hpp"

#include <chrono>

namespace spikelet {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_in_config(std::string_view text) {
    return error_of([&] { config_from_json(text); });
}
std::string error_in_policies(const std::string& members) {
    return error_in_config(R"({"policies": {)" + members + "}}");
}

TEST(config_json, empty_document_is_the_default) {
    const config parsed = config_from_json("{}");
    const config standard;
    EXPECT_TRUE(parsed.hosts.empty());
    EXPECT_FALSE(parsed.shm);
    EXPECT_FALSE(parsed.policies.read.total_timeout);
    EXPECT_EQ(parsed.max_conns_per_node, standard.max_conns_per_node);
    EXPECT_EQ(parsed.policies.login_timeout, standard.policies.login_timeout);
}

TEST(config_json, hosts_are_lists_or_texts) {
    const auto hosts = [](std::string_view list) {
        return config_from_json(R"({"hosts": )" + std::string(list) + "}").hosts;
    };
    EXPECT_EQ(hosts(R"([["127.0.0.1", 3000], ["db.example", 4333, "cluster"]])"),
              (std::vector<host_address>{{"127.0.0.1", 3000}, {"db.example", 4333, "cluster"}}));
    EXPECT_EQ(hosts(R"(["10.0.0.1:3100", "db", "[::1]:3200", "[::1]"])"),
              (std::vector<host_address>{
                  {"10.0.0.1", 3100}, {"db", 3000}, {"::1", 3200}, {"::1", 3000}}));
}

TEST(config_json, wrong_hosts_are_named) {
    const auto error = [](const std::string& list) {
        return error_in_config(R"({"hosts": )" + list + "}");
    };
    EXPECT_THAT(error("[]"), StartsWith("hosts: expected a list of at least one host"));
    EXPECT_THAT(error(R"("127.0.0.1:3000")"), StartsWith("hosts: expected a list"));
    EXPECT_THAT(error(R"([["a", 3000], ["b"]])"),
                StartsWith("hosts[1]: expected [address, port], [address, port, tls-name] or "
                           "\"address:port\", found a list of 1"));
    EXPECT_THAT(error(R"([["a", "3000"]])"),
                StartsWith("hosts[0][1]: expected a port from 1 to 65535, found \"3000\""));
    EXPECT_THAT(error(R"([["a", 0]])"), HasSubstr("a port from 1 to 65535"));
    EXPECT_THAT(error(R"([["a", 1, 2]])"), StartsWith("hosts[0][2]: expected text"));
    for (const char* text : {"\":3000\"", "\"a:\"", "\"a:0\"", "\"a:65536\"", "\"a:3000x\"",
                             "\"[::1\"", "\"[::1]3000\"", "\"\""}) {
        EXPECT_THAT(error("[" + std::string(text) + "]"),
                    StartsWith("hosts[0]: expected \"address:port\""))
            << text;
    }
}

TEST(config_json, top_level_takes_every_key) {
    const config c = config_from_json(R"({
        "hosts": [["a", 1]], "user": "u", "password": "p",
        "lua": {"system_path": "/s", "user_path": "/u"}, "policies": {}, "shm": {},
        "use_shared_connection": true, "tls": {}, "thread_pool_size": 4, "max_socket_idle": 5,
        "min_conns_per_node": 6, "max_conns_per_node": 7, "max_error_rate": 8,
        "error_rate_window": 9, "connect_timeout": 10, "tend_interval": 11,
        "compression_threshold": 12, "cluster_name": "c", "strict_types": false,
        "rack_aware": true, "rack_id": -3, "rack_ids": [1, 2], "use_services_alternate": true,
        "fail_if_not_connected": false, "validate_keys": true, "app_id": "app",
        "force_single_node": true, "send_bool_as": "AS_BOOL"})");
    EXPECT_EQ(c.user, "u");
    EXPECT_EQ(c.password, "p");
    EXPECT_EQ(c.lua.system_path, "/s");
    EXPECT_EQ(c.lua.user_path, "/u");
    EXPECT_TRUE(c.shm);
    EXPECT_TRUE(c.use_shared_connection);
    EXPECT_EQ(c.thread_pool_size, 4u);
    EXPECT_EQ(c.max_socket_idle, 5s);
    EXPECT_EQ(c.min_conns_per_node, 6u);
    EXPECT_EQ(c.max_conns_per_node, 7u);
    EXPECT_EQ(c.max_error_rate, 8u);
    EXPECT_EQ(c.error_rate_window, 9u);
    EXPECT_EQ(c.connect_timeout, 10ms);
    EXPECT_EQ(c.tend_interval, 11ms);
    EXPECT_EQ(c.compression_threshold, 12u);
    EXPECT_EQ(c.cluster_name, "c");
    EXPECT_FALSE(c.strict_types);
    EXPECT_TRUE(c.rack_aware);
    EXPECT_EQ(c.rack_id, -3);
    EXPECT_EQ(c.rack_ids, (std::vector<std::int32_t>{1, 2}));
    EXPECT_TRUE(c.use_services_alternate);
    EXPECT_FALSE(c.fail_if_not_connected);
    EXPECT_EQ(c.app_id, "app");
    EXPECT_TRUE(c.force_single_node);
}

TEST(config_json, tls_takes_every_key) {
    const tls_config t = config_from_json(R"({"tls": {
        "enable": true, "cafile": "a", "capath": "b", "protocols": "c", "cipher_suite": "d",
        "keyfile": "e", "keyfile_pw": "f", "certfile": "g", "cert_blacklist": "h",
        "crl_check": true, "crl_check_all": true, "log_session_info": true,
        "for_login_only": true}})")
                             .tls;
    EXPECT_TRUE(t.enable);
    EXPECT_EQ(t.cafile, "a");
    EXPECT_EQ(t.capath, "b");
    EXPECT_EQ(t.protocols, "c");
    EXPECT_EQ(t.cipher_suite, "d");
    EXPECT_EQ(t.keyfile, "e");
    EXPECT_EQ(t.keyfile_pw, "f");
    EXPECT_EQ(t.certfile, "g");
    EXPECT_EQ(t.cert_blacklist, "h");
    EXPECT_TRUE(t.crl_check);
    EXPECT_TRUE(t.crl_check_all);
    EXPECT_TRUE(t.log_session_info);
    EXPECT_TRUE(t.for_login_only);
}

TEST(config_json, newer_of_two_names_wins) {
    const shm_config older = *config_from_json(R"({"shm": {"shm_max_nodes": 1,
        "shm_max_namespaces": 2, "shm_takeover_threshold_sec": 3, "shm_key": 4}})")
                                  .shm;
    EXPECT_EQ(older.max_nodes, 1u);
    EXPECT_EQ(older.max_namespaces, 2u);
    EXPECT_EQ(older.takeover_threshold, 3s);
    EXPECT_EQ(older.shm_key, 4u);
    const shm_config both = *config_from_json(R"({"shm": {"shm_max_nodes": 1, "max_nodes": 5,
        "max_namespaces": 6, "shm_max_namespaces": 2, "takeover_threshold_sec": 7,
        "shm_takeover_threshold_sec": 3}})")
                                 .shm;
    EXPECT_EQ(both.max_nodes, 5u);
    EXPECT_EQ(both.max_namespaces, 6u);
    EXPECT_EQ(both.takeover_threshold, 7s);

    EXPECT_EQ(config_from_json(R"({"max_threads": 1})").max_conns_per_node, 1u);
    EXPECT_EQ(config_from_json(R"({"max_threads": 1, "max_conns_per_node": 2})").max_conns_per_node,
              2u);
    const config misplaced = config_from_json(
        R"({"thread_pool_size": 9, "policies": {"max_threads": 3, "thread_pool_size": 4}})");
    EXPECT_EQ(misplaced.max_conns_per_node, 3u);
    EXPECT_EQ(misplaced.thread_pool_size, 9u);
}

TEST(config_json, policies_have_a_group_for_each_kind_of_call) {
    const policy_groups p = config_from_json(R"({"policies": {
        "read": {"total_timeout": 1}, "write": {"total_timeout": 2}, "apply": {"total_timeout": 3},
        "operate": {"total_timeout": 4}, "remove": {"total_timeout": 5},
        "query": {"total_timeout": 6}, "scan": {"total_timeout": 7},
        "batch": {"total_timeout": 8}, "info": {"timeout": 9}, "admin": {"timeout": 10},
        "auth_mode": "AUTH_EXTERNAL", "login_timeout_ms": 11}})")
                                .policies;
    EXPECT_EQ(p.read.total_timeout, 1ms);
    EXPECT_EQ(p.write.total_timeout, 2ms);
    EXPECT_EQ(p.apply.total_timeout, 3ms);
    EXPECT_EQ(p.operate.total_timeout, 4ms);
    EXPECT_EQ(p.remove.total_timeout, 5ms);
    EXPECT_EQ(p.query.total_timeout, 6ms);
    EXPECT_EQ(p.scan.total_timeout, 7ms);
    EXPECT_EQ(p.batch.total_timeout, 8ms);
    EXPECT_EQ(p.info.timeout, 9ms);
    EXPECT_EQ(p.admin.timeout, 10ms);
    EXPECT_EQ(p.auth_mode, auth_mode::external);
    EXPECT_EQ(p.login_timeout, 11ms);
}

TEST(config_json, deprecated_flat_keys_are_kept_apart) {
    const flat_policies p = config_from_json(R"({"policies": {
        "timeout": 1, "socket_timeout": 2, "max_retries": 3, "key": "POLICY_KEY_SEND",
        "exists": "POLICY_EXISTS_CREATE", "replica": "POLICY_REPLICA_MASTER",
        "commit_level": "POLICY_COMMIT_LEVEL_MASTER", "read_mode_ap": 1, "read_mode_sc": 3}})")
                                .policies.deprecated;
    EXPECT_EQ(p.total_timeout, 1ms);
    EXPECT_EQ(p.socket_timeout, 2ms);
    EXPECT_EQ(p.max_retries, 3u);
    EXPECT_EQ(p.key, key_policy::send);
    EXPECT_EQ(p.exists, exists_policy::create);
    EXPECT_EQ(p.replica, replica_policy::master);
    EXPECT_EQ(p.commit_level, commit_level::master);
    EXPECT_EQ(p.read_mode_ap, read_mode_ap::all);
    EXPECT_EQ(p.read_mode_sc, read_mode_sc::allow_unavailable);
    EXPECT_EQ(config_from_json(R"({"policies": {"timeout": 1, "total_timeout": 2}})")
                  .policies.deprecated.total_timeout,
              2ms);
}

TEST(config_json, null_leaves_a_constant_of_a_group_unset) {
    const config c = config_from_json(R"({"policies": {"read": {"replica": null}}})");
    EXPECT_FALSE(c.policies.read.replica);
    EXPECT_THAT(error_in_policies(R"("read": {"max_retries": null})"), HasSubstr("found null"));
}

TEST(config_json, keys_of_calls_are_refused_in_groups) {
    EXPECT_THAT(error_in_policies(R"("operate": {"exists": 1})"),
                StartsWith("policies.operate.exists: is for the policy of a call"));
    EXPECT_THAT(error_in_policies(R"("remove": {"generation": 1})"), HasSubstr("of a call"));
    EXPECT_THAT(error_in_policies(R"("query": {"fail_on_cluster_change": true})"),
                HasSubstr("of a call"));
    EXPECT_THAT(error_in_policies(R"("read": {"timeout": 1})"),
                StartsWith("policies.read.timeout: unknown key"));
}

TEST(config_json, what_is_no_data_or_not_there_is_refused) {
    EXPECT_THAT(error_in_config(R"({"serialization": [null, null]})"),
                StartsWith("serialization: functions are no JSON"));
    EXPECT_THAT(error_in_config(R"({"config_provider": {}})"), StartsWith("config_provider: "));
    EXPECT_THAT(error_in_config(R"({"send_bool_as": "INTEGER"})"), HasSubstr("AS_BOOL (1)"));
    EXPECT_THAT(error_in_config(R"({"validate_keys": false})"), HasSubstr("always refused"));
    for (const std::string group : {"batch_write", "batch_apply", "batch_remove",
                                    "batch_parent_write", "txn_verify", "txn_roll", "metrics"}) {
        EXPECT_THAT(error_in_policies("\"" + group + "\": {}"),
                    StartsWith("policies." + group + ": this client "))
            << group;
    }
}

TEST(config_json, unknown_keys_are_named_with_the_nearest_known) {
    EXPECT_THAT(
        error_in_config(R"({"host": [["a", 1]]})"),
        StartsWith("host: unknown key, did you mean hosts?; a configuration takes hosts, "));
    EXPECT_THAT(error_in_config(R"({"tend_intervall": 1})"),
                HasSubstr("did you mean tend_interval?"));
    EXPECT_THAT(error_in_config(R"({"colour": 1})"),
                StartsWith("colour: unknown key; a configuration"));
    EXPECT_THAT(
        error_in_policies(R"("reed": {})"),
        StartsWith("policies.reed: unknown key, did you mean read?; policies takes read, "));
    EXPECT_THAT(error_in_config(R"({"tls": {"cafiel": ""}})"),
                StartsWith("tls.cafiel: unknown key, did you mean cafile?"));
    EXPECT_THAT(error_in_config(R"({"shm": {"nodes": 1}})"), StartsWith("shm.nodes: unknown key"));
    EXPECT_THAT(error_in_config(R"({"lua": {"path": ""}})"), StartsWith("lua.path: unknown key"));
}

TEST(config_json, wrong_types_are_named) {
    EXPECT_THAT(error_in_config("[]"),
                StartsWith("expected an object with the keys of a configuration"));
    EXPECT_THAT(
        error_in_config(R"({"rack_id": 3000000000})"),
        StartsWith("rack_id: expected a number from -2147483648 to 2147483647, found 3000"));
    EXPECT_THAT(error_in_config(R"({"rack_ids": [1, "2"]})"),
                StartsWith("rack_ids[1]: expected a number"));
    EXPECT_THAT(error_in_config(R"({"rack_aware": 1})"), HasSubstr("expected true or false"));
    EXPECT_THAT(error_in_config(R"({"shm": null})"), StartsWith("shm: expected an object"));
    EXPECT_THAT(error_in_config(R"({"compression_threshold": -1})"), HasSubstr("found -1"));
    EXPECT_THAT(error_in_policies(R"("auth_mode": "AUTH_INTERNL")"),
                HasSubstr("did you mean AUTH_INTERNAL?"));
    EXPECT_THAT(error_in_config(R"({"user": "a", "user": "b"})"), StartsWith("user: given twice"));
    EXPECT_THAT(error_in_config("{"), StartsWith("not JSON: "));
}

TEST(config_json, place_in_a_bigger_document_begins_the_complaint) {
    const json document = {{"tls", 5}};
    EXPECT_THAT(error_of([&] { config_from_json(document, "clients[0]"); }),
                StartsWith("clients[0].tls: expected an object"));
}

}  // namespace
}  // namespace spikelet
