// A single-record command in the hands of the agent: its conversation, its request, where it is.
#pragma once

#include "agent/exchange.hpp"
#include "conversation/command.hpp"

#include <spikelet/wire/buffer.hpp>

#include <chrono>
#include <string_view>

namespace spikelet::agent {

class node_links;
struct link;

// Whoever submits it owns it, and keeps it where it is until it comes out of
// cluster_agent::take_completed().
class pending_command : public exchange {
public:
    // What the facts name outlives the command. `patience`: how long a late reply may hold up its
    // connection (policy timeout_delay). `is_alone`: it may take long, and has a connection to
    // itself.
    pending_command(const conversation::command::facts& f, std::chrono::milliseconds patience,
                    bool is_alone = false)
        : request_(f.request), patience_(patience), is_alone_(is_alone), conversation_(f) {}

    const error& outcome() const { return conversation_.outcome(); }
    // For drivers that run it to its end themselves.
    conversation::command& conversation() { return conversation_; }

    verdict replied(wire::bytes_view frame, instant now) final;
    void failed(fault f, bool is_out, std::string_view why, instant now) final;

private:
    friend class cluster_agent;
    friend class node_links;

    exchange_terms terms() const {
        return {.deadline = step_.until, .patience = patience_, .is_stream = is_alone_};
    }

    const wire::bytes_view request_;
    const instant patience_;
    const bool is_alone_;
    conversation::command conversation_;
    conversation::action step_;  // what it waits to be done for it

    // Where it is: waiting for a link of a node, on a link, or asleep.
    node_links* waits_for_ = nullptr;
    link* link_ = nullptr;
    bool is_asleep_ = false;
};

}  // namespace spikelet::agent
