#include "topology/routing.hpp"

namespace spikelet::topology {
namespace {

bool is_usable(const node* n) {
    return n != nullptr && n->is_active();
}

replica_policy effective(const partition_table& table, const route::wish& w) {
    using enum replica_policy;
    if (w.is_write) return w.replica == any || w.replica == prefer_rack ? sequence : w.replica;
    if (!table.is_strongly_consistent()) return w.replica;
    switch (w.read_mode) {
        case read_mode_sc::session:
            return master;
        case read_mode_sc::linearize:
            return w.replica == prefer_rack ? sequence : w.replica;
        case read_mode_sc::allow_replica:
        case read_mode_sc::allow_unavailable:
            break;
    }
    return w.replica;
}

}  // namespace

route::route(cluster& c, const partition_table& table, std::uint32_t partition, wish w)
    : cluster_(c),
      table_(table),
      partition_(partition),
      policy_(effective(table, w)),
      is_write_(w.is_write),
      linearizing_(!w.is_write && table.is_strongly_consistent() &&
                   w.read_mode == read_mode_sc::linearize) {
    if (policy_ == replica_policy::any || policy_ == replica_policy::random) {
        index_ = cluster_.next_number() % replicas_max;
        policy_ = replica_policy::sequence;
    }
}

node* route::pick() {
    if (cluster_.configuration().single_node) {
        const auto nodes = cluster_.nodes();
        return nodes->empty() ? nullptr : nodes->front();
    }
    if (table_.replica_count() == 0) return nullptr;
    switch (policy_) {
        case replica_policy::master: {
            node* n = table_.at(0, partition_);
            previous_ = is_usable(n) ? n : nullptr;
            break;
        }
        case replica_policy::prefer_rack:
            previous_ = pick_by_rack();
            break;
        default:
            previous_ = pick_in_sequence();
            break;
    }
    return previous_;
}

bool route::move_on() {
    if (policy_ == replica_policy::master) return false;
    ++index_;
    avoided_ = previous_;
    return true;
}

// While a partition migrates one node may hold two of its replicas: the second one is not another
// replica (chapter 17 §11).
node* route::pick_in_sequence() {
    const std::size_t count = table_.replica_count();
    for (std::size_t tried = 0; tried < count; ++tried, ++index_) {
        node* n = table_.at(index_ % count, partition_);
        if (is_usable(n) && n != avoided_) return n;
    }
    return is_usable(avoided_) ? avoided_ : nullptr;
}

node* route::pick_by_rack() {
    const std::size_t count = table_.replica_count();
    for (const std::int32_t rack : cluster_.configuration().racks) {
        for (std::size_t i = 0; i < count; ++i) {
            node* n = table_.at((index_ + i) % count, partition_);
            if (is_usable(n) && n != previous_ && n->rack(table_.index()) == rack) return n;
        }
    }
    for (std::size_t i = 0; i < count; ++i) {
        node* n = table_.at((index_ + i) % count, partition_);
        if (is_usable(n) && n != previous_) return n;
    }
    return is_usable(previous_) ? previous_ : nullptr;
}

}  // namespace spikelet::topology
