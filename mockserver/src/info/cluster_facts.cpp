// The cluster as a whole: its name, key, members and stability (chapter 03 §2, chapter 17 §1).
#include "info/families.hpp"
#include "info/settings.hpp"

#include <algorithm>
#include <vector>

namespace spikelet::mock::info {

void cluster_name(const request& r) {
    put(r.out, std::string_view(current_cluster_name(r.cluster)));
}

void cluster_stable(const request& r) {
    if (const auto size = find_parameter(r.arguments, "size")) {
        const auto number = parse_number(size->value.value_or(""));
        if (!number) return put(r.out, "ERROR:4:bad size");
        if (*number != r.cluster.node_count()) {
            return put(r.out, "ERROR:7:cluster not specified size");
        }
    }
    if (const auto ignore = find_parameter(r.arguments, "ignore-migrations")) {
        const std::string_view value = ignore->value.value_or("");
        if (value != "true" && value != "false") {
            return put(r.out, "ERROR:4:bad ignore migrations");
        }
    }
    if (find_parameter(r.arguments, "namespace") && !known_namespace(r)) return;
    put(r.out, hexadecimal{r.cluster.cluster_key()});
}

void succession_list(const request& r) {
    std::vector<const node*> nodes;
    for (std::size_t i = 0; i < r.cluster.node_count(); ++i)
        nodes.push_back(&r.cluster.node_at(i));
    std::ranges::sort(nodes, std::ranges::greater{}, &node::id);
    list_writer list(r.out, ',');
    for (const node* n : nodes)
        list.item(n->name());
}

void namespaces(const request& r) {
    list_writer list(r.out, ';');
    for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i) {
        list.item(r.cluster.namespace_at(i).name());
    }
}

}  // namespace spikelet::mock::info
