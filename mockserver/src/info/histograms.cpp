// Histograms (chapter 03 §7). Time stands still while a command runs, so that there is nothing to
// measure, and nsup makes no histograms of records: every histogram has the form of one without
// data.
#include "info/families.hpp"

#include <algorithm>

namespace spikelet::mock::info {
namespace {

constexpr std::string_view of_node = "batch-index";
constexpr std::string_view of_namespace[] = {
    "read",          "write",    "udf",      "batch-sub-read", "batch-sub-write",
    "batch-sub-udf", "pi-query", "si-query",
};
constexpr std::string_view of_records[] = {"ttl", "object-size", "object-size-linear"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

// "{test}-read"
bool is_histogram(const cluster_state& cluster, std::string_view name) {
    if (name == of_node) return true;
    const std::size_t end = name.find("}-");
    return name.starts_with('{') && end != name.npos &&
           cluster.find_namespace(name.substr(1, end - 1)) &&
           contains(of_namespace, name.substr(end + 2));
}

}  // namespace

void latencies(const request& r) {
    if (const auto wanted = find_parameter(r.arguments, "hist")) {
        const std::string_view name = wanted->value.value_or("");
        if (!is_histogram(r.cluster, name)) return put(r.out, "ERROR:4:bad hist name");
        return put(r.out, name, ':');
    }
    list_writer list(r.out, ';');
    list.item(of_node, ':');
    for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i) {
        for (const std::string_view name : of_namespace) {
            list.item('{', r.cluster.namespace_at(i).name(), "}-", name, ':');
        }
    }
}

void histogram(const request& r) {
    if (!known_namespace(r)) return;
    const auto type = text_parameter(r, "type", parameter_size_max);
    if (type && !contains(of_records, *type)) put(r.out, "ERROR:4:unknown hist name");
}

}  // namespace spikelet::mock::info
