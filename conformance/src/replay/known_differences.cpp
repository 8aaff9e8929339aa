#include <spikelet/conformance/replay.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>

namespace spikelet::conformance {

known_differences known_differences::load(const std::filesystem::path& file) {
    using nlohmann::json;
    std::ifstream in(file);
    if (!in || std::filesystem::is_directory(file))
        throw corpus_error(file.string() + ": cannot open");
    json list;
    try {
        list = json::parse(in);
    } catch (const json::exception& error) {
        throw corpus_error(file.string() + ": is not JSON: " + error.what());
    }
    if (!list.is_array()) throw corpus_error(file.string() + ": must be a list");

    known_differences out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const json& entry = list[i];
        const auto text = [&](const char* key) -> std::string {
            if (!entry.is_object()) return {};
            const auto found = entry.find(key);
            return found != entry.end() && found->is_string() ? found->get<std::string>() : "";
        };
        const std::string id = text("id");
        const std::string prefix = text("prefix");
        std::string reason = text("reason");
        if (reason.empty() || id.empty() == prefix.empty() || entry.size() != 2) {
            throw corpus_error(file.string() + ": entry " + std::to_string(i + 1) +
                               " must have \"reason\" and either \"id\" or \"prefix\", texts that "
                               "are not empty, and nothing else");
        }
        if (out.ids_.contains(id) || out.prefixes_.contains(prefix)) {
            throw corpus_error(file.string() + ": entry " + std::to_string(i + 1) + " repeats \"" +
                               (id.empty() ? prefix : id) + "\"");
        }
        if (!id.empty())
            out.add_id(id, std::move(reason));
        else
            out.add_prefix(prefix, std::move(reason));
    }
    return out;
}

const std::string* known_differences::reason(std::string_view id) const {
    if (const auto found = ids_.find(id); found != ids_.end()) return &found->second;
    // The longest prefix of `id` in the table is at or in front of where `id` would be; whatever
    // stands there and is none bounds what the two can share.
    for (std::string_view probe = id;;) {
        auto found = prefixes_.upper_bound(probe);
        if (found == prefixes_.begin()) return nullptr;
        --found;
        if (id.starts_with(found->first)) return &found->second;
        const auto differs =
            std::mismatch(probe.begin(), probe.end(), found->first.begin(), found->first.end());
        probe = probe.substr(0, static_cast<std::size_t>(differs.first - probe.begin()));
    }
}

std::vector<std::string> known_differences::unneeded(const replay_result& result) const {
    const auto was_run = [&](std::string_view entry) {
        const std::string_view category = entry.substr(0, entry.find('/'));
        return std::ranges::any_of(result.table,
                                   [&](const auto& row) { return row.first.first == category; });
    };
    std::vector<std::string> out;
    for (const auto& [id, reason] : ids_) {
        const bool needed = std::ranges::any_of(
            result.known, [&id = id](const case_note& note) { return note.id == id; });
        if (!needed && was_run(id)) out.push_back(id);
    }
    for (const auto& [prefix, reason] : prefixes_) {
        const bool needed = std::ranges::any_of(
            result.known,
            [&prefix = prefix](const case_note& note) { return note.id.starts_with(prefix); });
        if (!needed && was_run(prefix)) out.push_back(prefix);
    }
    std::ranges::sort(out);
    return out;
}

}  // namespace spikelet::conformance
