#include "agent/cluster_agent.hpp"

#include <algorithm>
#include <functional>

namespace spikelet::agent {
namespace {

constexpr auto later_first = std::greater<std::pair<instant, pending_command*>>{};

}  // namespace

cluster_agent::cluster_agent(topology::cluster&, topology::tend& tend, const settings& s)
    : settings_(s), tending_(tend, s.tend, attention_) {}

std::unique_ptr<topology::node_connections> cluster_agent::make_connections(topology::node& n) {
    auto links = std::make_unique<node_links>(n, settings_.node, attention_);
    pools_.push_back(links.get());
    return links;
}

// ---- asked by the owner

void cluster_agent::suspend() {
    tending_.suspend();
    for (node_links* links : pools_)
        links->finish_all();
}

void cluster_agent::submit(pending_command& c, instant now) {
    if (stopping_) {
        c.failed(fault::aborted, false, {}, now);
    } else {
        c.step_ = c.conversation_.begin(now);
    }
    follow(c, now);
}

void cluster_agent::cancel(pending_command& c, instant now) {
    if (c.link_ != nullptr) {
        link& l = *c.link_;
        if (l.machine.cancel(c, now)) collect(l, now);
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
    c.failed(fault::aborted, false, "cancelled", now);
    follow(c, now);
}

bool cluster_agent::is_out(const pending_command& c) const {
    return c.conversation_.is_sent() || (c.link_ != nullptr && c.link_->machine.is_out(c));
}

void cluster_agent::ask(pending_question& q, instant now) {
    if (stopping_) {
        q.failed(fault::aborted, false, "the client is closing", now);
        answered_.push(q);
        return;
    }
    link& l = *question_links_.emplace_back(std::make_unique<link>(
        q.address_, connection::settings{.depth_max = 1}, q.until_, nullptr));
    l.is_of_question = true;
    q.link_ = &l;
    l.machine.open();
    l.machine.submit(q, q.request_,
                     {.deadline = q.until_, .expected = wire::frame_type::info, .is_stream = true});
    l.machine.finish();
    attention_.add(l);
}

void cluster_agent::cancel(pending_question& q, instant now) {
    if (q.link_ == nullptr) return;
    link& l = *q.link_;
    if (l.machine.cancel(q, now)) collect(l, now);
    l.machine.give_up("cancelled", now);
}

void cluster_agent::stop(instant now) {
    stopping_ = true;
    tending_.stop(now);
    for (auto& [when, c] : std::exchange(asleep_, {})) {
        c->is_asleep_ = false;
        c->failed(fault::aborted, false, {}, now);
        follow(*c, now);
    }
    for (node_links* links : pools_) {
        links->retire();
        collect_stranded(*links, now);
    }
}

void cluster_agent::abandon(instant now) {
    stop(now);
    for_each_link([&](link& l) { attention_.add_to_visit(l); });
    attention_.visit([&](link& l) { closed(l, fault::aborted, {}, now); });
}

bool cluster_agent::is_stopped() const {
    return stopping_ && !has_links();
}

bool cluster_agent::has_links() const {
    return !tending_.links().empty() || !question_links_.empty() ||
           std::ranges::any_of(pools_, [](const node_links* p) { return !p->links().empty(); });
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
    if (l.is_of_question) {
        collect(l, now);
        attention_.drop(l);
        std::erase_if(question_links_, [&](const auto& each) { return each.get() == &l; });
    } else if (l.owner == nullptr) {
        const bool has_ended = tending_.collect(l);
        tending_.remove(l);
        if (has_ended) proceed_with_tend(now);
    } else {
        node_links& owner = *l.owner;
        collect(l, now);
        owner.remove(l);
        owner.serve_waiting(now);
    }
    if (!has_links()) soonest_ = never;
}

void cluster_agent::timer(instant now) {
    wake(now);
    for_each_link([&](link& l) {
        if (l.next_timer() <= now) attention_.add_to_visit(l);
    });
    attention_.visit([&](link& l) { serve_timer(l, now); });
    soonest_ = never;
    for_each_link([&](const link& l) { soonest_ = std::min(soonest_, l.next_timer()); });
    for (std::size_t p = 0; p < pools_.size(); ++p)
        collect_stranded(*pools_[p], now);
    tending_.timer(now);
}

void cluster_agent::serve_timer(link& l, instant now) {
    if (l.machine.wants() == connection::wish::connect && l.connect_deadline <= now) {
        // A question's time is over with it: that is no sign that the node is gone.
        closed(l, l.is_of_question ? fault::timed_out : fault::connect_failed,
               "no connection in time", now);
    } else if (l.machine.next_timer() <= now) {
        l.machine.timer(now);
        collect(l, now);
    }
}

template <class Visit>
void cluster_agent::for_each_link(Visit visit) const {
    for (const node_links* p : pools_) {
        for (const auto& l : p->links())
            visit(*l);
    }
    for (const auto& [id, l] : tending_.links())
        visit(*l);
    for (const auto& l : question_links_)
        visit(*l);
}

// ---- wanted

instant cluster_agent::next_timer() const {
    instant next = std::min(soonest_, tending_.next_timer());
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
                    c.failed(fault::aborted, false, {}, now);
                    continue;
                }
                if (links_of(*c.step_.node).submit(c, now)) return;
                c.failed(fault::queue_full, false, {}, now);
                continue;
            case conversation::next::sleep:
                if (stopping_) {
                    c.failed(fault::aborted, false, {}, now);
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
    if (l.is_of_question) {
        while (exchange* e = l.machine.take_completed()) {
            static_cast<pending_question&>(*e).link_ = nullptr;
            answered_.push(*e);
        }
        return;
    }
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
    exchange_list stranded = links.take_stranded(now);
    while (exchange* e = stranded.pop()) {
        auto& c = static_cast<pending_command&>(*e);
        c.failed(stopping_              ? fault::aborted
                 : c.step_.until <= now ? fault::timed_out
                                        : fault::nothing_sent,
                 false, {}, now);
        follow(c, now);
    }
}

}  // namespace spikelet::agent
