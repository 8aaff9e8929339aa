// A connection together with what its driver keeps for it.
#pragma once

#include "agent/connection.hpp"

#include <spikelet/transport.hpp>

#include <memory>
#include <utility>
#include <vector>

namespace spikelet::agent {

class node_links;

// A socket, say. Destroyed with its link: it must not call back from then on.
class link_driver {
public:
    virtual ~link_driver() = default;
};

struct link {
    link(host_address to, const connection::settings& s, instant until, node_links* of)
        : address(std::move(to)), connect_deadline(until), owner(of), machine(s) {}

    const host_address address;
    const instant connect_deadline;
    node_links* const owner;  // null: a link of the tend, or of one question
    connection machine;
    instant idle_since{0};
    bool is_of_question = false;
    std::unique_ptr<link_driver> driver;
    bool needs_attention = false;
};

// Links at which the driver has something to do.
class attention_list {
public:
    void add(link& l) {
        if (std::exchange(l.needs_attention, true)) return;
        links_.push_back(&l);
    }
    // Null when there is none.
    link* take() {
        if (links_.empty()) return nullptr;
        link* l = links_.back();
        links_.pop_back();
        l->needs_attention = false;
        return l;
    }
    // The link is about to go.
    void drop(link& l) {
        if (std::exchange(l.needs_attention, false)) std::erase(links_, &l);
    }

private:
    std::vector<link*> links_;
};

}  // namespace spikelet::agent
