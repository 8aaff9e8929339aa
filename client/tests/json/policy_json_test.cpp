#include "error_of.hpp"

#include <chrono>

namespace spikelet {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <class Policy>
Policy parsed(std::string_view text) {
    return policy_from_json<Policy>(parse_json(text));
}
template <class Policy>
std::string error_in(std::string_view text) {
    return error_of([&] { parsed<Policy>(text); });
}

TEST(policy_json, what_is_not_given_stays_unset) {
    const auto p = parsed<read_policy>("{}");
    EXPECT_FALSE(p.total_timeout);
    EXPECT_FALSE(p.replica);
    EXPECT_FALSE(parsed<info_policy>("{}").timeout);
}

TEST(policy_json, read_policy_takes_every_key) {
    const auto p = parsed<read_policy>(R"({
        "total_timeout": 1, "socket_timeout": 2, "connect_timeout": 3, "timeout_delay": 4,
        "max_retries": 5, "sleep_between_retries": 6, "compress": true, "key": "POLICY_KEY_SEND",
        "replica": "POLICY_REPLICA_PREFER_RACK", "read_mode_ap": "POLICY_READ_MODE_AP_ALL",
        "read_mode_sc": "POLICY_READ_MODE_SC_ALLOW_UNAVAILABLE", "deserialize": false,
        "read_touch_ttl_percent": -1})");
    EXPECT_EQ(p.total_timeout, 1ms);
    EXPECT_EQ(p.socket_timeout, 2ms);
    EXPECT_EQ(p.connect_timeout, 3ms);
    EXPECT_EQ(p.timeout_delay, 4ms);
    EXPECT_EQ(p.max_retries, 5u);
    EXPECT_EQ(p.sleep_between_retries, 6ms);
    EXPECT_EQ(p.compress, true);
    EXPECT_EQ(p.key, key_policy::send);
    EXPECT_EQ(p.replica, replica_policy::prefer_rack);
    EXPECT_EQ(p.read_mode_ap, read_mode_ap::all);
    EXPECT_EQ(p.read_mode_sc, read_mode_sc::allow_unavailable);
    EXPECT_EQ(p.deserialize, false);
    EXPECT_EQ(p.read_touch_ttl_percent, -1);
}

TEST(policy_json, write_policy_takes_every_key) {
    const auto p = parsed<write_policy>(R"({
        "total_timeout": 1, "key": "POLICY_KEY_SEND", "exists": "POLICY_EXISTS_CREATE_OR_REPLACE",
        "gen": "POLICY_GEN_GT", "commit_level": "POLICY_COMMIT_LEVEL_MASTER",
        "durable_delete": true, "replica": "POLICY_REPLICA_RANDOM", "compression_threshold": 900,
        "ttl": "TTL_NEVER_EXPIRE"})");
    EXPECT_EQ(p.total_timeout, 1ms);
    EXPECT_EQ(p.key, key_policy::send);
    EXPECT_EQ(p.exists, exists_policy::create_or_replace);
    EXPECT_EQ(p.gen, generation_policy::greater);
    EXPECT_EQ(p.commit_level, commit_level::master);
    EXPECT_EQ(p.durable_delete, true);
    EXPECT_EQ(p.replica, replica_policy::random);
    EXPECT_EQ(p.compression_threshold, 900u);
    EXPECT_EQ(p.ttl_s, ttl_never_expire);
    EXPECT_EQ(parsed<write_policy>(R"({"ttl": 60})").ttl_s, 60u);
}

TEST(policy_json, operate_policy_takes_every_key) {
    const auto p = parsed<operate_policy>(R"({
        "max_retries": 1, "key": 1, "exists": 1, "gen": 1, "replica": 0, "commit_level": 1,
        "durable_delete": true, "read_mode_ap": 1, "read_mode_sc": 2, "deserialize": false,
        "read_touch_ttl_percent": 50, "ttl": 4294967294})");
    EXPECT_EQ(p.max_retries, 1u);
    EXPECT_EQ(p.key, key_policy::send);
    EXPECT_EQ(p.exists, exists_policy::create);
    EXPECT_EQ(p.gen, generation_policy::equal);
    EXPECT_EQ(p.replica, replica_policy::master);
    EXPECT_EQ(p.commit_level, commit_level::master);
    EXPECT_EQ(p.durable_delete, true);
    EXPECT_EQ(p.read_mode_ap, read_mode_ap::all);
    EXPECT_EQ(p.read_mode_sc, read_mode_sc::allow_replica);
    EXPECT_EQ(p.deserialize, false);
    EXPECT_EQ(p.read_touch_ttl_percent, 50);
    EXPECT_EQ(p.ttl_s, ttl_dont_update);
}

TEST(policy_json, remove_policy_takes_every_key) {
    const auto p = parsed<remove_policy>(R"({
        "socket_timeout": 9, "key": 1, "gen": 1, "generation": 65535, "commit_level": 1,
        "replica": 1, "durable_delete": true})");
    EXPECT_EQ(p.socket_timeout, 9ms);
    EXPECT_EQ(p.key, key_policy::send);
    EXPECT_EQ(p.gen, generation_policy::equal);
    EXPECT_EQ(p.generation, 65535);
    EXPECT_EQ(p.commit_level, commit_level::master);
    EXPECT_EQ(p.replica, replica_policy::any);
    EXPECT_EQ(p.durable_delete, true);
}

