// The info protocol of a node (chapter 03): text commands in, text answers out.
#pragma once

#include <string_view>

#include <spikelet/wire/buffer.hpp>

#include "cluster/cluster_state.hpp"

namespace spikelet::mock::info {

// What one connection remembers between info requests.
struct session_facts {
    bool user_agent_set = false;
};

// Answers the body of an info frame (commands that end in a line feed each; empty: the summary set) by
// appending the body of the reply to `out`. Any bytes are taken; any thread.
void execute(cluster_state& cluster, node& self, session_facts& session, wire::bytes_view request,
             wire::buffer& out);

}  // namespace spikelet::mock::info
