// A cluster without connections, asked node by node.
#pragma once

#include "cluster/cluster_state.hpp"
#include "info/info.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>

namespace spikelet::mock::testing {

class nodes {
public:
    explicit nodes(cluster_config config) : state(std::move(config)) {}

    // The body of the reply.
    std::string execute(std::string_view request, std::size_t node = 0) {
        wire::buffer out;
        info::session_facts session;
        info::execute(state, state.node_at(node), session, wire::as_bytes(request), out);
        return std::string(wire::as_text(out.view()));
    }
    // The answer to one command.
    std::string ask(const std::string& command, std::size_t node = 0) {
        const std::string reply = execute(command + '\n', node);
        const std::size_t start = command.size() + 1;
        if (reply.size() <= start) return "no answer: " + reply;
        return reply.substr(start, reply.size() - start - 1);
    }

    cluster_state state;
};

// The names of a `name=value;…` answer, joined by blanks.
inline std::string names_of(const std::string& answer) {
    std::string names;
    for (std::size_t at = 0; at < answer.size();) {
        names += (names.empty() ? "" : " ") + answer.substr(at, answer.find('=', at) - at);
        const std::size_t end = answer.find(';', at);
        at = end == answer.npos ? answer.size() : end + 1;
    }
    return names;
}

// The value of one item of such an answer; "none" when it is missing.
inline std::string item(const std::string& answer, const std::string& name) {
    const std::string text = ";" + answer + ";";
    const std::size_t at = text.find(";" + name + "=");
    if (at == text.npos) return "none";
    const std::size_t start = at + name.size() + 2;
    return text.substr(start, text.find(';', start) - start);
}

// fixtures/golden/cluster_info.json
inline const nlohmann::json& recorded() {
    static const nlohmann::json document = [] {
        std::ifstream in(std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures" / "golden" /
                         "cluster_info.json");
        return nlohmann::json::parse(in);
    }();
    return document;
}

}  // namespace spikelet::mock::testing
