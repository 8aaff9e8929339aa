// The part of a tend that looks after the nodes there are: whether they answer, whom they list,
// what they hold.
#include "api/log.hpp"
#include "topology/info_text.hpp"
#include "topology/replicas.hpp"
#include "topology/tend.hpp"

#include <algorithm>

namespace spikelet::topology {
namespace {

constexpr std::uint32_t failures_max = 5;  // in a row, until a node is given up for lost

std::string_view name_of_peers(bool alternate) {
    return alternate ? "peers-clear-alt" : "peers-clear-std";
}

// A node that does not answer where it was, while others list it elsewhere: it has been started
// anew with another address.
bool has_moved(const node& known, const peer& listed) {
    return known.tending.failures > 0 &&
           std::none_of(listed.endpoints.begin(), listed.endpoints.end(),
                        [&](const host_address& a) {
                            return a.host == known.address().host && a.port == known.address().port;
                        });
}

}  // namespace

// ---- nodes that are known

tend::action tend::next_refresh() {
    if (node_ == nodes_.size()) return peers_changed_ ? begin_peers() : peers_done();
    std::string request = "node\npeers-generation\npartition-generation\n";
    if (settings_.rack_aware) request += "rebalance-generation\n";
    return ask_node(stage::refresh, *nodes_[node_++], std::move(request));
}

tend::action tend::refreshed(std::string_view body) {
    node& n = *asked_;
    const auto name = find_value(body, "node");
    const auto peers = find_number<std::uint64_t>(body, "peers-generation");
    const auto partitions = find_number<std::int64_t>(body, "partition-generation");
    if (!name || !peers || !partitions) {
        refresh_failed(n, "the answer lacks a generation");
        return next_refresh();
    }
    if (*name != n.name()) {
        // Another node at its address: it will be found as such.
        peers_changed_ = true;
        remove(n, "node " + std::string(*name) + " has its address");
        return next_refresh();
    }
    ++refreshed_;
    n.tending.failures = 0;
    if (!n.tending.knows_peers || n.tending.peers_generation != *peers) {
        // A smaller one: the server has been started anew, and our connections are dead.
        if (n.tending.knows_peers && *peers < n.tending.peers_generation && n.connections) {
            n.connections->retire();
            n.connections->revive();
        }
        peers_changed_ = true;
    }
    if (n.tending.partition_generation != *partitions) n.tending.partitions_changed = true;
    if (settings_.rack_aware) {
        const auto rebalance = find_number<std::uint64_t>(body, "rebalance-generation");
        if (rebalance && n.tending.rebalance_generation != *rebalance) {
            n.tending.racks_changed = true;
        }
    }
    return next_refresh();
}

void tend::refresh_failed(node& n, std::string_view why) {
    node_failed(n, why);
    peers_changed_ = true;
}

// ---- peers

tend::action tend::begin_peers() {
    refreshed_ = 0;
    nodes_.clear();
    const auto active = cluster_.nodes();
    std::copy_if(active->begin(), active->end(), std::back_inserter(nodes_),
                 [](const node* n) { return n->tending.failures == 0; });
    node_ = 0;
    if (settings_.single_node) {
        refreshed_ = static_cast<std::uint32_t>(nodes_.size());
        remove_nodes();
        return peers_done();
    }
    return next_peers();
}

tend::action tend::next_peers() {
    if (node_ == nodes_.size()) {
        if (!seeding_) remove_nodes();
        return peers_done();
    }
    std::string request(name_of_peers(settings_.use_services_alternate));
    request += '\n';
    return ask_node(stage::peers, *nodes_[node_++], std::move(request));
}

tend::action tend::listed(std::string_view body) {
    const auto value = find_value(body, name_of_peers(settings_.use_services_alternate));
    auto list = value ? parse_peers(*value) : std::nullopt;
    if (!list) {
        node_failed(*asked_, "its peers list is malformed");
        return next_peers();
    }
    ++refreshed_;
    list_ = std::move(*list);
    asked_->tending.peers_count = static_cast<std::uint32_t>(list_.peers.size());
    peers_listed_ += asked_->tending.peers_count;
    peer_ = 0;
    endpoint_ = 0;
    all_reached_ = true;
    return next_peer();
}

tend::action tend::next_peer() {
    for (; peer_ < list_.peers.size(); ++peer_, endpoint_ = 0) {
        const peer& p = list_.peers[peer_];
        if (p.name == asked_->name() || p.endpoints.empty()) continue;
        node* const known = cluster_.find_node(p.name);
        const bool is_unreachable = unreachable_.contains(p.name);
        if (known != nullptr && (is_unreachable || !has_moved(*known, p))) {
            ++known->tending.friends;
            continue;
        }
        if (is_unreachable) {
            all_reached_ = false;
            continue;
        }
        if (endpoint_ < p.endpoints.size()) {
            return validate(p.endpoints[endpoint_], p.name);
        }
        unreachable_.insert(p.name);
        all_reached_ = false;
        if (known != nullptr) ++known->tending.friends;
    }
    if (all_reached_) {
        asked_->tending.peers_generation = list_.generation;
        asked_->tending.knows_peers = true;
    }
    return next_peers();
}

void tend::remove(node& n, std::string_view why) {
    SPIKELET_LOG(log_level::info, "node ", n.name(), " at ", to_string(n.address()),
                 " left: ", why);
    close_link(n.tending.link);
    cluster_.retire(n);
}

void tend::remove_nodes() {
    const auto active = cluster_.nodes();
    for (node* n : *active) {
        const node::tend_state& t = n->tending;
        if (refreshed_ == 0) {
            if (t.failures >= failures_max) remove(*n, "it does not answer any more");
        } else if (active->size() > 1 && t.friends == 0 && !t.is_new) {
            if (t.failures > 0) {
                remove(*n, "it does not answer and no other node lists it");
            } else if (!cluster_.holds_any_partition(*n)) {
                remove(*n, "no other node lists it and it holds nothing");
            }
        }
    }
}

tend::action tend::peers_done() {
    nodes_ = *cluster_.nodes();
    node_ = 0;
    return next_replicas();
}

// ---- partitions and racks

tend::action tend::next_replicas() {
    while (node_ < nodes_.size()) {
        node& n = *nodes_[node_++];
        const node::tend_state& t = n.tending;
        // A node that sees nobody while others do has a map of its own.
        const bool is_trusted = t.peers_count > 0 || refreshed_ == 1;
        if (!n.is_active() || !t.partitions_changed || t.failures > 0 || !is_trusted) continue;
        return ask_node(stage::replicas, n, "partition-generation\nreplicas\n");
    }
    node_ = 0;
    return next_racks();
}

tend::action tend::mapped(std::string_view body) {
    node& n = *asked_;
    const auto generation = find_number<std::int64_t>(body, "partition-generation");
    const auto value = find_value(body, "replicas");
    if (!generation || !value || !apply_replicas(*value, n, cluster_)) {
        node_failed(n, "its partition map is malformed");
        return next_replicas();
    }
    n.tending.partition_generation = *generation;
    n.tending.partitions_changed = *generation < 0;
    return next_replicas();
}

tend::action tend::next_racks() {
    while (settings_.rack_aware && node_ < nodes_.size()) {
        node& n = *nodes_[node_++];
        if (!n.is_active() || !n.tending.racks_changed || n.tending.failures > 0) continue;
        return ask_node(stage::racks, n, "rebalance-generation\nrack-ids\n");
    }
    if (seeding_ && peers_listed_ > 0 && peers_accepted_ == 0) {
        return finish(error(
            client_errc::invalid_host,
            {.message = "the seed answers, and none of its peers does", .argument = "hosts"}));
    }
    return finish({});
}

tend::action tend::racked(std::string_view body) {
    node& n = *asked_;
    const auto generation = find_number<std::uint64_t>(body, "rebalance-generation");
    const auto value = find_value(body, "rack-ids");
    if (!generation || !value) {
        node_failed(n, "it does not tell its racks");
        return next_racks();
    }
    if (const auto refusal = parse_error(*value)) {
        SPIKELET_LOG(log_level::warn, "node ", n.name(), " has no racks: ", refusal->text);
    } else if (!apply_rack_ids(*value, n, cluster_)) {
        node_failed(n, "its racks are malformed");
        return next_racks();
    }
    n.tending.rebalance_generation = *generation;
    n.tending.racks_changed = false;
    return next_racks();
}

}  // namespace spikelet::topology
