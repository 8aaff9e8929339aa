// Which node holds which replica of which partition (chapter 17 §2): a pure function of the node
// ids.
#pragma once

#include <spikelet/wire/digest.hpp>

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace spikelet::mock {

// Position of a node in the cluster's list of nodes.
using node_index = std::uint8_t;
inline constexpr std::uint32_t node_count_max = 64;

class partition_map {
public:
    explicit partition_map(std::vector<std::uint64_t> node_ids);

    // Nodes in order of succession: the first is master, the next ones proles as far as the
    // replication factor goes. One entry per node. Any thread; the order is worked out when it is
    // first asked for, so that a cluster that is never asked does not pay for it.
    std::span<const node_index> succession(std::uint32_t pid) const;
    // Place of a node in the succession: 0 is master.
    std::uint32_t replica_of(node_index node, std::uint32_t pid) const;
    node_index master(std::uint32_t pid) const { return succession(pid)[0]; }

private:
    void compute() const;

    std::vector<std::uint64_t> node_ids_;
    mutable std::once_flag computed_;
    mutable std::vector<node_index> order_;  // 4096 × nodes
};

}  // namespace spikelet::mock
