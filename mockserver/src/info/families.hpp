// The handlers of info commands, by the file that holds them.
#pragma once

#include "info/command.hpp"

namespace spikelet::mock::info {

// cluster_facts.cpp
void cluster_name(const request& r);
void cluster_stable(const request& r);
void namespaces(const request& r);
void succession_list(const request& r);

// configuration.cpp
void get_config(const request& r);
void set_config(const request& r);
// `name=value;…` without the last `;`, for `namespace/NS` too.
void show_namespace_settings(const request& r, std::size_t namespace_index);

// health.cpp
void best_practices(const request& r);
void health_outliers(const request& r);
void health_stats(const request& r);
void index_pressure(const request& r);
void physical_devices(const request& r);

// help.cpp
void help(const request& r);

// histograms.cpp
void histogram(const request& r);
void latencies(const request& r);

// identity.cpp
void build(const request& r);
void build_arch(const request& r);
void build_ee_sha(const request& r);
void build_os(const request& r);
void build_sha(const request& r);
void build_time(const request& r);
void compatibility(const request& r);
void connection(const request& r);
void digests(const request& r);
void edition_name(const request& r);
void features(const request& r);
void node_name(const request& r);
void partition_count(const request& r);
void release(const request& r);
void status(const request& r);
void version(const request& r);

// logs.cpp
void log(const request& r);
void log_message(const request& r);
void log_set(const request& r);
void logs(const request& r);
void written_to_log(const request& r);

// membership.cpp
void eviction_reset(const request& r);
void get_stats(const request& r);
void multicast(const request& r);
void recluster(const request& r);
void tip(const request& r);
void tip_clear(const request& r);

// metadata.cpp
void smd_info(const request& r);
void smd_show(const request& r);

// namespace_statistics.cpp
void namespace_facts(const request& r);
void objects(const request& r);
// What a node holds, of all namespaces, masters and proles.
object_counts counts_of(const cluster_state& cluster, const node& n);

// node_statistics.cpp
void statistics(const request& r);

// partitions.cpp
void partition_generation(const request& r);
void partition_info(const request& r);
void rebalance_generation(const request& r);
void replicas(const request& r);
void replicas_all(const request& r);
void replicas_master(const request& r);

// peers.cpp
void alumni_clear_std(const request& r);
void endpoints(const request& r);
void no_address(const request& r);
void peers_clear_alt(const request& r);
void peers_clear_std(const request& r);
void peers_generation(const request& r);
void service(const request& r);
void services(const request& r);
void services_alumni_reset(const request& r);

// sets.cpp
void sets(const request& r);

// truncate.cpp
void truncate_namespace(const request& r);
void truncate_namespace_undo(const request& r);
void truncate_set(const request& r);
void truncate_set_undo(const request& r);

// udf.cpp
void udf_clear_cache(const request& r);
void udf_get(const request& r);
void udf_list(const request& r);
void udf_put(const request& r);
void udf_remove(const request& r);
// What every node keeps of a module, as smd-show shows it and hashes are made of it.
std::string module_metadata(std::string_view file, std::string_view content64);

// user_agents.cpp
void list_user_agents(const request& r);
void user_agent_set(const request& r);

}  // namespace spikelet::mock::info
