// A cluster as its nodes see it: configuration, time, data, nodes and the partition map. No I/O
// here.
#pragma once

#include "cluster/journal.hpp"
#include "cluster/partition_map.hpp"
#include "cluster/periodic_task.hpp"
#include "cluster/statistics.hpp"
#include "storage/namespace_store.hpp"

#include <spikelet/mock/clock.hpp>
#include <spikelet/mock/config.hpp>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock {

namespace info {
class memory;
}
namespace lua {
class registry;
}

struct service_address {
    std::string host;  // a numeric address or a name, IPv6 without brackets
    std::uint16_t port = 0;
};

class node {
public:
    node(node_index index, std::uint64_t id, std::size_t namespace_count);

    node_index index() const { return index_; }
    std::uint64_t id() const { return id_; }
    // Uppercase hexadecimal without leading zeros: "A1".
    const std::string& name() const { return name_; }

    namespace_statistics& statistics(std::size_t namespace_index) {
        return namespace_statistics_[namespace_index];
    }
    node_statistics& statistics() { return statistics_; }

    // Where clients reach this node: what info answers. Set once, before the first connection, when
    // the node listens; until then a name that resolves nowhere, by which clients in this process
    // find it.
    service_address address;

    // Numbers that the tend protocol watches (chapter 17 §1).
    std::atomic<std::uint32_t> peers_generation{0};
    std::atomic<std::int32_t> partition_generation{0};
    std::atomic<std::uint32_t> rebalance_generation{1};

private:
    node_index index_;
    std::uint64_t id_;
    std::string name_;
    std::unique_ptr<namespace_statistics[]> namespace_statistics_;
    node_statistics statistics_;
};

class cluster_state {
public:
    // `config` has been validated.
    explicit cluster_state(cluster_config config);
    cluster_state(const cluster_state&) = delete;
    cluster_state& operator=(const cluster_state&) = delete;
    ~cluster_state();

    const cluster_config& config() const { return config_; }
    bool is_enterprise() const { return config_.personality == personality::enterprise; }
    clock& time() { return time_; }
    const clock& time() const { return time_; }
    // The machine's, whatever the cluster's clock does: for limits that protect the machine.
    const clock& machine_time() const { return machine_time_; }

    std::size_t namespace_count() const { return namespaces_.size(); }
    namespace_store& namespace_at(std::size_t index) { return *namespaces_[index]; }
    const namespace_store& namespace_at(std::size_t index) const { return *namespaces_[index]; }
    // Linear over a handful of names. nullopt when unknown.
    std::optional<std::size_t> find_namespace(std::string_view name) const;

    std::size_t node_count() const { return nodes_.size(); }
    node& node_at(std::size_t index) { return *nodes_[index]; }
    const node& node_at(std::size_t index) const { return *nodes_[index]; }
    // The node with the highest id.
    node& principal() { return *nodes_[principal_]; }

    const partition_map& map() const { return map_; }
    // min(replication factor, nodes).
    std::uint32_t effective_replication_factor(std::size_t namespace_index) const;
    // True when the node holds a replica of the partition.
    bool is_replica(const node& n, std::size_t namespace_index, std::uint32_t pid) const;

    // 48 bits, new with each change of membership; derived from the seed.
    std::uint64_t cluster_key() const { return cluster_key_.load(std::memory_order_relaxed); }
    // Forms the cluster anew with the same nodes: a new key, and a new rebalance generation on each
    // node.
    void recluster();
    time_ms start_time() const { return start_time_; }

    // What the info protocol keeps for the cluster (info/memory.hpp).
    info::memory& info_memory() { return *info_memory_; }

    // The cluster's owner has gone: who still holds the state finds nobody there. Any thread.
    void close() { closed_.store(true, std::memory_order_release); }
    bool is_closed() const { return closed_.load(std::memory_order_acquire); }

    // The data requests, if somebody wants to know.
    journal& requests() { return requests_; }
    const journal& requests() const { return requests_; }

    // The Lua modules (lua/registry.hpp).
    lua::registry& functions() { return *functions_; }

    // Runs what is due in the background (nsup, the tomb raider). Cheap when nothing is: one atomic
    // read and, on a real clock, the time.
    void run_background() {
        if (time_.next_due() <= time_.now()) time_.run_due();
    }
    // One nsup cycle over one namespace now; answers how many records it removed.
    std::uint64_t run_nsup(std::size_t namespace_index);
    // Takes up a changed nsup-period.
    void schedule_nsup(std::size_t namespace_index) { nsup_[namespace_index]->restart(); }

private:
    cluster_config config_;
    clock time_;
    const clock machine_time_{clock_mode::real};
    time_ms start_time_;
    std::vector<std::unique_ptr<namespace_store>> namespaces_;
    std::vector<std::unique_ptr<node>> nodes_;
    std::size_t principal_ = 0;
    partition_map map_;
    std::atomic<std::uint64_t> cluster_key_;
    std::atomic<bool> closed_{false};
    journal requests_;
    std::unique_ptr<info::memory> info_memory_;
    std::unique_ptr<lua::registry> functions_;

    // They go first: their work uses the rest.
    std::vector<std::unique_ptr<periodic_task>> nsup_;  // one a namespace
    periodic_task tomb_raider_;
};

}  // namespace spikelet::mock
