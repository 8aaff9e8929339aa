#include "policy_reader.hpp"

#include "field_reader.hpp"

#include <spikelet/json.hpp>

namespace spikelet {
namespace json_form {
namespace {

// As complaints call it.
constexpr std::string_view name_of(const read_policy&) {
    return "a read policy";
}
constexpr std::string_view name_of(const write_policy&) {
    return "a write policy";
}
constexpr std::string_view name_of(const apply_policy&) {
    return "an apply policy";
}
constexpr std::string_view name_of(const operate_policy&) {
    return "an operate policy";
}
constexpr std::string_view name_of(const remove_policy&) {
    return "a remove policy";
}
constexpr std::string_view name_of(const batch_policy&) {
    return "a batch policy";
}
constexpr std::string_view name_of(const scan_policy&) {
    return "a scan policy";
}
constexpr std::string_view name_of(const query_policy&) {
    return "a query policy";
}
constexpr std::string_view name_of(const info_policy&) {
    return "an info policy";
}
constexpr std::string_view name_of(const admin_policy&) {
    return "an admin policy";
}

// Reads keys into fields; in a group, null leaves an enumeration unset, as the documentation says.
class policy_dictionary {
public:
    policy_dictionary(dictionary& keys, policy_place level) : keys_(keys), level_(level) {}

    template <class T>
    void field(std::string_view key, std::optional<T>& out) {
        const json* found = keys_.find(key);
        if (found == nullptr) return;
        if constexpr (std::is_enum_v<T>) {
            if (found->is_null() && level_ == policy_place::group) return;
        }
        read_field(*found, keys_ / key, out);
    }

    template <class T>
    void field_of_call(std::string_view key, std::optional<T>& out) {
        if (level_ == policy_place::group && keys_.has(key)) {
            refuse(keys_ / key,
                   "is for the policy of a call, not for a group of the configuration");
        }
        field(key, out);
    }

    // A documented key whose feature is not there.
    void missing_feature(std::string_view key, std::string_view problem) {
        if (keys_.has(key)) refuse(keys_ / key, std::string(problem));
    }

    // A key that the documentation has dropped.
    void former(std::string_view key, std::string_view replacement) {
        if (keys_.has_former(key)) refuse(keys_ / key, std::string(replacement));
    }

