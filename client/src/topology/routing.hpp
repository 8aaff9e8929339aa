// Which node a command goes to (chapter 04 §2, replica policies).
#pragma once

#include "topology/cluster.hpp"

#include <spikelet/policy.hpp>

#include <cstddef>
#include <cstdint>

namespace spikelet::topology {

// The way of one command through its attempts.
class route {
public:
    struct wish {
        replica_policy replica = replica_policy::sequence;
        read_mode_sc read_mode = read_mode_sc::session;
        bool is_write = false;
    };
    // `table` is the namespace's and outlives the route.
    route(cluster& c, const partition_table& table, std::uint32_t partition, wish w);

    // Null when no usable node is known: error invalid_node.
    node* pick();
    // The next attempt tries another replica. False for policy master, which has no other.
    bool move_on();
    bool is_linearizing() const { return linearizing_; }
    bool is_write() const { return is_write_; }

private:
    node* pick_in_sequence();
    node* pick_by_rack();

    cluster& cluster_;
    const partition_table& table_;
    const std::uint32_t partition_;
    replica_policy policy_;
    bool is_write_;
    bool linearizing_;
    std::size_t index_ = 0;
    node* previous_ = nullptr;
    node* avoided_ = nullptr;  // by the present attempt
};

}  // namespace spikelet::topology
