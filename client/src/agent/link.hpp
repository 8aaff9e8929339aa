// A connection together with what its driver keeps for it.
#pragma once

#include "agent/connection.hpp"

#include <spikelet/transport.hpp>

#include <algorithm>
#include <cstddef>
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
    std::size_t visit = 0;  // its place in a visit that is under way

    // When the driver is to call timer(), for this link's sake.
    instant next_timer() const {
        const instant next = machine.next_timer();
        const bool connects = machine.wants() == connection::wish::connect;
        return connects ? std::min(next, connect_deadline) : next;
    }
};

// Links at which the driver has something to do, and those that are being visited.
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
        if (l.visit < visited_.size() && visited_[l.visit] == &l) visited_[l.visit] = nullptr;
    }

    // Of the links in the visit each is visited, unless it goes meanwhile: a visit may begin and
    // end links. One visit at a time.
    void add_to_visit(link& l) {
        l.visit = visited_.size();
        visited_.push_back(&l);
    }
    template <class Visit>
    void visit(Visit visit) {
        for (std::size_t i = 0; i < visited_.size(); ++i) {
            if (visited_[i] != nullptr) visit(*visited_[i]);
        }
        visited_.clear();
    }

private:
    std::vector<link*> links_;
    std::vector<link*> visited_;
};

}  // namespace spikelet::agent
