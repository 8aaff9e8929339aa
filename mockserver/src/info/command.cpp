#include "info/command.hpp"

namespace spikelet::mock::info {

std::optional<std::string_view> text_parameter(const request& r, std::string_view name,
                                               std::size_t size_max, presence p, bool* failed) {
    const auto found = find_parameter(r.arguments, name);
    if (!found && p == presence::optional) return std::nullopt;
    if (found && found->value && !found->value->empty() && found->value->size() <= size_max) {
        return found->value;
    }
    if (failed != nullptr) *failed = true;
    if (!found) {
        put(r.out, "ERROR:4:missing '", name, '\'');
    } else if (!found->value || found->value->empty()) {
        put(r.out, "ERROR:4:missing '", name, "' value");
    } else {
        put(r.out, "ERROR:4:'", name, "' value too long");
    }
    return std::nullopt;
}

std::optional<std::string_view> namespace_parameter(const request& r) {
    for (const std::string_view name : {"namespace", "ns", "id"}) {
        if (find_parameter(r.arguments, name)) return text_parameter(r, name, namespace_size_max);
    }
    put(r.out, "ERROR:20:missing 'namespace'");
    return std::nullopt;
}

std::optional<std::size_t> known_namespace(const request& r) {
    const auto name = namespace_parameter(r);
    if (!name) return std::nullopt;
    const auto index = r.cluster.find_namespace(*name);
    if (!index) put(r.out, "ERROR:20:namespace not found on node");
    return index;
}

}  // namespace spikelet::mock::info
