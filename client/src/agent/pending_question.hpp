// A question of the text protocol to whoever is at an address, over a connection of its own.
#pragma once

#include "agent/exchange.hpp"

#include <spikelet/transport.hpp>
#include <spikelet/wire/buffer.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace spikelet::agent {

struct link;

// Whoever asks owns it, and keeps it where it is until it comes out of
// cluster_agent::take_answered().
class pending_question : public exchange {
public:
    // `request`, a whole info frame, outlives the question.
    pending_question(host_address to, wire::bytes_view request, instant until)
        : address_(std::move(to)), request_(request), until_(until) {}

    bool is_answered() const { return is_answered_; }
    // The body of the answer; else why there is none.
    std::string& text() { return text_; }
    fault how() const { return how_; }  // when there is no answer

    verdict replied(wire::bytes_view frame, instant now) final;
    void failed(fault f, bool is_out, std::string_view why, instant now) final;

private:
    friend class cluster_agent;

    const host_address address_;
    const wire::bytes_view request_;
    const instant until_;
    link* link_ = nullptr;
    std::string text_;
    fault how_ = fault::aborted;
    bool is_answered_ = false;
};

}  // namespace spikelet::agent
