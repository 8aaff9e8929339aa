// Questions of the text protocol among the asynchronous calls: whom a call asks, in which order,
// and when it has what it wants (chapter 03). The agent asks them.
#pragma once

#include "agent/cluster_agent.hpp"
#include "net/async_call.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace spikelet::net {

// Guarded by its driver, as the agent is.
class async_questions {
public:
    // `nodes_max`: how many nodes one call asks at a time. All outlive it.
    async_questions(agent::cluster_agent& agent, topology::cluster& cluster, std::size_t nodes_max)
        : agent_(agent), cluster_(cluster), nodes_max_(nodes_max) {}

    using async_call = detail::async_call;
    // A call of kind ask_host, ask_any or ask_all; it comes out of take_ended() once.
    void begin(async_call& c, agent::instant now);
    // What the agent's take_answered() gave.
    void answered(async_call::node_question& q, agent::instant now);
    // Ends a call that is under way, with `why`.
    void end_early(async_call& c, const error& why, agent::instant now);
    // Ends the calls that wait to ask again; those that have asked are the agent's.
    void stop(const error& why);

    void timer(agent::instant now);
    agent::instant next_timer() const;
    async_call* take_ended() { return ended_.pop(); }

private:
    void ask(async_call& c, const std::string& node, const host_address& to, agent::instant until,
             agent::instant now);
    void ask_next(async_call& c, agent::instant now);
    void ask_all(async_call& c, agent::instant now);
    void take(async_call& c, command::node_answer a);
    void proceed(async_call& c, agent::instant now);

    agent::cluster_agent& agent_;
    topology::cluster& cluster_;
    const std::size_t nodes_max_;
    // Calls that ask again at that time, as the nodes do not yet agree.
    std::vector<std::pair<agent::instant, async_call*>> pausing_;
    detail::call_queue ended_;
};

}  // namespace spikelet::net
