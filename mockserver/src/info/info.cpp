#include "info/info.hpp"

#include "info/command.hpp"

namespace spikelet::mock::info {
namespace {

// Some answers are far longer than their command. The rest of a request that has earned this much
// is left unanswered, so that a small request cannot fill the memory.
constexpr std::size_t reply_size_max = 16u << 20;

void execute_line(cluster_state& cluster, node& self, session_facts& session,
                  const command_line& line, wire::buffer& out) {
    put(out, line.text, '\t');
    execute_command({.cluster = cluster,
                     .self = self,
                     .session = session,
                     .separator = line.separator,
                     .arguments = line.arguments,
                     .out = out},
                    find_command(line.name));
    append(out, '\n');
}

}  // namespace

void execute(cluster_state& cluster, node& self, session_facts& session, wire::bytes_view body,
             wire::buffer& out) {
    self.statistics().info_complete.fetch_add(1, std::memory_order_relaxed);
    if (body.empty()) {
        for (const std::string_view name : summary_commands()) {
            execute_line(cluster, self, session, parse_line(name), out);
        }
        return;
    }
    const std::size_t start = out.size();
    std::string_view rest = wire::as_text(body);
    while (const auto line = take_line(rest)) {
        if (out.size() - start > reply_size_max) return;
        execute_line(cluster, self, session, *line, out);
    }
}

void execute_command(const request& r, const command* c) {
    if (c != nullptr && c->allowed_in == editions::enterprise && !r.cluster.is_enterprise()) {
        put(r.out, "ERROR:25:enterprise only");
    } else if (c == nullptr || c->handle == nullptr) {
        put(r.out, "ERROR:4:unrecognized command");
    } else {
        c->handle(r);
    }
}

}  // namespace spikelet::mock::info
