// The handlers of info commands, by the file that holds them.
#pragma once

#include "info/command.hpp"

namespace spikelet::mock::info {

// cluster_facts.cpp
void cluster_name(const request& r);
void cluster_stable(const request& r);
void namespaces(const request& r);
void succession_list(const request& r);

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

// partitions.cpp
void partition_generation(const request& r);
void rebalance_generation(const request& r);
void replicas(const request& r);
void replicas_all(const request& r);
void replicas_master(const request& r);

// peers.cpp
void alumni_clear_std(const request& r);
void no_address(const request& r);
void peers_clear_alt(const request& r);
void peers_clear_std(const request& r);
void peers_generation(const request& r);
void service(const request& r);
void services(const request& r);
void services_alumni_reset(const request& r);

// user_agents.cpp
void list_user_agents(const request& r);
void user_agent_set(const request& r);

}  // namespace spikelet::mock::info