TEST(policy_json, apply_policy_takes_every_key) {
    const auto p = parsed<apply_policy>(R"({
        "total_timeout": 7, "key": 1, "replica": 1, "gen": "POLICY_GEN_IGNORE", "commit_level": 1,
        "durable_delete": true, "ttl": 5})");
    EXPECT_EQ(p.total_timeout, 7ms);
    EXPECT_EQ(p.key, key_policy::send);
    EXPECT_EQ(p.replica, replica_policy::any);
    EXPECT_EQ(p.commit_level, commit_level::master);
    EXPECT_EQ(p.durable_delete, true);
    EXPECT_EQ(p.ttl_s, 5u);
    EXPECT_THAT(error_in<apply_policy>(R"({"gen": "POLICY_GEN_EQ"})"),
                HasSubstr("no generation to compare with"));
}

TEST(policy_json, batch_policy_takes_every_key) {
    const auto p = parsed<batch_policy>(R"({
        "total_timeout": 7, "concurrent": true, "allow_inline": false, "allow_inline_ssd": true,
        "respond_all_keys": false, "send_set_name": true, "deserialize": false, "read_mode_ap": 1,
        "read_mode_sc": 1, "replica": 3, "read_touch_ttl_percent": 10})");
    EXPECT_EQ(p.total_timeout, 7ms);
    EXPECT_EQ(p.concurrent, true);
    EXPECT_EQ(p.allow_inline, false);
    EXPECT_EQ(p.allow_inline_ssd, true);
    EXPECT_EQ(p.respond_all_keys, false);
    EXPECT_EQ(p.send_set_name, true);
    EXPECT_EQ(p.deserialize, false);
    EXPECT_EQ(p.read_mode_ap, read_mode_ap::all);
    EXPECT_EQ(p.read_mode_sc, read_mode_sc::linearize);
    EXPECT_EQ(p.replica, replica_policy::prefer_rack);
    EXPECT_EQ(p.read_touch_ttl_percent, 10);
}

TEST(policy_json, scan_and_query_policies_take_every_key) {
    const auto scan = parsed<scan_policy>(R"({
        "total_timeout": 7, "fail_on_cluster_change": true, "durable_delete": true,
        "records_per_second": 8, "max_records": 5000000000, "replica": 0, "ttl": 9})");
    EXPECT_EQ(scan.total_timeout, 7ms);
    EXPECT_EQ(scan.fail_on_cluster_change, true);
    EXPECT_EQ(scan.durable_delete, true);
    EXPECT_EQ(scan.records_per_second, 8u);
    EXPECT_EQ(scan.max_records, 5000000000u);
    EXPECT_EQ(scan.replica, replica_policy::master);
    EXPECT_EQ(scan.ttl_s, 9u);

    const auto query = parsed<query_policy>(R"({
        "total_timeout": 7, "fail_on_cluster_change": true, "deserialize": false, "replica": 0,
        "short_query": true})");
    EXPECT_EQ(query.total_timeout, 7ms);
    EXPECT_EQ(query.fail_on_cluster_change, true);
    EXPECT_EQ(query.deserialize, false);
    EXPECT_EQ(query.replica, replica_policy::master);
    EXPECT_EQ(query.short_query, true);
    EXPECT_EQ(parsed<query_policy>(R"({"expected_duration": "QUERY_DURATION_SHORT"})").short_query,
              true);
    EXPECT_EQ(parsed<query_policy>(R"({"expected_duration": 0})").short_query, false);
    EXPECT_THAT(error_in<query_policy>(R"({"expected_duration": 2})"), HasSubstr("relaxed"));
}

TEST(policy_json, info_and_admin_policies_have_one_timeout) {
    const auto info =
        parsed<info_policy>(R"({"timeout": 5, "send_as_is": false, "check_bounds": false})");
    EXPECT_EQ(info.timeout, 5ms);
    EXPECT_EQ(info.send_as_is, false);
    EXPECT_EQ(info.check_bounds, false);
    EXPECT_EQ(parsed<admin_policy>(R"({"timeout": 5})").timeout, 5ms);
    EXPECT_THAT(error_in<admin_policy>(R"({"total_timeout": 5})"),
                StartsWith("policy.total_timeout: unknown key"));
}

TEST(policy_json, older_spelling_of_the_timeout_loses) {
    EXPECT_EQ(parsed<read_policy>(R"({"timeout": 5})").total_timeout, 5ms);
    EXPECT_EQ(parsed<read_policy>(R"({"timeout": 5, "total_timeout": 6})").total_timeout, 6ms);
}

