// Everything that happens between commands and connections, without a socket or a clock: which link
// a command takes, when it is tried again, when the cluster is looked at.
//
// A driver executes. After each call it serves every link of take_attention(): connect, close, hand
// over unsent(); resolves take_unresolved(); arms a timer for next_timer(); and gives what comes
// out of take_completed() back to whoever waits for it.
//
//     agent.submit(command, now);
//     while (link* l = agent.take_attention()) …
//
// Not thread-safe: the driver sees to that.
#pragma once

#include "agent/link.hpp"
#include "agent/node_links.hpp"
#include "agent/pending_command.hpp"
#include "agent/pending_question.hpp"
#include "agent/tending.hpp"
#include "topology/cluster.hpp"
#include "topology/tend.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet::agent {

class cluster_agent {
public:
    struct settings {
        node_links::settings node = {};
        tending::settings tend = {};
    };
    // `cluster` must make its nodes' connections with make_connections(), which may be set up
    // before the agent: see cluster_settings_for().
    cluster_agent(topology::cluster& cluster, topology::tend& tend, const settings& s);
    cluster_agent(const cluster_agent&) = delete;
    cluster_agent& operator=(const cluster_agent&) = delete;

    std::unique_ptr<topology::node_connections> make_connections(topology::node& n);

    // ---- asked by the owner
    void start(instant now) { tending_.hasten(now); }
    // Between two tends: no more of them until the next start() or a command that wants one. Links
    // close, so that nothing is waited for.
    void suspend();
    // The command comes out of take_completed() exactly once.
    void submit(pending_command& c, instant now);
    // Ends the command with client_abort. Nothing happens when it is completed already.
    void cancel(pending_command& c, instant now);
    // Whether a byte of the command's request may have gone out, in this or an earlier attempt.
    bool is_out(const pending_command& c) const;
    // The question comes out of take_answered() exactly once.
    void ask(pending_question& q, instant now);
    void cancel(pending_question& q, instant now);
    // Ends what waits; what is under way is answered, then links close.
    void stop(instant now);
    // The same, but what is under way ends with client_abort, and no link is left.
    void abandon(instant now);
    // All links are gone.
    bool is_stopped() const;

    // ---- happened
    void connected(link& l, instant now);
    void received(link& l, wire::bytes_view bytes, instant now);
    void wrote(link& l, std::size_t count, instant now);
    // The link is gone when it returns. Links go in timer() and abandon() too, and those of the
    // tend in any call: what goes destroys its driver.
    void closed(link& l, fault f, std::string_view why, instant now);
    void resolved(const std::vector<host_address>& addresses, instant now) {
        tending_.resolved(addresses, now);
    }
    void timer(instant now);

    // ---- wanted
    link* take_attention() {
        link* const l = attention_.take();
        if (l != nullptr) soonest_ = std::min(soonest_, l->next_timer());
        return l;
    }
    std::optional<host_address> take_unresolved() { return tending_.take_unresolved(); }
    instant next_timer() const;
    pending_command* take_completed() { return static_cast<pending_command*>(completed_.pop()); }
    pending_question* take_answered() { return static_cast<pending_question*>(answered_.pop()); }
    // Tends that have ended, and the outcome of the last one.
    std::uint64_t tend_count() const { return tending_.count(); }
    const error& tend_outcome() const { return tending_.outcome(); }

private:
    static node_links& links_of(topology::node& n) {
        return static_cast<node_links&>(*n.connections);
    }
    void follow(pending_command& c, instant now);
    void collect(link& l, instant now);
    void proceed_with_tend(instant now);
    void serve_timer(link& l, instant now);
    template <class Visit>
    void for_each_link(Visit visit) const;
    void collect_stranded(node_links& links, instant now);
    bool has_links() const;
    void wake(instant now);
    void fall_asleep(pending_command& c);

    const settings settings_;
    attention_list attention_;
    tending tending_;
    std::vector<node_links*>
        pools_;  // of every node that ever was; they live as long as the cluster
    std::vector<std::pair<instant, pending_command*>> asleep_;  // a heap, the earliest first
    std::vector<std::unique_ptr<link>> question_links_;
    // No link has to be served earlier, but perhaps later. Whatever may bring a link's time forward
    // brings the link to the driver's attention, so that the many others need not be looked at.
    instant soonest_ = never;
    exchange_list completed_;
    exchange_list answered_;
    std::uint64_t tidied_ = 0;  // tends after which the links were tidied
    bool stopping_ = false;
};

}  // namespace spikelet::agent
