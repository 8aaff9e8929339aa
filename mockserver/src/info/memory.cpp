#include "info/memory.hpp"

#include "cluster/cluster_state.hpp"

namespace spikelet::mock::info {

std::optional<std::string> changed_settings::find(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto it = values_.find(name);
    if (it == values_.end()) return std::nullopt;
    return it->second;
}

void changed_settings::set(std::string_view name, std::string_view value) {
    const std::lock_guard lock(mutex_);
    values_.insert_or_assign(std::string(name), std::string(value));
}

memory::memory(std::size_t node_count, std::size_t namespace_count)
    : namespaces(namespace_count), nodes_(node_count) {}

memory::per_node& memory::of(const node& n) {
    return nodes_[n.index()];
}

}  // namespace spikelet::mock::info