TEST(policy_json, unknown_key_is_named_with_those_there_are) {
    EXPECT_THAT(error_in<read_policy>(R"({"totl_timeout": 5})"),
                StartsWith("policy.totl_timeout: unknown key, did you mean total_timeout?; "
                           "a read policy takes timeout, total_timeout, socket_timeout, "));
    EXPECT_THAT(error_in<read_policy>(R"({"exists": 0})"),
                AllOf(StartsWith("policy.exists: unknown key; a read policy takes"),
                      HasSubstr("read_mode_sc")));
}

TEST(policy_json, wrong_types_are_named_with_what_is_accepted) {
    EXPECT_THAT(error_in<read_policy>(R"({"total_timeout": "1s"})"),
                StartsWith("policy.total_timeout: expected milliseconds from 0 to 4294967295, "
                           "found \"1s\""));
    EXPECT_THAT(error_in<read_policy>(R"({"total_timeout": -1})"), HasSubstr("found -1"));
    EXPECT_THAT(error_in<read_policy>(R"({"total_timeout": 4294967296})"), HasSubstr("found 4294"));
    EXPECT_THAT(error_in<read_policy>(R"({"max_retries": 1.5})"), HasSubstr("found 1.5"));
    EXPECT_THAT(error_in<read_policy>(R"({"max_retries": 18446744073709551615})"),
                HasSubstr("policy.max_retries: expected a number from 0 to 4294967295"));
    EXPECT_THAT(error_in<read_policy>(R"({"deserialize": 1})"),
                StartsWith("policy.deserialize: expected true or false, found 1"));
    EXPECT_THAT(error_in<read_policy>(R"({"key": null})"),
                StartsWith("policy.key: expected POLICY_KEY_DIGEST (0) or POLICY_KEY_SEND (1), "
                           "found null"));
    EXPECT_THAT(error_in<read_policy>(R"({"key": 2})"), HasSubstr("found 2"));
    EXPECT_THAT(error_in<read_policy>("[]"),
                StartsWith("policy: expected an object with the keys"));
}

TEST(policy_json, wrong_constants_are_named) {
    EXPECT_THAT(
        error_in<read_policy>(R"({"replica": "POLICY_REPLICA_MASTR"})"),
        StartsWith("policy.replica: unknown constant \"POLICY_REPLICA_MASTR\", did you mean "
                   "POLICY_REPLICA_MASTER?; expected POLICY_REPLICA_MASTER (0), "));
    EXPECT_THAT(error_in<read_policy>(R"({"replica": "POLICY_KEY_SEND"})"),
                StartsWith("policy.replica: POLICY_KEY_SEND is for a policy's key; expected "));
}

TEST(policy_json, features_that_are_not_there_are_refused) {
    EXPECT_THAT(error_in<read_policy>(R"({"expressions": []})"), HasSubstr("filter"));
    EXPECT_THAT(error_in<read_policy>(R"({"predexp": []})"), HasSubstr("filter"));
    EXPECT_THAT(error_in<read_policy>(R"({"txn": 1})"), HasSubstr("transactions"));
    EXPECT_THAT(error_in<write_policy>(R"({"on_locking_only": true})"), HasSubstr("transactions"));
    EXPECT_THAT(error_in<scan_policy>(R"({"partition_filter": {}})"), HasSubstr("partition"));
    EXPECT_THAT(error_in<read_policy>(R"({"retry": "POLICY_RETRY_ONCE"})"),
                HasSubstr("max_retries"));
    EXPECT_THAT(error_in<write_policy>(R"({"retry_on_timeout": true})"),
                HasSubstr("POLICY_REPLICA_SEQUENCE"));
}

TEST(policy_json, meta_goes_into_the_policy_of_a_call) {
    write_policy w = {.ttl_s = 7};
    set_metadata_from_json(w, {{"gen", 3}});
    EXPECT_EQ(w.generation, 3);
    EXPECT_EQ(w.ttl_s, 7u);
    set_metadata_from_json(w, {{"ttl", "TTL_NEVER_EXPIRE"}});
    EXPECT_EQ(w.ttl_s, ttl_never_expire);

    operate_policy o;
    set_metadata_from_json(o, {{"gen", 65535}, {"ttl", 60}});
    EXPECT_EQ(o.generation, 65535);
    EXPECT_EQ(o.ttl_s, 60u);

    remove_policy r;
    set_metadata_from_json(r, {{"gen", 4}});
    EXPECT_EQ(r.generation, 4);
    EXPECT_THAT(error_of([&] {
                    set_metadata_from_json(r, {{"ttl", 4}});
                }),
                StartsWith("meta.ttl: unknown key"));
    EXPECT_THAT(error_of([&] {
                    set_metadata_from_json(w, {{"gen", 65536}});
                }),
                StartsWith("meta.gen: expected a number from 0 to 65535, found 65536"));
}

TEST(policy_json, place_in_a_bigger_document_begins_the_complaint) {
    const json document = {{"key", 5}};
    EXPECT_THAT(error_of([&] { policy_from_json<read_policy>(document, "do[3].policy"); }),
                StartsWith("do[3].policy.key: "));
}

}  // namespace
}  // namespace spikelet
