// The documented dictionaries as JSON: configuration, policies, operators, keys, records, values.
//
//     client db(config_from_json(R"({"hosts": [["127.0.0.1", 3000]],
//                                    "policies": {"read": {"replica": "POLICY_REPLICA_ANY"}}})"));
//     const auto op = operation_from_json({{"op", "OP_LIST_APPEND"}, {"bin", "events"}, {"val",
//     7}});
//
// Keys and constants have their documented names (client/docs/json-form.md lists them all); a
// constant may also be given as its number. Everything here throws json_error: for a key that is
// not known, is missing or has a value of the wrong kind, and for a feature that is not built yet.
// A key is never ignored.
//
// `path` says where in a bigger document the given part stands; errors begin with it.
#pragma once

#include <spikelet/config.hpp>
#include <spikelet/key.hpp>
#include <spikelet/operation.hpp>
#include <spikelet/policy.hpp>
#include <spikelet/record.hpp>
#include <spikelet/value.hpp>

#include <nlohmann/json_fwd.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet {

// what(): "policies.read.replica: "POLICY_REPLICA_MASTR" is not allowed; did you mean
// POLICY_REPLICA_MASTER?"
class json_error : public std::invalid_argument {
public:
    json_error(std::string path, std::string problem);
    // "policies.read.replica", "ops[2].ctx[0].id"; empty: the document itself.
    const std::string& path() const { return path_; }
    // What was found there, and what is accepted.
    const std::string& problem() const { return problem_; }

private:
    std::string path_;
    std::string problem_;
};

// Like nlohmann::json::parse(), but refuses what hides a mistake or could hurt: a key given twice
// in one object, and more than value_depth_max levels. Object keys come back sorted.
nlohmann::json parse_json(std::string_view text);

// ---- configuration (names.md §2)

// With `hosts` as [address, port, tls-name] or "address:port". Not validated beyond the kinds of
// its values: the client does that. `serialization` is refused, since functions are no JSON.
config config_from_json(std::string_view text);
inline config config_from_json(const std::string& text) {
    return config_from_json(std::string_view(text));
}
inline config config_from_json(const char* text) {
    return config_from_json(std::string_view(text));
}
config config_from_json(const nlohmann::json& document, std::string_view path = {});

// ---- policies of calls (names.md §3)

// Policy: read_policy, write_policy, operate_policy, remove_policy, apply_policy, batch_policy,
// scan_policy, query_policy, info_policy or admin_policy.
template <class Policy>
Policy policy_from_json(const nlohmann::json& dictionary, std::string_view path = "policy");

// {"gen": 3, "ttl": 600}, into the policy of a call. Policy: write_policy, operate_policy or
// remove_policy (gen only).
template <class Policy>
void set_metadata_from_json(Policy& policy, const nlohmann::json& meta,
                            std::string_view path = "meta");

// ---- values

// Plain JSON means itself: null is nil, a number with a point or an exponent is a double, an object
// is a map with string keys. The rest is an object with one of these keys:
//
//     {"$int": "9007199254740993"}       an integer, for tools that read numbers as doubles
//     {"$double": "NaN"}                 a double: also "inf", "-inf", "-0", "1"
//     {"$bytes": "00ff"}                 a blob, in hexadecimal; "type": "AS_BYTES_JAVA" and so on
//     {"$geo": "{\"type\": …}"}          GeoJSON, as text or as a document
//     {"$hll": "0004…"}                  a HyperLogLog
//     {"$list": […], "order": "LIST_ORDERED", "persist_index": true}
//     {"$map": [[key, value], …], "order": "MAP_KEY_ORDERED", "persist_index": true}
//     {"$pairs": [[key, value], …]}      a map that keeps the order of its entries
//     {"$null": true}                    nil, also where null means "not given"
//     {"$wildcard": true}, {"$infinity": true}
//     {"$extension": "00", "type": 5}    another msgpack extension
value value_from_json(const nlohmann::json& document, std::string_view path = "value");
// The plainest form that value_from_json() turns into the same value again.
nlohmann::json value_to_json(const value& v);

// ---- keys and records

// ["test", "users", "ann"], the set may be null; with a digest of 40 hexadecimal digits as a fourth
// element the third may be null. Or {"ns": …, "set": …, "key": …, "digest": …}.
key key_from_json(const nlohmann::json& document, std::string_view path = "key");
nlohmann::json key_to_json(const key& k);

// {"name": "Ann", "visits": 7}
bins bins_from_json(const nlohmann::json& document, std::string_view path = "bins");
nlohmann::json bins_to_json(const bins& b);

// {"key": […], "meta": {"gen": 1, "ttl": 600}, "bins": {…}}; a ttl of null: never expires. `meta`
// may be left out.
record record_from_json(const nlohmann::json& document, std::string_view path = "record");
nlohmann::json record_to_json(const record& r);
// The same with bins as [[name, value], …].
nlohmann::json record_to_json(const ordered_record& r);

// ---- operations (names.md §5)

// {"op": "OP_MAP_GET_BY_KEY", "bin": "scores", "key": "ann", "return_type": "MAP_RETURN_VALUE"}
operation operation_from_json(const nlohmann::json& dictionary, std::string_view path = "op");
std::vector<operation> operations_from_json(const nlohmann::json& list,
                                            std::string_view path = "ops");
// [{"id": "CDT_CTX_MAP_KEY", "value": "today"}, …]
std::vector<context_step> context_from_json(const nlohmann::json& list,
                                            std::string_view path = "ctx");

}  // namespace spikelet
