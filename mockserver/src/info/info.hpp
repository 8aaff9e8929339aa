// The info protocol of a node (chapter 03): text commands in, text answers out.
#pragma once

#include "cluster/cluster_state.hpp"
#include "info/user_agents.hpp"

#include <spikelet/wire/buffer.hpp>

#include <string_view>

namespace spikelet::mock::info {

// What one connection remembers between info requests. Dies before the cluster.
struct session_facts {
    user_agents::claim user_agent;  // set once
};

// Answers the body of an info frame (commands that end in a line feed each; empty: the summary set)
// by appending the body of the reply to `out`. Any bytes are taken; any thread.
void execute(cluster_state& cluster, node& self, session_facts& session, wire::bytes_view request,
             wire::buffer& out);

}  // namespace spikelet::mock::info
