// How a call behaves: limits, retries, replicas, conditions (chapter 04 §1, §2).
//
// Every field is optional. A field that a call leaves out is taken from the group of the same name
// in the configuration, then from a deprecated key of it, then from the default named here.
//
//     client.put(key, bins, {.exists = exists_policy::create, .ttl_s = 3600});
//
// Plain aggregates that are trivially destructible: GCC 12 destroys temporaries of other aggregates
// twice inside a co_await expression.
#pragma once

#include <spikelet/expression_view.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace spikelet {

// The enumerators have the numbers of the documented constants; a field's comment names them.

enum class key_policy : std::uint8_t { digest = 0, send = 1 };  // POLICY_KEY_*
enum class exists_policy : std::uint8_t {                       // POLICY_EXISTS_*
    ignore = 0,                                                 // create, or merge the bins
    create = 1,                                                 // only if absent
    update = 2,                                                 // only if present, merge the bins
    replace = 3,                                                // only if present, replace all bins
    create_or_replace = 4,                                      // create, or replace all bins
};
enum class generation_policy : std::uint8_t { ignore = 0, equal = 1, greater = 2 };  // POLICY_GEN_*
enum class commit_level : std::uint8_t { all = 0, master = 1 };  // POLICY_COMMIT_LEVEL_*
enum class replica_policy : std::uint8_t {                       // POLICY_REPLICA_*
    master = 0,
    any = 1,
    sequence = 2,
    prefer_rack = 3,
    random = 4,
};
enum class read_mode_ap : std::uint8_t { one = 0, all = 1 };  // POLICY_READ_MODE_AP_*
enum class read_mode_sc : std::uint8_t {                      // POLICY_READ_MODE_SC_*
    session = 0,
    linearize = 1,
    allow_replica = 2,
    allow_unavailable = 3,
};
enum class retry_policy : std::uint8_t { none = 0, once = 1 };  // POLICY_RETRY_*
// SERIALIZER_*: what becomes of values without a native form (objects).
enum class serializer : std::uint8_t {
    none = 0,      // refused before anything is sent
    built_in = 1,  // codec<T> of the value's type; SERIALIZER_PYTHON
    json = 2,      // never implemented by any client: refused
    user = 3,      // the instance's serializer, else the process-wide one
};

// Special ttls in seconds (chapter 01 §12).
inline constexpr std::uint32_t ttl_namespace_default = 0;
inline constexpr std::uint32_t ttl_never_expire = 0xFFFFFFFF;
inline constexpr std::uint32_t ttl_dont_update = 0xFFFFFFFE;
inline constexpr std::uint32_t ttl_client_default = 0xFFFFFFFD;  // what the group's ttl_s says

using milliseconds = std::chrono::milliseconds;

// ---- single records

// get, exists, select
struct read_policy {
    std::optional<milliseconds> total_timeout = {};  // all attempts together; 0: none. 1000 ms
    // Silence of one attempt; 0: total_timeout. 30000 ms
    std::optional<milliseconds> socket_timeout = {};
    std::optional<milliseconds> connect_timeout = {};  // of a new connection; 0: socket_timeout. 0
    std::optional<milliseconds> timeout_delay = {};  // how long a late reply is waited for. 3000 ms
    std::optional<std::uint32_t> max_retries = {};   // attempts after the first. 2
    // 0; but 1 ms at least from the tenth attempt on that reaches no node
    std::optional<milliseconds> sleep_between_retries = {};  // 0
    std::optional<bool> compress = {};                       // ask for compressed replies. false
    std::optional<expression_view> filter = {};  // `expressions`; must outlive the call. none
    std::optional<key_policy> key = {};          // digest
    std::optional<replica_policy> replica = {};  // sequence
    std::optional<spikelet::read_mode_ap> read_mode_ap = {};  // one
    std::optional<spikelet::read_mode_sc> read_mode_sc = {};  // session
    std::optional<bool> deserialize = {};  // unpack lists and maps; else their bytes. true
    // 0: the server's; -1: never; 1 … 100. 0
    std::optional<std::int32_t> read_touch_ttl_percent = {};
};

