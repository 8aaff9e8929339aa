#include "target/target.hpp"

#include <algorithm>

namespace spikelet::conformance {
namespace {

// The parts between the separators, empty ones left out.
std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        if (end != 0) out.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.pop_back();
    return text;
}

// Empty when the cluster does not say.
std::string ask(client& db, std::string_view command) {
    auto answer = db.info_any(command);
    if (!answer || answer->starts_with("ERROR") || answer->starts_with("FAIL")) return {};
    return trimmed(std::move(*answer));
}

// "Aerospike Community Edition" → "community".
std::string short_edition(const std::string& text) {
    if (text.find("Community") != std::string::npos) return "community";
    if (text.find("Enterprise") != std::string::npos) return "enterprise";
    return text.empty() ? "unknown" : text;
}

}  // namespace

target_facts read_facts(client& db, const std::string& namespace_name) {
    target_facts out;
    out.edition = short_edition(ask(db, "edition"));
    out.build = ask(db, "build");
    out.cluster_name = ask(db, "cluster-name");
    if (out.cluster_name == "null") out.cluster_name.clear();
    out.nodes = db.get_nodes().size();
    out.namespace_name = namespace_name;
    for (std::string& feature : split(ask(db, "features"), ';'))
        out.features.insert(std::move(feature));
    const auto namespaces = split(ask(db, "namespaces"), ';');
    if (std::find(namespaces.begin(), namespaces.end(), namespace_name) == namespaces.end())
        return out;
    for (const std::string& item : split(ask(db, "namespace/" + namespace_name), ';')) {
        const auto equals = item.find('=');
        if (equals != std::string::npos)
            out.namespace_info.emplace(item.substr(0, equals), item.substr(equals + 1));
    }
    return out;
}

}  // namespace spikelet::conformance
