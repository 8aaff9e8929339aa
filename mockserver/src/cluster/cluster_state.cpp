#include "cluster/cluster_state.hpp"

#include "info/memory.hpp"
#include "lua/registry.hpp"

#include <algorithm>
#include <utility>

namespace spikelet::mock {
namespace {

// A1, B2, C3, D4, E5, F6, then A07, A08, …: short, unique, and ascending with the node's number, so
// that the last node is the principal.
std::uint64_t node_id(std::uint32_t number) {
    return number < 6 ? (number + 10) * 16 + number + 1 : 0xA00 + number + 1;
}

std::vector<std::uint64_t> node_ids(std::uint32_t count) {
    std::vector<std::uint64_t> ids(count);
    for (std::uint32_t i = 0; i < count; ++i)
        ids[i] = node_id(i);
    return ids;
}

std::string hexadecimal(std::uint64_t value) {
    std::string digits;
    do {
        digits.insert(digits.begin(), "0123456789ABCDEF"[value & 15]);
        value >>= 4;
    } while (value != 0);
    return digits;
}

// What the configuration shows as tomb-raider-period and tomb-raider-eligible-age.
constexpr std::uint32_t tomb_raider_period_s = 86400;
constexpr std::uint32_t tomb_raider_eligible_age_s = 86400;

// The first number of a splitmix64 sequence.
std::uint64_t splitmix(std::uint64_t seed) {
    std::uint64_t z = seed + 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

// 48 bits, never 0, which stands for "no cluster".
std::uint64_t cluster_key_from(std::uint64_t seed) {
    return std::max<std::uint64_t>(splitmix(seed) & ((1ull << 48) - 1), 1);
}

}  // namespace

node::node(node_index index, std::uint64_t id, std::size_t namespace_count)
    : index_(index),
      id_(id),
      name_(hexadecimal(id)),
      namespace_statistics_(std::make_unique<namespace_statistics[]>(namespace_count)) {
    // No name server ever knows this domain (RFC 6761).
    address = {name_ + ".invalid", 3000};
}

cluster_state::cluster_state(cluster_config config)
    : config_(std::move(config)),
      time_(config_.clock),
      start_time_(time_.now()),
      map_(node_ids(config_.nodes)),
      cluster_key_(cluster_key_from(config_.seed)),
      info_memory_(std::make_unique<info::memory>(config_.nodes, config_.namespaces.size())),
      functions_(std::make_unique<lua::registry>(config_.udf, time_, machine_time_, config_.seed)),
      tomb_raider_(
          time_, [] { return tomb_raider_period_s; },
          [this](time_ms now) {
              for (const auto& store : namespaces_)
                  store->reap_tombstones(now - tomb_raider_eligible_age_s * 1000ull);
          }) {
    namespaces_.reserve(config_.namespaces.size());
    for (const namespace_config& c : config_.namespaces) {
        namespaces_.push_back(std::make_unique<namespace_store>(c));
    }
    nodes_.reserve(config_.nodes);
    for (std::uint32_t i = 0; i < config_.nodes; ++i) {
        nodes_.push_back(
            std::make_unique<node>(static_cast<node_index>(i), node_id(i), namespaces_.size()));
        // Nodes that start together see each of the others twice: when it joins, and when its
        // addresses are known.
        nodes_.back()->peers_generation = 2 * (config_.nodes - 1);
        if (nodes_[i]->id() > nodes_[principal_]->id()) principal_ = i;
    }
    for (std::size_t i = 0; i < namespaces_.size(); ++i) {
        nsup_.push_back(std::make_unique<periodic_task>(
            time_, [this, i] { return namespaces_[i]->settings().nsup_period_s.load(); },
            [this, i](time_ms) { run_nsup(i); }));
        schedule_nsup(i);
    }
    if (is_enterprise()) tomb_raider_.restart();  // nobody else leaves tombstones
}

cluster_state::~cluster_state() = default;

std::optional<std::size_t> cluster_state::find_namespace(std::string_view name) const {
    for (std::size_t i = 0; i < namespaces_.size(); ++i) {
        if (namespaces_[i]->name() == name) return i;
    }
    return std::nullopt;
}

std::uint32_t cluster_state::effective_replication_factor(std::size_t namespace_index) const {
    return std::min(namespaces_[namespace_index]->replication_factor(),
                    static_cast<std::uint32_t>(nodes_.size()));
}

bool cluster_state::is_replica(const node& n, std::size_t namespace_index,
                               std::uint32_t pid) const {
    return map_.replica_of(n.index(), pid) < effective_replication_factor(namespace_index);
}

void cluster_state::recluster() {
    std::uint64_t key = cluster_key();
    while (!cluster_key_.compare_exchange_weak(key, cluster_key_from(key))) {
    }
    for (const auto& n : nodes_)
        n->rebalance_generation.fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t cluster_state::run_nsup(std::size_t namespace_index) {
    const std::uint64_t removed = namespaces_[namespace_index]->expire(time_.now_s());
    nodes_[0]->statistics(namespace_index).add(namespace_counter::expired_objects, removed);
    return removed;
}

}  // namespace spikelet::mock
