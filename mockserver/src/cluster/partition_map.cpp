#include "cluster/partition_map.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace spikelet::mock {
namespace {

constexpr std::uint32_t partition_count = wire::partition_count;

// 64-bit FNV-1a over the low `size` bytes of `value`, lowest first.
constexpr std::uint64_t fnv1a(std::uint64_t value, int size) {
    std::uint64_t h = 0xcbf29ce484222325;
    for (int i = 0; i < size; ++i) {
        h = (h ^ (value >> (8 * i) & 0xFF)) * 0x100000001b3;
    }
    return h;
}

// P of chapter 17 §2 for every partition.
constexpr auto partition_hashes = [] {
    std::array<std::uint64_t, partition_count> table{};
    for (std::uint32_t pid = 0; pid < partition_count; ++pid)
        table[pid] = fnv1a(pid, 4);
    return table;
}();

// One-at-a-time in 64 bits over the bytes of `value`, lowest first, from state `h`.
constexpr std::uint64_t jenkins(std::uint64_t h, std::uint64_t value) {
    for (int i = 0; i < 8; ++i) {
        h += value >> (8 * i) & 0xFF;
        h += h << 10;
        h ^= h >> 6;
    }
    return h;
}

constexpr std::uint64_t finished(std::uint64_t h) {
    h += h << 3;
    h ^= h >> 11;
    h += h << 15;
    return h;
}

static_assert(fnv1a(0xA1, 8) == 0x27d7d48d36e6bc04);
static_assert(partition_hashes[4095] == 0xf8c5d964520477cb);
static_assert(finished(jenkins(jenkins(0, fnv1a(0xA1, 8)), partition_hashes[0])) ==
              0x8ee8ec81a9213d61);

}  // namespace

partition_map::partition_map(std::vector<std::uint64_t> node_ids) : node_ids_(std::move(node_ids)) {
    assert(!node_ids_.empty() && node_ids_.size() <= node_count_max);
}

void partition_map::compute() const {
    const std::size_t nodes = node_ids_.size();
    order_.resize(partition_count * nodes);  // zeros: right as they are for one node
    if (nodes == 1) return;

    // The hash of a node's id goes first into K, so the partitions of a node continue from one
    // state. Node by node the loop over the partitions has no branch and vectorises.
    std::vector<std::uint64_t> keys(partition_count * nodes);
    for (std::size_t n = 0; n < nodes; ++n) {
        const std::uint64_t start = jenkins(0, fnv1a(node_ids_[n], 8));
        std::uint64_t* const of_node = keys.data() + n * partition_count;
        for (std::uint32_t pid = 0; pid < partition_count; ++pid) {
            of_node[pid] = finished(jenkins(start, partition_hashes[pid]));
        }
    }

    // A node's place is the number of nodes with a larger key: counting them has no branch to
    // mispredict. Equal keys keep the order of the list.
    std::array<std::uint8_t, partition_count> place;
    for (std::size_t n = 0; n < nodes; ++n) {
        const std::uint64_t* const mine = keys.data() + n * partition_count;
        place.fill(0);
        for (std::size_t other = 0; other < nodes; ++other) {
            const std::uint64_t* const its = keys.data() + other * partition_count;
            if (other < n) {
                for (std::uint32_t pid = 0; pid < partition_count; ++pid) {
                    place[pid] = static_cast<std::uint8_t>(place[pid] + (its[pid] >= mine[pid]));
                }
            } else {
                for (std::uint32_t pid = 0; pid < partition_count; ++pid) {
                    place[pid] = static_cast<std::uint8_t>(place[pid] + (its[pid] > mine[pid]));
                }
            }
        }
        for (std::uint32_t pid = 0; pid < partition_count; ++pid) {
            order_[pid * nodes + place[pid]] = static_cast<node_index>(n);
        }
    }
}

std::span<const node_index> partition_map::succession(std::uint32_t pid) const {
    assert(pid < partition_count);
    std::call_once(computed_, [this] { compute(); });
    return {order_.data() + pid * node_ids_.size(), node_ids_.size()};
}

std::uint32_t partition_map::replica_of(node_index node, std::uint32_t pid) const {
    if (node_ids_.size() == 1) return 0;
    const auto nodes = succession(pid);
    return static_cast<std::uint32_t>(std::find(nodes.begin(), nodes.end(), node) - nodes.begin());
}

}  // namespace spikelet::mock
