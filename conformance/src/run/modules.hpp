// Lua modules on the servers that a suite runs on.
#pragma once

#include <spikelet/client.hpp>

#include <string>
#include <string_view>

namespace spikelet::conformance {

// Registers `text` as NAME.lua, and waits until every node has it: a server passes it on by and
// by. Answers what went wrong, empty if nothing did.
std::string register_module(client& db, std::string_view name, std::string_view text);
void remove_module(client& db, std::string_view name);

}  // namespace spikelet::conformance
