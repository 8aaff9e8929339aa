// The settings of a namespace and of a set, in the server's order.
#include "info/setting_rows.hpp"
#include "storage/record_size.hpp"

namespace spikelet::mock::info {
namespace {

constexpr std::uint32_t ttl_s_max = 315360000;  // ten years
constexpr std::uint64_t write_cache_size_min = 64u << 20;

// ---- what the storage acts on

template <auto Member>
void show(const setting_scope& scope, wire::buffer& out) {
    append(out, (scope.store().settings().*Member).load(std::memory_order_relaxed));
}
template <auto Member>
bool apply(const setting_scope& scope, std::uint64_t value) {
    auto& target = scope.store().settings().*Member;
    target.store(static_cast<decltype(target.load())>(value), std::memory_order_relaxed);
    return true;
}
template <auto Member>
constexpr setting of_namespace(setting s) {
    return live(s, show<Member>, apply<Member>);
}

template <auto Member>
void show_of_set(const setting_scope& scope, wire::buffer& out) {
    append(out, (scope.set->*Member).load(std::memory_order_relaxed));
}
template <auto Member>
bool apply_of_set(const setting_scope& scope, std::uint64_t value) {
    auto& target = scope.set->*Member;
    target.store(static_cast<decltype(target.load())>(value), std::memory_order_relaxed);
    return true;
}
template <auto Member>
constexpr setting of_set(setting s) {
    return live(s, show_of_set<Member>, apply_of_set<Member>);
}

// A ttl needs somebody who removes what has expired.
bool allows_ttl(const namespace_settings& settings) {
    return settings.nsup_period_s.load(std::memory_order_relaxed) != 0 ||
           settings.allow_ttl_without_nsup.load(std::memory_order_relaxed);
}

bool apply_default_ttl(const setting_scope& scope, std::uint64_t value) {
    if (value != 0 && !allows_ttl(scope.store().settings())) return false;
    return apply<&namespace_settings::default_ttl_s>(scope, value);
}

bool apply_set_default_ttl(const setting_scope& scope, std::uint64_t value) {
    if (value != 0 && !allows_ttl(scope.store().settings())) return false;
    return apply_of_set<&set_info::default_ttl_s>(scope, value);
}

bool apply_stop_writes_count(const setting_scope& scope, std::uint64_t value) {
    scope.store().sets().set_stop_writes_count(*scope.set, value);
    return true;
}
bool apply_stop_writes_size(const setting_scope& scope, std::uint64_t value) {
    scope.store().sets().set_stop_writes_size(*scope.set, value);
    return true;
}

bool apply_nsup_period(const setting_scope& scope, std::uint64_t value) {
    apply<&namespace_settings::nsup_period_s>(scope, value);
    scope.cluster.schedule_nsup(scope.namespace_index);
    return true;
}

void show_replication_factor(const setting_scope& scope, wire::buffer& out) {
    append(out, scope.store().replication_factor());
}

void show_strong_consistency(const setting_scope& scope, wire::buffer& out) {
    append(out, scope.store().strong_consistency());
}

// ---- the tables

constexpr setting of_a_namespace[] = {
    fixed("active-rack", "0"),
    of_namespace<&namespace_settings::allow_ttl_without_nsup>(boolean("allow-ttl-without-nsup")),
    of_namespace<&namespace_settings::apply_ttl_reductions>(boolean("apply-ttl-reductions")),
    fixed("auto-revive", "false"),
    number("background-query-max-rps", "10000", 1, 1'000'000),
    choice("conflict-resolution-policy", "generation", "generation|last-update-time"),
    fixed("conflict-resolve-writes", "false"),
    of_namespace<&namespace_settings::default_read_touch_ttl_pct>(
        number("default-read-touch-ttl-pct", "", 0, 100)),
    live(seconds("default-ttl", "", ttl_s_max), show<&namespace_settings::default_ttl_s>,
         apply_default_ttl),
    fixed("disable-cold-start-eviction", "false"),
    fixed("disable-mrt-writes", "false"),
    boolean("disable-write-dup-res"),
    fixed("disallow-expunge", "false"),
    of_namespace<&namespace_settings::disallow_null_setname>(boolean("disallow-null-setname")),
    boolean("enable-benchmarks-batch-sub"),
    boolean("enable-benchmarks-ops-sub"),
    boolean("enable-benchmarks-read"),
    boolean("enable-benchmarks-udf"),
    boolean("enable-benchmarks-udf-sub"),
    boolean("enable-benchmarks-write"),
    boolean("enable-hist-proxy"),
    number("evict-hist-buckets", "10000", 100, 10'000'000),
    number("evict-indexes-memory-pct", "0", 0, 100),
    number("evict-tenths-pct", "5"),
    boolean("force-long-queries"),
    fixed("ignore-migrate-fill-delay", "false"),
    fixed("index-stage-size", "1073741824"),
    size("indexes-memory-budget", "0"),
    boolean("inline-short-queries"),
    of_namespace<&namespace_settings::max_record_size>(
        size("max-record-size", "", max_record_size_min, max_record_size_max)),
    number("migrate-order", "5", 1, 10),
    number("migrate-retransmit-ms", "5000"),
    boolean("migrate-skip-unreadable"),
    number("migrate-sleep", "1"),
    fixed("mrt-duration", "0"),
    seconds("nsup-hist-period", "3600"),
    live(seconds("nsup-period", ""), show<&namespace_settings::nsup_period_s>, apply_nsup_period),
    number("nsup-threads", "1", 1, 128),
    fixed("partition-tree-sprigs", "256"),
    fixed("prefer-uniform-balance", "false"),
    fixed("rack-id", "0"),
    choice("read-consistency-level-override", "off", "off|one|all"),
    of_namespace<&namespace_settings::reject_non_xdr_writes>(boolean("reject-non-xdr-writes")),
    of_namespace<&namespace_settings::reject_xdr_writes>(boolean("reject-xdr-writes")),
    // A server takes a new factor up when it reclusters; the partition map here has one for life.
    live(fixed("replication-factor", ""), show_replication_factor),
    fixed("sindex-stage-size", "1073741824"),
    number("single-query-threads", "4", 1, 128),
    number("stop-writes-sys-memory-pct", "90", 0, 100),
    live(fixed("strong-consistency", ""), show_strong_consistency),
    fixed("strong-consistency-allow-expunge", "false"),
    fixed("tomb-raider-eligible-age", "86400"),
    fixed("tomb-raider-period", "86400"),
    fixed("tomb-raider-unmark-threads", "0"),
    number("transaction-pending-limit", "20"),
    number("truncate-threads", "4", 1, 128),
    choice("write-commit-level-override", "off", "off|all|master"),
    fixed("xdr-bin-tombstone-ttl", "86400"),
    fixed("xdr-tomb-raider-period", "120"),
    fixed("xdr-tomb-raider-threads", "1"),
    fixed("geo2dsphere-within.strict", "true"),
    fixed("geo2dsphere-within.min-level", "1"),
    fixed("geo2dsphere-within.max-level", "20"),
    fixed("geo2dsphere-within.max-cells", "12"),
    fixed("geo2dsphere-within.level-mod", "1"),
    fixed("geo2dsphere-within.earth-radius-meters", "6371000"),
    fixed("index-type", "mem"),
    fixed("sindex-type", "mem"),
    fixed("storage-engine", "memory"),
    fixed("storage-engine.stripe[0]", "stripe-0"),
    fixed("storage-engine.commit-to-device", "false"),
    fixed("storage-engine.compression", "none"),
    fixed("storage-engine.compression-acceleration", "0"),
    fixed("storage-engine.compression-level", "0"),
    live(fixed("storage-engine.data-size", ""), show<&namespace_settings::data_size>),
    number("storage-engine.defrag-lwm-pct", "50", 1, 99),
    number("storage-engine.defrag-queue-min", "0"),
    number("storage-engine.defrag-sleep", "1000"),
    fixed("storage-engine.defrag-startup-minimum", "0"),
    fixed("storage-engine.direct-files", "false"),
    fixed("storage-engine.disable-odsync", "false"),
    boolean("storage-engine.enable-benchmarks-storage"),
    fixed("storage-engine.encryption-key-file", "null"),
    fixed("storage-engine.encryption-old-key-file", "null"),
    number("storage-engine.evict-used-pct", "0", 0, 100),
    fixed("storage-engine.filesize", "0"),
    number("storage-engine.flush-max-ms", "1000"),
    size("storage-engine.max-write-cache", "67108864", write_cache_size_min),
    number("storage-engine.stop-writes-avail-pct", "5", 0, 100),
    of_namespace<&namespace_settings::stop_writes_used_pct>(
        number("storage-engine.stop-writes-used-pct", "", 0, 100)),
    fixed("storage-engine.tomb-raider-sleep", "1000"),
};

// As a row of `sets` shows them.
constexpr setting of_a_set[] = {
    of_set<&set_info::default_read_touch_ttl_pct>(number("default-read-touch-ttl-pct", "", 0, 100)),
    live(seconds("default-ttl", "", ttl_s_max), show_of_set<&set_info::default_ttl_s>,
         apply_set_default_ttl),
    of_set<&set_info::disable_eviction>(boolean("disable-eviction")),
    of_set<&set_info::enable_index>(boolean("enable-index")),
    live(number("stop-writes-count", "", 0, UINT64_MAX), show_of_set<&set_info::stop_writes_count>,
         apply_stop_writes_count),
    live(size("stop-writes-size", ""), show_of_set<&set_info::stop_writes_size>,
         apply_stop_writes_size),
};

}  // namespace

std::span<const setting> namespace_settings_table() {
    return of_a_namespace;
}
std::span<const setting> set_settings() {
    return of_a_set;
}

}  // namespace spikelet::mock::info
