#include "agent/cluster_agent.hpp"

#include <algorithm>
#include <functional>

namespace spikelet::agent {
namespace {

constexpr auto later_first = std::greater<std::pair<instant, pending_command*>>{};

}  // namespace

cluster_agent::cluster_agent(topology::cluster& cluster, topology::tend& tend, const settings& s)
    : cluster_(cluster), settings_(s), tending_(tend, s.tend, attention_) {}

std::unique_ptr<topology::node_connections> cluster_agent::make_connections(topology::node& n) {
    auto links = std::make_unique<node_links>(n, settings_.node, attention_);
    pools_.push_back(links.get());
    return links;
}

// ---- asked by the owner

void cluster_agent::submit(pending_command& c, instant now) {
    if (stopping_) {
        c.failed(fault::aborted, {}, now);
    } else {
        c.step_ = c.conversation_.begin(now);
    }
    follow(c, now);
}

void cluster_agent::cancel(pending_command& c, instant now) {
    if (c.link_ != nullptr) {
        link& l = *c.link_;
        if (l.machine.cancel(c, now)) collect(l, now);
        attention_.add(l);
        return;
    }
    if (c.waits_for_ != nullptr) {
        c.waits_for_->withdraw(c);
    } else if (c.is_asleep_) {
        std::erase_if(asleep_, [&](const auto& each) { return each.second == &c; });
        std::ranges::make_heap(asleep_, later_first);
        c.is_asleep_ = false;
    } else {
        return;
    }
    c.failed(fault::aborted, "cancelled", now);
    follow(c, now);
}

void cluster_agent::stop(instant now) {
    stopping_ = true;
    tending_.stop();
    for (auto& [when, c] : std::exchange(asleep_, {})) {
        c->is_asleep_ = false;
        c->failed(fault::aborted, {}, now);
        follow(*c, now);
    }
    for (node_links* links : pools_) {
        links->retire();
        collect_stranded(*links, now);
    }
}

bool cluster_agent::is_stopped() const {
    return stopping_ && tending_.links().empty() &&
           std::ranges::all_of(pools_, [](const node_links* p) { return p->links().empty(); });
}

// ---- happened

void cluster_agent::connected(link& l, instant) {
    l.machine.connected();
    attention_.add(l);
}

void cluster_agent::received(link& l, wire::bytes_view bytes, instant now) {
    l.machine.received(bytes, now);
    collect(l, now);
}

void cluster_agent::wrote(link& l, std::size_t count, instant now) {
    l.machine.wrote(count);
    if (l.owner != nullptr) l.owner->serve_waiting(now);
}

void cluster_agent::closed(link& l, fault f, std::string_view why, instant now) {
    l.machine.closed(f, why, now);
    if (l.owner == nullptr) {
        const bool has_ended = tending_.collect(l);
        tending_.remove(l);
        if (has_ended) proceed_with_tend(now);
        return;
    }
    node_links& owner = *l.owner;
    collect(l, now);
    owner.remove(l);
    owner.serve_waiting(now);
}

void cluster_agent::timer(instant now) {
    const auto serve = [&](link& l) {
        if (l.machine.wants() == connection::wish::connect && l.connect_deadline <= now) {
            l.machine.closed(fault::connect_failed, "no connection in time", now);
            attention_.add(l);
        } else {
            l.machine.timer(now);
        }
        collect(l, now);
    };
    wake(now);
    // A link may begin or end another one: the lists may change while they are walked.
    for (std::size_t p = 0; p < pools_.size(); ++p) {
        for (std::size_t i = 0; i < pools_[p]->links().size(); ++i)
            serve(*pools_[p]->links()[i]);
        collect_stranded(*pools_[p], now);
    }
    std::vector<link*> of_tend;
    for (const auto& [id, l] : tending_.links())
        of_tend.push_back(l.get());
    for (link* l : of_tend) {
        const bool is_there = std::ranges::any_of(
            tending_.links(), [&](const auto& each) { return each.second.get() == l; });
        if (is_there) serve(*l);
    }
    tending_.timer(now);
}

// ---- wanted

instant cluster_agent::next_timer() const {
    instant next = tending_.next_timer();
    if (!asleep_.empty()) next = std::min(next, asleep_.front().first);
    for (const node_links* p : pools_)
        next = std::min(next, p->next_timer());
    return next;
}

// ---- commands

// Does what the command waits for.
void cluster_agent::follow(pending_command& c, instant now) {
    for (;;) {
        if (c.conversation_.wants_tend() && !stopping_) tending_.hasten(now);
        c.link_ = nullptr;
        switch (c.step_.what) {
            case conversation::next::write:
                if (stopping_) {
                    c.failed(fault::aborted, {}, now);
                    continue;
                }
                if (links_of(*c.step_.node).submit(c, now)) return;
                c.failed(fault::queue_full, {}, now);
                continue;
            case conversation::next::sleep:
                if (stopping_) {
                    c.failed(fault::aborted, {}, now);
                    continue;
                }
                fall_asleep(c);
                return;
            case conversation::next::read:
            case conversation::next::done:
                completed_.push(c);
                return;
        }
    }
}

void cluster_agent::fall_asleep(pending_command& c) {
    c.is_asleep_ = true;
    asleep_.emplace_back(c.step_.until, &c);
    std::ranges::push_heap(asleep_, later_first);
}

void cluster_agent::wake(instant now) {
    while (!asleep_.empty() && asleep_.front().first <= now) {
        std::ranges::pop_heap(asleep_, later_first);
        pending_command& c = *asleep_.back().second;
        asleep_.pop_back();
        c.is_asleep_ = false;
        c.step_ = c.conversation_.woken(now);
        follow(c, now);
    }
}

// Takes what has ended on the link, and uses the room. A link of the tend may be gone afterwards.
void cluster_agent::collect(link& l, instant now) {
    attention_.add(l);
    if (l.owner == nullptr) {
        if (tending_.collect(l)) proceed_with_tend(now);
        return;
    }
    bool any = false;
    while (exchange* e = l.machine.take_completed()) {
        any = true;
        follow(static_cast<pending_command&>(*e), now);
    }
    if (!any) return;
    l.idle_since = now;
    l.owner->serve_waiting(now);
}

// After a tend the links are looked after, as the cluster may be another.
void cluster_agent::proceed_with_tend(instant now) {
    tending_.proceed(now);
    if (tending_.count() == tidied_) return;
    tidied_ = tending_.count();
    for (node_links* p : pools_) {
        p->tidy(now);
        collect_stranded(*p, now);
    }
}

void cluster_agent::collect_stranded(node_links& links, instant now) {
    while (pending_command* c = links.take_stranded(now)) {
        c->failed(stopping_               ? fault::aborted
                  : c->step_.until <= now ? fault::timed_out
                                          : fault::nothing_sent,
                  {}, now);
        follow(*c, now);
    }
}

}  // namespace spikelet::agent
