// The handlers of info commands, by the file that holds them.
#pragma once

#include "info/command.hpp"

namespace spikelet::mock::info {

// user_agents.cpp
void user_agent_set(const request& r);
void list_user_agents(const request& r);

}  // namespace spikelet::mock::info