// put, remove_bin
struct write_policy {
    std::optional<milliseconds> total_timeout = {};           // 1000 ms
    std::optional<milliseconds> socket_timeout = {};          // 30000 ms
    std::optional<milliseconds> connect_timeout = {};         // 0
    std::optional<milliseconds> timeout_delay = {};           // 3000 ms
    std::optional<std::uint32_t> max_retries = {};            // 0
    std::optional<milliseconds> sleep_between_retries = {};   // 0
    std::optional<bool> compress = {};                        // false
    std::optional<expression_view> filter = {};               // none
    std::optional<key_policy> key = {};                       // digest
    std::optional<exists_policy> exists = {};                 // ignore
    std::optional<generation_policy> gen = {};                // ignore
    std::optional<std::uint16_t> generation = {};             // what `gen` compares with. 0
    std::optional<std::uint32_t> ttl_s = {};                  // ttl_namespace_default
    std::optional<spikelet::commit_level> commit_level = {};  // all
    std::optional<bool> durable_delete = {};                  // false
    std::optional<replica_policy> replica = {};               // sequence
    // Bytes; above it a put is compressed; 0: never. 0
    std::optional<std::uint32_t> compression_threshold = {};
    // Of put. user if one is set, else built_in
    std::optional<spikelet::serializer> serializer = {};
};

// operate, operate_ordered, append, prepend, increment, touch and the list and map calls
struct operate_policy {
    std::optional<milliseconds> total_timeout = {};          // 1000 ms
    std::optional<milliseconds> socket_timeout = {};         // 30000 ms
    std::optional<milliseconds> connect_timeout = {};        // 0
    std::optional<milliseconds> timeout_delay = {};          // 3000 ms
    std::optional<std::uint32_t> max_retries = {};           // 0
    std::optional<milliseconds> sleep_between_retries = {};  // 0
    std::optional<bool> compress = {};                       // false
    std::optional<expression_view> filter = {};              // none
    std::optional<key_policy> key = {};                      // digest
    std::optional<exists_policy> exists = {};      // ignore; of a call only, not of a group
    std::optional<generation_policy> gen = {};     // ignore
    std::optional<std::uint16_t> generation = {};  // 0
    std::optional<std::uint32_t> ttl_s = {};       // ttl_namespace_default
    std::optional<spikelet::commit_level> commit_level = {};  // all
    std::optional<bool> durable_delete = {};                  // false
    std::optional<replica_policy> replica = {};               // sequence
    std::optional<spikelet::read_mode_ap> read_mode_ap = {};  // one
    std::optional<spikelet::read_mode_sc> read_mode_sc = {};  // session
    std::optional<bool> deserialize = {};                     // true
    std::optional<std::int32_t> read_touch_ttl_percent = {};  // 0
    std::optional<bool> respond_all =
        {};  // every operation answers, nil if it has no result. false
};

// remove
struct remove_policy {
    std::optional<milliseconds> total_timeout = {};           // 1000 ms
    std::optional<milliseconds> socket_timeout = {};          // 30000 ms
    std::optional<milliseconds> connect_timeout = {};         // 0
    std::optional<milliseconds> timeout_delay = {};           // 3000 ms
    std::optional<std::uint32_t> max_retries = {};            // 0
    std::optional<milliseconds> sleep_between_retries = {};   // 0
    std::optional<bool> compress = {};                        // false
    std::optional<expression_view> filter = {};               // none
    std::optional<key_policy> key = {};                       // digest
    std::optional<generation_policy> gen = {};                // ignore
    std::optional<std::uint16_t> generation = {};             // 0; of a call only
    std::optional<spikelet::commit_level> commit_level = {};  // all
    std::optional<bool> durable_delete = {};                  // false
    std::optional<replica_policy> replica = {};               // sequence
};

// apply: a function on one record
struct apply_policy {
    std::optional<milliseconds> total_timeout = {};           // 1000 ms
    std::optional<milliseconds> socket_timeout = {};          // 30000 ms
    std::optional<milliseconds> connect_timeout = {};         // 0
    std::optional<milliseconds> timeout_delay = {};           // 3000 ms
    std::optional<std::uint32_t> max_retries = {};            // 0
    std::optional<milliseconds> sleep_between_retries = {};   // 0
    std::optional<bool> compress = {};                        // false
    std::optional<expression_view> filter = {};               // none
    std::optional<key_policy> key = {};                       // digest
    std::optional<std::uint32_t> ttl_s = {};                  // ttl_namespace_default
    std::optional<spikelet::commit_level> commit_level = {};  // all
    std::optional<bool> durable_delete = {};                  // false
    std::optional<replica_policy> replica = {};               // sequence
};