    dictionary& keys() { return keys_; }
    policy_place level() const { return level_; }

private:
    dictionary& keys_;
    policy_place level_;
};

constexpr std::string_view no_expressions =
    "JSON does not express filters; set the policy's `filter` in C++";
constexpr std::string_view no_transactions = "this client has no transactions";

// ---- what several policies have in common, by the fields they have

template <class Policy>
void read_limits(policy_dictionary& d, Policy& p) {
    if (d.level() == policy_place::call) {
        d.field("timeout", p.total_timeout);  // the older name, which loses
    }
    d.field("total_timeout", p.total_timeout);
    d.field("socket_timeout", p.socket_timeout);
    d.field("connect_timeout", p.connect_timeout);
    d.field("timeout_delay", p.timeout_delay);
    d.field("max_retries", p.max_retries);
    d.field("sleep_between_retries", p.sleep_between_retries);
    d.field("compress", p.compress);
    d.missing_feature("expressions", no_expressions);
    d.missing_feature("predexp",
                      "replaced by filter expressions, which JSON does not express; set "
                      "the policy's `filter` in C++");
    d.missing_feature("txn", no_transactions);
    d.former("retry",
             "gone; max_retries says how often: 0 for POLICY_RETRY_NONE, 1 for POLICY_RETRY_ONCE");
    d.former("retry_on_timeout",
             "gone; reads under POLICY_REPLICA_SEQUENCE always go on to the other copy");
}

template <class Policy>
void read_common_fields(policy_dictionary& d, Policy& p) {
    if constexpr (requires { p.key; }) d.field("key", p.key);
    if constexpr (requires { p.replica; }) d.field("replica", p.replica);
    if constexpr (requires { p.commit_level; }) d.field("commit_level", p.commit_level);
    if constexpr (requires { p.durable_delete; }) d.field("durable_delete", p.durable_delete);
    if constexpr (requires { p.read_mode_ap; }) d.field("read_mode_ap", p.read_mode_ap);
    if constexpr (requires { p.read_mode_sc; }) d.field("read_mode_sc", p.read_mode_sc);
    if constexpr (requires { p.deserialize; }) d.field("deserialize", p.deserialize);
    if constexpr (requires { p.gen; }) d.field("gen", p.gen);
    if constexpr (requires { p.read_touch_ttl_percent; }) {
        d.field("read_touch_ttl_percent", p.read_touch_ttl_percent);
    }
    if constexpr (requires { p.ttl_s; }) {
        if (const json* ttl = d.keys().find("ttl")) {
            p.ttl_s = read_ttl(*ttl, d.keys() / "ttl");
        }
    }
}

// ---- what only one policy has

void read_own(policy_dictionary&, read_policy&) {}

void read_own(policy_dictionary& d, write_policy& p) {
    d.field("exists", p.exists);
    d.field("compression_threshold", p.compression_threshold);
    d.missing_feature("on_locking_only", no_transactions);
}

void read_own(policy_dictionary& d, apply_policy&) {
    std::optional<generation_policy> gen;
    d.field("gen", gen);
    if (gen.value_or(generation_policy::ignore) != generation_policy::ignore) {
        refuse(d.keys() / "gen",
               "a function call is given no generation to compare with; expected "
               "POLICY_GEN_IGNORE (0)");
    }
    d.missing_feature("on_locking_only", no_transactions);
}

void read_own(policy_dictionary& d, operate_policy& p) {
    d.field_of_call("exists", p.exists);
    d.missing_feature("on_locking_only", no_transactions);
}

void read_own(policy_dictionary& d, remove_policy& p) {
    d.field_of_call("generation", p.generation);
}

void read_own(policy_dictionary& d, batch_policy& p) {
    d.field("concurrent", p.concurrent);
    d.field("allow_inline", p.allow_inline);
    d.field("allow_inline_ssd", p.allow_inline_ssd);
    d.field("respond_all_keys", p.respond_all_keys);
    d.field("send_set_name", p.send_set_name);
}

void read_own(policy_dictionary& d, scan_policy& p) {
    d.field("fail_on_cluster_change", p.fail_on_cluster_change);
    d.field("records_per_second", p.records_per_second);
    d.field("max_records", p.max_records);
    d.missing_feature("partition_filter", "this client has no partition filters");
}

void read_own(policy_dictionary& d, query_policy& p) {
    d.field_of_call("fail_on_cluster_change", p.fail_on_cluster_change);
    d.field("short_query", p.short_query);
    if (const json* found = d.keys().find("expected_duration")) {
        const place where = d.keys() / "expected_duration";
        const auto duration = read_constant(*found, where, constant_family::query_duration);
        constexpr std::int64_t short_one = 1;
        constexpr std::int64_t relaxed = 2;
        if (duration == relaxed) refuse(where, "this client has no relaxed queries");
        p.short_query = duration == short_one;
    }
    d.missing_feature("partition_filter", "this client has no partition filters");
}

}  // namespace

template <class Policy>
void read_policy_into(const json& found, const place& where, policy_place level, Policy& out) {
    dictionary keys(found, where, name_of(out));
    policy_dictionary d(keys, level);
    if constexpr (requires { out.total_timeout; }) {
        read_limits(d, out);
        read_common_fields(d, out);
        read_own(d, out);
    } else {
        d.field("timeout", out.timeout);
        if constexpr (requires { out.send_as_is; }) {
            d.field("send_as_is", out.send_as_is);
            d.field("check_bounds", out.check_bounds);
        }
    }
    keys.finish();
}

template void read_policy_into(const json&, const place&, policy_place, read_policy&);
template void read_policy_into(const json&, const place&, policy_place, write_policy&);
template void read_policy_into(const json&, const place&, policy_place, apply_policy&);
template void read_policy_into(const json&, const place&, policy_place, operate_policy&);
template void read_policy_into(const json&, const place&, policy_place, remove_policy&);
template void read_policy_into(const json&, const place&, policy_place, batch_policy&);
template void read_policy_into(const json&, const place&, policy_place, scan_policy&);
template void read_policy_into(const json&, const place&, policy_place, query_policy&);
template void read_policy_into(const json&, const place&, policy_place, info_policy&);
template void read_policy_into(const json&, const place&, policy_place, admin_policy&);

}  // namespace json_form

template <class Policy>
Policy policy_from_json(const nlohmann::json& dictionary, std::string_view path) {
    using namespace json_form;
    Policy policy;
    read_policy_into(dictionary, place(path), policy_place::call, policy);
    return policy;
}

template read_policy policy_from_json(const nlohmann::json&, std::string_view);
template write_policy policy_from_json(const nlohmann::json&, std::string_view);
template apply_policy policy_from_json(const nlohmann::json&, std::string_view);
template operate_policy policy_from_json(const nlohmann::json&, std::string_view);
template remove_policy policy_from_json(const nlohmann::json&, std::string_view);
template batch_policy policy_from_json(const nlohmann::json&, std::string_view);
template scan_policy policy_from_json(const nlohmann::json&, std::string_view);
template query_policy policy_from_json(const nlohmann::json&, std::string_view);
template info_policy policy_from_json(const nlohmann::json&, std::string_view);
template admin_policy policy_from_json(const nlohmann::json&, std::string_view);

template <class Policy>
void set_metadata_from_json(Policy& policy, const nlohmann::json& meta, std::string_view path) {
    using namespace json_form;
    const place where(path);
    dictionary d(meta, where, "a call's meta");
    read(d, "gen", policy.generation);
    if constexpr (requires { policy.ttl_s; }) {
        if (const json* ttl = d.find("ttl")) {
            policy.ttl_s = read_ttl(*ttl, d / "ttl");
        }
    }
    d.finish();
}

template void set_metadata_from_json(write_policy&, const nlohmann::json&, std::string_view);
template void set_metadata_from_json(operate_policy&, const nlohmann::json&, std::string_view);
template void set_metadata_from_json(remove_policy&, const nlohmann::json&, std::string_view);

}  // namespace spikelet
