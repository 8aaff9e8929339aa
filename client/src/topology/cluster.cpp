#include "topology/cluster.hpp"

#include <algorithm>

namespace spikelet::topology {

const partition_table* cluster::find_namespace(std::string_view name) const {
    const std::size_t count = namespace_count_.load(std::memory_order_acquire);
    for (std::size_t i = 0; i < count; ++i) {
        if (namespaces_[i]->name() == name) return namespaces_[i].get();
    }
    return nullptr;
}

std::string cluster::namespace_names() const {
    const std::size_t count = namespace_count_.load(std::memory_order_acquire);
    std::string joined;
    for (std::size_t i = 0; i < count; ++i)
        joined += (i == 0 ? "" : ", ") + namespaces_[i]->name();
    return joined;
}

std::shared_ptr<const node_list> cluster::nodes() const {
    const std::lock_guard lock(mutex_);
    return active_;
}

node* cluster::add_node(const std::string& name, const host_address& address) {
    node* found = nullptr;
    for (const auto& n : all_) {
        if (n->name() != name) continue;
        if (n->is_active()) return nullptr;
        if (n->address() == address) found = n.get();
    }
    if (found == nullptr) {
        found = all_.emplace_back(std::make_unique<node>(name, address, settings_.max_error_rate))
                    .get();
        if (settings_.make_connections) found->connections = settings_.make_connections(*found);
    }
    found->activate();
    publish();
    return found;
}

void cluster::retire(node& n) {
    n.retire();
    publish();
}

node* cluster::find_node(std::string_view name) const {
    const auto active = nodes();
    const auto found =
        std::find_if(active->begin(), active->end(), [&](node* n) { return n->name() == name; });
    return found == active->end() ? nullptr : *found;
}

node* cluster::find_node_at(const host_address& address) const {
    const auto active = nodes();
    const auto found = std::find_if(active->begin(), active->end(), [&](node* n) {
        return n->address().host == address.host && n->address().port == address.port;
    });
    return found == active->end() ? nullptr : *found;
}

partition_table* cluster::namespace_for(std::string_view name) {
    const std::size_t count = namespace_count_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < count; ++i) {
        if (namespaces_[i]->name() == name) return namespaces_[i].get();
    }
    if (count == namespaces_max) return nullptr;
    namespaces_[count] = std::make_unique<partition_table>(std::string(name), count);
    namespace_count_.store(count + 1, std::memory_order_release);
    return namespaces_[count].get();
}

bool cluster::holds_any_partition(const node& n) const {
    const std::size_t count = namespace_count_.load(std::memory_order_relaxed);
    for (std::size_t i = 0; i < count; ++i) {
        if (namespaces_[i]->holds_any(n)) return true;
    }
    return false;
}

void cluster::publish() {
    auto active = std::make_shared<node_list>();
    for (const auto& n : all_) {
        if (n->is_active()) active->push_back(n.get());
    }
    const std::lock_guard lock(mutex_);
    active_ = std::move(active);
}

}  // namespace spikelet::topology
