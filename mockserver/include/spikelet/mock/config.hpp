// What a mock cluster is made of. Plain data; every default equals a stock community server's.
#pragma once

#include <spikelet/mock/clock.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock {

// Which product the cluster plays: it decides what is allowed, never how it is done. The community
// personality refuses what a community server refuses (result code 25, `ERROR:25:enterprise only`).
enum class personality : std::uint8_t { community, enterprise };

// One namespace (chapter 03 §7 lists the names; ranges are those of the server).
struct namespace_config {
    std::string name;  // 1 … 31 bytes, unique in the cluster, without `:` `;` `/` `,` `=`, blanks
                       // and control characters

    // Copies of each record, 1 … 256; more than nodes means all nodes.
    std::uint32_t replication_factor = 1;
    // Ttl in seconds of a write that asks for 0; 0: never expires; at most 315360000 and max_ttl_s.
    std::uint32_t default_ttl_s = 0;
    // Largest ttl a write may ask for, in seconds; 0: the protocol's own limit of ten years.
    std::uint32_t max_ttl_s = 0;
    // Seconds between two runs of the expiry and eviction supervisor; 0: it does not run, and
    // records with a ttl are then refused (code 22) unless allow_ttl_without_nsup.
    std::uint32_t nsup_period_s = 120;
    bool allow_ttl_without_nsup = false;
    // Bytes of a stored record without rounding (chapter 18 §5): 64 … 8388608.
    std::uint32_t max_record_size = 1u << 20;
    // Bytes of data the namespace may hold before writes are refused with code 8.
    std::uint64_t data_size = 4ull << 30;
    std::uint32_t stop_writes_used_pct = 70;       // 0 … 100; 0: never
    bool stop_writes = false;                      // refuse writes now, whatever is used
    std::uint32_t default_read_touch_ttl_pct = 0;  // 0 … 100
    bool apply_ttl_reductions = true;
    bool disallow_null_setname = false;
    bool reject_non_xdr_writes = false;
    bool reject_xdr_writes = false;
    bool strong_consistency = false;  // not supported: validate refuses true
};

// What one call of a Lua function may use; one that would use more ends with an error.
struct udf_limits {
    std::uint64_t instructions_max = 100'000'000;  // of Lua's machine: about a second
    std::size_t memory_max = 64u << 20;            // bytes
    // Of the machine, whatever the cluster's clock does: a last resort, as single instructions can
    // be slow (comparing strings of megabytes).
    std::chrono::milliseconds machine_time_max{10000};
};

struct cluster_config {
    std::uint32_t nodes = 1;  // 1 … 64
    std::vector<namespace_config> namespaces = {{.name = "test"}, {.name = "bar"}};
    mock::personality personality = mock::personality::community;
    std::string cluster_name = {};  // empty: none ("null" on the wire)
    clock_mode clock = clock_mode::automatic;
    // Of everything that is random in the cluster; 0 is a seed like any other.
    std::uint64_t seed = 0;
    // Refuse every call of a Lua function with code 22.
    bool disable_udf_execution = false;
    udf_limits udf = {};
    // Rows that one batch may have at a node, more are refused with code 151; 0: any number.
    std::uint32_t batch_max_requests = 0;
    // What one request may take of the machine's time, whatever the cluster's clock does; one that
    // takes longer ends with code 9, and nothing is changed (of a batch: by the rows that are
    // left). A last resort: a message of megabytes can ask for days of work.
    std::chrono::milliseconds request_time_max{10000};
};

// Throws std::invalid_argument that names the key, the value and what is allowed. Key names are
// those of the server ("default-ttl").
void validate(const cluster_config& config);

}  // namespace spikelet::mock
