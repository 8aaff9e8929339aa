// The cluster as a client knows it: nodes and partition tables.
//
// Commands on any thread read; one tend at a time writes.
#pragma once

#include "topology/node.hpp"
#include "topology/partition_table.hpp"

#include <spikelet/policy.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::topology {

using node_list = std::vector<node*>;

class cluster {
public:
    struct settings {
        std::uint32_t max_error_rate = 100;
        std::vector<std::int32_t> racks = {};  // preferred, in order; empty: none
        bool single_node = false;              // the seed holds everything
        // Gives a new node its connections.
        std::function<std::unique_ptr<node_connections>(node&)> make_connections = {};
    };
    explicit cluster(settings s)
        : settings_(std::move(s)), active_(std::make_shared<node_list>()) {}
    cluster(const cluster&) = delete;
    cluster& operator=(const cluster&) = delete;

    // ---- commands: any thread
    // Null when no node has named it. A handful of names are compared.
    const partition_table* find_namespace(std::string_view name) const;
    // "test, bar"
    std::string namespace_names() const;
    // The nodes that are in use.
    std::shared_ptr<const node_list> nodes() const;
    // The one of them at that address; null when none is.
    node* find_node_at(const host_address& address) const;
    // For the policies `any` and `random`, and for calls that go to any node: numbers that spread.
    std::uint32_t next_number() { return counter_.fetch_add(1, std::memory_order_relaxed); }
    const settings& configuration() const { return settings_; }

    // ---- the tend
    // Takes a node in: a retired one of the same name and address, else a new one. Null when an
    // active node has that name.
    node* add_node(const std::string& name, const host_address& address);
    void retire(node& n);
    node* find_node(std::string_view name) const;
    // Null when there are namespaces_max already.
    partition_table* namespace_for(std::string_view name);
    bool holds_any_partition(const node& n) const;
    // Those in use and those retired. No tend is under way.
    template <class Visit>
    void for_each_node(Visit visit) {
        for (const auto& n : all_)
            visit(*n);
    }

private:
    void publish();

    const settings settings_;
    std::array<std::unique_ptr<partition_table>, namespaces_max> namespaces_;
    std::atomic<std::size_t> namespace_count_{0};
    std::atomic<std::uint32_t> counter_{0};

    std::vector<std::unique_ptr<node>> all_;  // active and retired; the tend's
    mutable std::mutex mutex_;                // of active_
    std::shared_ptr<const node_list> active_;
};

}  // namespace spikelet::topology
