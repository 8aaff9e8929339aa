#include "agent/node_links.hpp"

#include <algorithm>
#include <utility>

namespace spikelet::agent {

void node_links::retire() {
    retired_ = true;
    finish_all();
}

bool node_links::submit(pending_command& c, instant now) {
    // Those that wait already come first.
    link* l = waiting_.empty() ? find_room(c, now) : nullptr;
    if (l != nullptr) {
        place(c, *l);
        return true;
    }
    if (waiting_count_ >= settings_.waiting_max) return false;
    c.waits_for_ = this;
    waiting_.push(c);
    ++waiting_count_;
    waiting_until_ = std::min(waiting_until_, c.step_.until);
    return true;
}

void node_links::place(pending_command& c, link& l) {
    c.link_ = &l;
    l.machine.submit(c, c.request_, c.terms());
    attention_.add(l);
}

// The usable link with the fewest commands under way; another one when they are all full.
link* node_links::find_room(const pending_command& c, instant now) {
    if (retired_) return nullptr;
    link* best = nullptr;
    for (const auto& l : links_) {
        if (!l->machine.can_take(c.is_alone_)) continue;
        if (best == nullptr || l->machine.depth() < best->machine.depth()) best = l.get();
        if (best->machine.is_idle()) break;
    }
    if (best == nullptr && links_.size() < settings_.links_max) best = &open(now);
    return best;
}

link& node_links::open(instant now) {
    const instant until = conversation::later(now, settings_.connect_timeout);
    links_.push_back(std::make_unique<link>(node_.address(), settings_.link, until, this));
    link& l = *links_.back();
    l.idle_since = now;
    l.machine.open();
    attention_.add(l);
    return l;
}

void node_links::withdraw(pending_command& c) {
    if (!waiting_.remove(c)) return;
    --waiting_count_;
    c.waits_for_ = nullptr;
}

void node_links::serve_waiting(instant now) {
    while (!waiting_.empty()) {
        auto& c = static_cast<pending_command&>(*waiting_.front());
        link* l = find_room(c, now);
        if (l == nullptr) return;
        waiting_.pop();
        --waiting_count_;
        c.waits_for_ = nullptr;
        place(c, *l);
    }
    waiting_until_ = never;
}

exchange_list node_links::take_stranded(instant now) {
    exchange_list stranded;
    if (waiting_.empty() || (!retired_ && now < waiting_until_)) return stranded;
    waiting_until_ = never;
    exchange_list all = std::exchange(waiting_, {});
    while (exchange* e = all.pop()) {
        auto& c = static_cast<pending_command&>(*e);
        if (retired_ || c.step_.until <= now) {
            c.waits_for_ = nullptr;
            --waiting_count_;
            stranded.push(c);
        } else {
            waiting_.push(c);
            waiting_until_ = std::min(waiting_until_, c.step_.until);
        }
    }
    return stranded;
}

void node_links::tidy(instant now) {
    std::size_t usable = 0;
    for (const auto& l : links_) {
        const bool is_spare = usable >= settings_.links_min;
        const bool is_old = settings_.idle_max.count() != 0 && l->machine.is_open() &&
                            l->machine.is_idle() && now - l->idle_since >= settings_.idle_max;
        if (is_old && is_spare) {
            l->machine.finish();
            attention_.add(*l);
        } else if (l->machine.is_usable()) {
            ++usable;
        }
    }
    if (retired_) return;
    for (; usable < std::min(settings_.links_min, settings_.links_max); ++usable)
        open(now);
}

void node_links::remove(link& l) {
    attention_.drop(l);
    std::erase_if(links_, [&](const auto& each) { return each.get() == &l; });
}

void node_links::finish_all() {
    for (const auto& l : links_) {
        l->machine.finish();
        attention_.add(*l);
    }
}

}  // namespace spikelet::agent
