#include "info/command.hpp"
#include "info/families.hpp"

#include <algorithm>

namespace spikelet::mock::info {
namespace {

using enum editions;
constexpr bool in_help = true;

// Ordered by name. What belongs to a feature that is not built is not here, so that who asks hears
// that it is unrecognized.
constexpr command commands[] = {
    {"admin-clear-std", no_address},
    {"admin-tls-std", nullptr, enterprise},
    {"alumni-clear-alt", peers_clear_alt},
    {"alumni-clear-std", alumni_clear_std},
    {"alumni-tls-alt", nullptr, enterprise},
    {"alumni-tls-std", nullptr, enterprise},
    {"best-practices", best_practices, all, in_help},
    {"build", build},
    {"build_arch", build_arch},
    {"build_ee_sha", build_ee_sha},
    {"build_os", build_os},
    {"build_sha", build_sha},
    {"build_time", build_time},
    {"cluster-name", cluster_name, all, in_help},
    {"cluster-stable", cluster_stable, all, in_help},
    {"compatibility-id", compatibility},
    {"config-get", get_config},
    {"config-set", set_config},
    {"connection", connection},
    {"digests", digests},
    {"dump-cluster", written_to_log, all, in_help},
    {"dump-fabric", written_to_log, all, in_help},
    {"dump-hb", written_to_log, all, in_help},
    {"dump-hlc", written_to_log, all, in_help},
    {"dump-migrates", written_to_log, all, in_help},
    {"dump-rw", written_to_log, all, in_help},
    {"dump-skew", written_to_log, all, in_help},
    {"dump-wb-summary", written_to_log, all, in_help},
    {"edition", edition_name},
    {"endpoints", endpoints},
    {"eviction-reset", eviction_reset, all, in_help},
    {"feature-key", nullptr, enterprise},
    {"features", features},
    {"get-config", get_config, all, in_help},
    {"get-sl", succession_list, all, in_help},
    {"get-stats", get_stats, all, in_help},
    {"health-outliers", health_outliers, all, in_help},
    {"health-stats", health_stats, all, in_help},
    {"help", help, all, in_help},
    {"histogram", histogram, all, in_help},
    {"index-pressure", index_pressure, all, in_help},
    {"jem-stats", written_to_log, all, in_help},
    {"latencies", latencies, all, in_help},
    {"log", log, all, in_help},
    {"log-message", log_message, all, in_help},
    {"log-set", log_set, all, in_help},
    {"logs", logs, all, in_help},
    {"masking", nullptr, enterprise},
    {"masking-show", nullptr, enterprise},
    {"mcast", multicast},
    {"mesh", no_address},
    {"name", node_name},
    {"namespace", namespace_facts, all, in_help},
    {"namespaces", namespaces, all, in_help},
    {"node", node_name},
    {"objects", objects},
    {"partition-generation", partition_generation},
    {"partition-info", partition_info},
    {"partitions", partition_count},
    {"peers-clear-alt", peers_clear_alt, all, in_help},
    {"peers-clear-std", peers_clear_std, all, in_help},
    {"peers-generation", peers_generation, all, in_help},
    {"peers-tls-alt", nullptr, enterprise},
    {"peers-tls-std", nullptr, enterprise},
    {"physical-devices", physical_devices, all, in_help},
    {"quiesce", nullptr, enterprise},
    {"quiesce-undo", nullptr, enterprise},
    {"rack-ids", nullptr, enterprise},
    {"racks", nullptr, enterprise},
    {"rebalance-generation", rebalance_generation},
    {"recluster", recluster, all, in_help},
    {"release", release},
    {"replicas", replicas},
    {"replicas-all", replicas_all},
    {"replicas-master", replicas_master},
    {"revive", nullptr, enterprise},
    {"roster", nullptr, enterprise},
    {"roster-set", nullptr, enterprise},
    {"service", service, all, in_help},
    {"service-clear-alt", no_address},
    {"service-clear-std", service},
    {"service-tls-alt", nullptr, enterprise},
    {"service-tls-std", nullptr, enterprise},
    {"services", services},
    {"services-alternate", no_address},
    {"services-alumni", services},
    {"services-alumni-reset", services_alumni_reset, all, in_help},
    {"set-config", set_config, all, in_help},
    {"set-log", log_set, all, in_help},
    {"sets", sets, all, in_help},
    {"smd-info", smd_info},
    {"smd-show", smd_show},
    {"statistics", statistics},
    {"status", status, all, in_help},
    {"tip", tip, all, in_help},
    {"tip-clear", tip_clear, all, in_help},
    {"truncate", truncate_set, all, in_help},
    {"truncate-namespace", truncate_namespace, all, in_help},
    {"truncate-namespace-undo", truncate_namespace_undo, all, in_help},
    {"truncate-undo", truncate_set_undo, all, in_help},
    {"udf-clear-cache", udf_clear_cache},
    {"udf-get", udf_get, all, in_help},
    {"udf-list", udf_list, all, in_help},
    {"udf-put", udf_put, all, in_help},
    {"udf-remove", udf_remove, all, in_help},
    {"user-agent-set", user_agent_set},
    {"user-agents", list_user_agents},
    {"version", version},
    {"xdr-dc-state", nullptr, enterprise},
    {"xdr-get-filter", nullptr, enterprise},
    {"xdr-set-filter", nullptr, enterprise},
};
static_assert(std::ranges::is_sorted(commands, {}, &command::name));

constexpr std::string_view summary[] = {
    "features",  "node",       "compatibility-id", "edition",  "build_ee_sha",
    "build_sha", "build_arch", "build_time",       "build_os", "build",
    "version",   "statistics", "services-alumni",  "services", "partition-generation",
};

}  // namespace

const command* find_command(std::string_view name) {
    const command* const c = std::ranges::lower_bound(commands, name, {}, &command::name);
    return c != std::end(commands) && c->name == name ? c : nullptr;
}
std::span<const command> all_commands() {
    return commands;
}
std::span<const std::string_view> summary_commands() {
    return summary;
}

}  // namespace spikelet::mock::info