// ---- several records; the calls come with batches, scans and queries

struct batch_policy {
    std::optional<milliseconds> total_timeout = {};           // 1000 ms
    std::optional<milliseconds> socket_timeout = {};          // 30000 ms
    std::optional<milliseconds> connect_timeout = {};         // 0
    std::optional<milliseconds> timeout_delay = {};           // 3000 ms
    std::optional<std::uint32_t> max_retries = {};            // 2
    std::optional<milliseconds> sleep_between_retries = {};   // 0
    std::optional<bool> compress = {};                        // false
    std::optional<expression_view> filter = {};               // none
    std::optional<replica_policy> replica = {};               // sequence
    std::optional<spikelet::read_mode_ap> read_mode_ap = {};  // one
    std::optional<spikelet::read_mode_sc> read_mode_sc = {};  // session
    std::optional<bool> deserialize = {};                     // true
    std::optional<bool> concurrent = {};                      // nodes in parallel. false
    std::optional<bool> allow_inline = {};                    // true
    std::optional<bool> allow_inline_ssd = {};                // false
    std::optional<bool> respond_all_keys = {};                // true
    std::optional<bool> send_set_name = {};  // the set goes out always; accepted for old programs
    std::optional<std::int32_t> read_touch_ttl_percent = {};  // 0
};

struct scan_policy {
    std::optional<milliseconds> total_timeout = {};          // 0
    std::optional<milliseconds> socket_timeout = {};         // 30000 ms
    std::optional<milliseconds> connect_timeout = {};        // 0
    std::optional<milliseconds> timeout_delay = {};          // 3000 ms
    std::optional<std::uint32_t> max_retries = {};           // 5
    std::optional<milliseconds> sleep_between_retries = {};  // 0
    std::optional<bool> compress = {};                       // false
    std::optional<expression_view> filter = {};              // none
    std::optional<replica_policy> replica = {};              // sequence
    std::optional<bool> durable_delete = {};                 // false
    std::optional<bool> fail_on_cluster_change = {};         // false
    std::optional<std::uint32_t> records_per_second = {};    // 0: no limit
    std::optional<std::uint64_t> max_records = {};           // 0: all
    std::optional<std::uint32_t> ttl_s = {};  // of background writes. ttl_namespace_default
};

struct query_policy {
    std::optional<milliseconds> total_timeout = {};          // 0
    std::optional<milliseconds> socket_timeout = {};         // 30000 ms
    std::optional<milliseconds> connect_timeout = {};        // 0
    std::optional<milliseconds> timeout_delay = {};          // 3000 ms
    std::optional<std::uint32_t> max_retries = {};           // 5
    std::optional<milliseconds> sleep_between_retries = {};  // 0
    std::optional<bool> compress = {};                       // false
    std::optional<expression_view> filter = {};              // none
    std::optional<replica_policy> replica = {};              // sequence
    std::optional<bool> deserialize = {};                    // true
    std::optional<bool> fail_on_cluster_change = {};         // false; of a call only
    std::optional<bool> short_query = {};                    // false
};

// ---- the cluster

// info to nodes, index and module management, truncate
struct info_policy {
    std::optional<milliseconds> timeout = {};  // 1000 ms
    // Send the request as it is, but for a line end that is added if it lacks one; else `;`, `:`
    // and `,` in it become line ends, which separate commands. true
    std::optional<bool> send_as_is = {};
    std::optional<bool> check_bounds = {};  // refuse requests above 64 KiB. true
};
// user and role calls
struct admin_policy {
    std::optional<milliseconds> timeout = {};  // 1000 ms; 0: 60000 ms
};

static_assert(std::is_trivially_destructible_v<read_policy> && std::is_aggregate_v<read_policy>);
static_assert(std::is_trivially_destructible_v<write_policy> && std::is_aggregate_v<write_policy>);
static_assert(std::is_trivially_destructible_v<operate_policy>);
static_assert(std::is_trivially_destructible_v<remove_policy>);
static_assert(std::is_trivially_destructible_v<apply_policy>);
static_assert(std::is_trivially_destructible_v<batch_policy>);
static_assert(std::is_trivially_destructible_v<scan_policy>);
static_assert(std::is_trivially_destructible_v<query_policy>);
static_assert(std::is_trivially_destructible_v<info_policy>);
static_assert(std::is_trivially_destructible_v<admin_policy>);

}  // namespace spikelet
