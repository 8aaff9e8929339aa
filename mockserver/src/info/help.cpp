// `help`: the commands that a person may want, the summary ones first.
#include "info/families.hpp"

#include <algorithm>

namespace spikelet::mock::info {

void help(const request& r) {
    const auto summary = summary_commands();
    list_writer list(r.out, ';');
    for (const std::string_view name : summary)
        list.item(name);
    for (const command& c : all_commands()) {
        if (c.in_help && std::ranges::find(summary, c.name) == summary.end()) list.item(c.name);
    }
}

}  // namespace spikelet::mock::info
