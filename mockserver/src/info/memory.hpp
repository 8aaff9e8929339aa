// What the info protocol remembers for a cluster besides the data: settings that nothing else acts
// on, truncations, log levels, user agents, and the texts of the partition map.
#pragma once

#include "info/user_agents.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock {
class node;
}

namespace spikelet::mock::info {

inline constexpr std::size_t log_context_count_max = 72;

enum class log_level : std::uint8_t { info, critical, warning, debug, detail };

// Settings that were changed by set-config, by name. They hold for the whole cluster.
class changed_settings {
public:
    std::optional<std::string> find(std::string_view name) const;
    void set(std::string_view name, std::string_view value);

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string, std::less<>> values_;
};

// A module of the metadata that a real cluster keeps on every node: texts by key.
struct metadata_module {
    mutable std::mutex mutex;
    std::map<std::string, std::string, std::less<>> items;
    std::uint64_t change_count = 0;
};

class memory {
public:
    memory(std::size_t node_count, std::size_t namespace_count);

    struct per_node {
        user_agents agents;
        // Base64 of the partitions of which the node holds replica 0, 1, …, made for `generation`,
        // the node's partition generation at that time. Clients ask whenever they connect.
        std::mutex replicas_mutex;
        std::optional<std::int32_t> replicas_generation;
        std::vector<std::string> replicas;
    };
    per_node& of(const node& n);

    changed_settings service;
    changed_settings network;
    std::vector<changed_settings> namespaces;
    // "NS" or "NS|SET" to the truncation's last-update-time, ms since 2010.
    metadata_module truncations;
    std::array<std::atomic<log_level>, log_context_count_max> log_levels{};

private:
    std::vector<per_node> nodes_;
};

}  // namespace spikelet::mock::info
