#include "info/command.hpp"
#include "info/families.hpp"

#include <algorithm>

namespace spikelet::mock::info {
namespace {

using enum editions;
constexpr bool in_help = true;

// Ordered by name.
constexpr command commands[] = {
    {"alumni-clear-alt", peers_clear_alt},
    {"alumni-clear-std", alumni_clear_std},
    {"alumni-tls-alt", nullptr, enterprise},
    {"alumni-tls-std", nullptr, enterprise},
    {"build", build},
    {"build_arch", build_arch},
    {"build_ee_sha", build_ee_sha},
    {"build_os", build_os},
    {"build_sha", build_sha},
    {"build_time", build_time},
    {"cluster-name", cluster_name, all, in_help},
    {"cluster-stable", cluster_stable, all, in_help},
    {"compatibility-id", compatibility},
    {"connection", connection},
    {"digests", digests},
    {"edition", edition_name},
    {"features", features},
    {"get-sl", succession_list, all, in_help},
    {"name", node_name},
    {"namespaces", namespaces, all, in_help},
    {"node", node_name},
    {"partition-generation", partition_generation},
    {"partitions", partition_count},
    {"peers-clear-alt", peers_clear_alt, all, in_help},
    {"peers-clear-std", peers_clear_std, all, in_help},
    {"peers-generation", peers_generation, all, in_help},
    {"peers-tls-alt", nullptr, enterprise},
    {"peers-tls-std", nullptr, enterprise},
    {"rebalance-generation", rebalance_generation},
    {"release", release},
    {"replicas", replicas},
    {"replicas-all", replicas_all},
    {"replicas-master", replicas_master},
    {"service", service, all, in_help},
    {"service-clear-alt", no_address},
    {"service-clear-std", service},
    {"service-tls-alt", nullptr, enterprise},
    {"service-tls-std", nullptr, enterprise},
    {"services", services},
    {"services-alternate", no_address},
    {"services-alumni", services},
    {"services-alumni-reset", services_alumni_reset, all, in_help},
    {"status", status, all, in_help},
    {"user-agent-set", user_agent_set},
    {"user-agents", list_user_agents},
    {"version", version},
};
static_assert(std::ranges::is_sorted(commands, {}, &command::name));

constexpr std::string_view summary[] = {
    "features",         "node",
    "compatibility-id", "edition",
    "build_ee_sha",     "build_sha",
    "build_arch",       "build_time",
    "build_os",         "build",
    "version",          "services-alumni",
    "services",         "partition-generation",
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
