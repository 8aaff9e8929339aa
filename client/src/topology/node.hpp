// One node of the cluster, as commands and the tend see it.
//
// Nodes are made by the tend, found by commands on any thread, and freed with the client: a node
// that leaves is retired, and comes back to life when it returns under the same name and address.
// So a command may keep a plain pointer for as long as it runs.
#pragma once

#include <spikelet/transport.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace spikelet::topology {

// What a driver keeps for each node: connections.
class node_connections {
public:
    virtual ~node_connections() = default;
    // The node has left: close what is idle, and what is in use when it comes back.
    virtual void retire() = 0;
    // The node is back.
    virtual void revive() = 0;
};

// Limits how many errors commands may meet at a node before they leave it alone (chapter 03 §8).
class error_window {
public:
    // 0: no limit.
    explicit error_window(std::uint32_t errors_max) : errors_max_(errors_max), limit_(errors_max) {}
    void count() {
        if (errors_max_ != 0) errors_.fetch_add(1, std::memory_order_relaxed);
    }
    bool is_exceeded() const {
        return errors_max_ != 0 &&
               errors_.load(std::memory_order_relaxed) >= limit_.load(std::memory_order_relaxed);
    }
    // A new window: half of the limit after one that was exceeded, twice as much after a good one.
    void reset();

private:
    const std::uint32_t errors_max_;
    std::atomic<std::uint32_t> limit_;
    std::atomic<std::uint32_t> errors_{0};
};

inline constexpr std::size_t namespaces_max = 32;  // of a server

class node {
public:
    node(std::string name, host_address address, std::uint32_t errors_max)
        : name_(std::move(name)), address_(std::move(address)), errors_(errors_max) {}
    node(const node&) = delete;
    node& operator=(const node&) = delete;

    const std::string& name() const { return name_; }
    const host_address& address() const { return address_; }
    bool is_active() const { return active_.load(std::memory_order_acquire); }
    error_window& errors() { return errors_; }

    // Its rack in the namespace with that index; -1 when it is not known.
    std::int32_t rack(std::size_t namespace_index) const {
        return racks_[namespace_index].load(std::memory_order_relaxed) - 1;
    }
    void set_rack(std::size_t namespace_index, std::int32_t rack) {
        racks_[namespace_index].store(rack + 1, std::memory_order_relaxed);
    }

    // Set by the driver before the node is seen by commands.
    std::unique_ptr<node_connections> connections;

    // What the tend remembers; one tend at a time.
    struct tend_state {
        std::uint64_t link = 0;  // the tending connection
        std::uint64_t peers_generation = 0;
        std::int64_t partition_generation = -1;
        std::uint64_t rebalance_generation = 0;
        std::uint32_t peers_count = 0;
        std::uint32_t failures = 0;  // refreshes in a row that failed
        std::uint32_t friends = 0;   // nodes that listed it in this tend
        bool knows_peers = false;    // peers_generation is one
        bool partitions_changed = true;
        bool racks_changed = true;
        bool is_new = true;
    };
    tend_state tending;

    // For the cluster only.
    void activate();
    void retire();

private:
    const std::string name_;
    const host_address address_;
    std::atomic<bool> active_{false};
    error_window errors_;
    std::array<std::atomic<std::int32_t>, namespaces_max> racks_{};
};

}  // namespace spikelet::topology
