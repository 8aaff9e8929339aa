#include "info/command.hpp"
#include "info/families.hpp"

#include <algorithm>

namespace spikelet::mock::info {
namespace {

constexpr command commands[] = {
    {"user-agent-set", user_agent_set},
    {"user-agents", list_user_agents, editions::all, true},
};
constexpr std::string_view summary[] = {"user-agents"};

}  // namespace

const command* find_command(std::string_view name) {
    const auto it = std::ranges::find(commands, name, &command::name);
    return it == std::end(commands) ? nullptr : &*it;
}
std::span<const command> all_commands() {
    return commands;
}
std::span<const std::string_view> summary_commands() {
    return summary;
}

}  // namespace spikelet::mock::info
