#include "record/info_masks.hpp"

#include <algorithm>

namespace spikelet::conformance {
namespace {

using mask_list = std::vector<std::pair<std::string, std::string>>;

struct command_rule {
    std::string_view prefix;  // of the command
    bool is_compared;
    bool is_set;
    mask_list masks;
};

// The first rule whose prefix matches; commands without one are compared as they are.
const std::vector<command_rule>& rules() {
    static const mask_list build{{"\\d+\\.\\d+\\.\\d+\\.\\d+(-\\S+)?", "BUILD"}};
    static const mask_list name{{"\\t[0-9A-F]{2,16}\\n", "\tNAME\n"}};
    static const mask_list number{{"\\t-?\\d+\\n", "\tN\n"}};
    static const std::vector<command_rule> table{
        {"build_", false, false, {}},
        {"build", true, false, build},
        {"version", true, false, build},
        {"release", false, false, {}},
        {"namespace/", false, false, {}},
        {"namespaces", true, true, {}},
        {"node", true, false, name},
        {"name", true, false, name},
        {"cluster-stable", true, false, name},
        {"partition-generation", true, false, number},
        {"rebalance-generation", true, false, number},
        {"peers-generation", true, false, number},
        {"objects", true, false, number},
        // Where machines are, who owns which partition, and what was counted so far.
        {"peers-", false, false, {}},
        {"alumni-", false, false, {}},
        {"service", false, false, {}},
        {"admin-", false, false, {}},
        {"replicas", false, false, {}},
        {"partition-info", false, false, {}},
        {"statistics", false, false, {}},
        {"sets", false, false, {}},
        {"bins", false, false, {}},
        {"latencies", false, false, {}},
        {"histogram", false, false, {}},
        {"logs", false, false, {}},
        {"log/", false, false, {}},
        {"get-config", false, false, {}},
        {"get-sl", false, false, {}},
        {"query-show", false, false, {}},
        {"sindex-stat", false, false, {}},
        {"user-agent", false, false, {}},
        // Lists whose order is the server's.
        {"sindex-list", true, true, {}},
        {"udf-list", true, true, {}},
        {"features", true, true, {}},
    };
    return table;
}

template <class Function>
void for_each_line(std::string_view text, Function f) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        f(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool is_one_of(std::string_view command, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), command) != names.end();
}

std::string value_for_proxy(std::string_view command, std::string_view value,
                            std::string_view address) {
    if (is_one_of(command, {"service", "service-clear-std", "service-clear-alt"}))
        return std::string(address);
    if (is_one_of(command, {"services", "services-alternate", "services-alumni"})) return {};
    if (command.starts_with("peers-") || command.starts_with("alumni-")) {
        // "2,3000,[[A1,,[10.0.0.7]]]": generation, default port, peers.
        const auto list = value.find('[');
        if (list != std::string_view::npos) return std::string(value.substr(0, list)) + "[]";
    }
    return std::string(value);
}

}  // namespace

info_rule rule_of_info(std::string_view commands) {
    info_rule out;
    std::size_t count = 0;
    for_each_line(commands, [&](std::string_view command) {
        if (command.empty()) return;
        ++count;
        const auto& table = rules();
        const auto rule = std::find_if(table.begin(), table.end(), [&](const command_rule& r) {
            return command.starts_with(r.prefix);
        });
        if (rule == table.end()) return;
        out.is_compared = out.is_compared && rule->is_compared;
        out.is_set = out.is_set || rule->is_set;
        for (const auto& mask : rule->masks) {
            if (std::find(out.masks.begin(), out.masks.end(), mask) == out.masks.end())
                out.masks.push_back(mask);
        }
    });
    // Without a command the server tells all it knows.
    if (count == 0) out.is_compared = false;
    return out;
}

std::string with_proxy_address(std::string_view answer, std::string_view address) {
    std::string out;
    for_each_line(answer, [&](std::string_view line) {
        const auto tab = line.find('\t');
        if (tab == std::string_view::npos) {
            out += line;
        } else {
            out += line.substr(0, tab + 1);
            out += value_for_proxy(line.substr(0, tab), line.substr(tab + 1), address);
        }
        out += '\n';
    });
    return out;
}

}  // namespace spikelet::conformance
