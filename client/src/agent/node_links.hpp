// The links to one node, and the commands that wait for room on one of them.
#pragma once

#include "agent/link.hpp"
#include "agent/pending_command.hpp"
#include "topology/node.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace spikelet::agent {

class node_links final : public topology::node_connections {
public:
    struct settings {
        std::size_t links_min = 0;
        std::size_t links_max = 100;
        std::size_t waiting_max = 65536;  // commands; one more is refused
        connection::settings link = {};
        instant connect_timeout{0};  // 0: the deadlines of commands alone
        instant idle_max{0};         // 0: links stay open
    };
    // All outlive it.
    node_links(topology::node& n, const settings& s, attention_list& attention)
        : node_(n), settings_(s), attention_(attention) {}

    // ---- topology::node_connections
    // Links finish what is under way; take_stranded() gives what waited.
    void retire() override;
    void revive() override { retired_ = false; }

    // ---- commands
    // Puts the command on a link, or lets it wait for one. False when too many wait already.
    bool submit(pending_command& c, instant now);
    // Of a command that waits here.
    void withdraw(pending_command& c);
    // Puts waiting commands on links, as far as there is room.
    void serve_waiting(instant now);
    // The waiting commands that cannot wait any longer, because their time has come or their node
    // has left.
    exchange_list take_stranded(instant now);

    // ---- links
    // Discards links that are idle for too long, and opens as many as there should be at least.
    void tidy(instant now);
    // Gives up a link that is closed.
    void remove(link& l);
    void finish_all();
    const std::vector<std::unique_ptr<link>>& links() const { return links_; }
    // When take_stranded() is due; links have times of their own.
    instant next_timer() const { return waiting_.empty() ? never : waiting_until_; }

private:
    link* find_room(const pending_command& c, instant now);
    link& open(instant now);
    void place(pending_command& c, link& l);

    topology::node& node_;
    const settings& settings_;
    attention_list& attention_;
    bool retired_ = false;
    std::vector<std::unique_ptr<link>> links_;
    exchange_list waiting_;
    std::size_t waiting_count_ = 0;
    instant waiting_until_ = never;  // no waiting command has an earlier deadline
};

}  // namespace spikelet::agent
