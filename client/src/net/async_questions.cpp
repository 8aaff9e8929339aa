#include "net/async_questions.hpp"

#include "conversation/info.hpp"

#include <algorithm>

namespace spikelet::net {

using agent::instant;
using agent::never;
using conversation::later;
using kind = detail::async_call::kind;

// ---- asking

void async_questions::begin(async_call& c, instant now) {
    c.until = later(now, c.question.timeout);
    if (c.what == kind::ask_host) {
        const topology::node* const n = cluster_.find_node_at(c.host);
        ask(c, n == nullptr ? c.host.host : n->name(), c.host, c.until, now);
        return;
    }
    if (c.what == kind::ask_all) {
        ask_all(c, now);
        return;
    }
    // The first that answers, beginning anywhere.
    const auto nodes = cluster_.nodes();
    const std::size_t start = nodes->empty() ? 0 : cluster_.next_number() % nodes->size();
    for (std::size_t i = nodes->size(); i > 0; --i) {
        const topology::node& n = *(*nodes)[(start + i - 1) % nodes->size()];
        c.others.emplace_back(n.name(), n.address());
    }
    if (c.others.empty()) {
        c.outcome = error(client_errc::invalid_node, {.message = "the cluster has no node in use"});
        ended_.push(c);
        return;
    }
    ask_next(c, now);
}

void async_questions::ask(async_call& c, const std::string& node, const host_address& to,
                          instant until, instant now) {
    ++c.unanswered;
    agent_.ask(*c.questions.emplace_back(std::make_unique<async_call::node_question>(
                   to, c.request.view(), until, node, c)),
               now);
}

void async_questions::ask_next(async_call& c, instant now) {
    const auto [name, address] = std::move(c.others.back());
    c.others.pop_back();
    // Each of all nodes has the whole timeout; tries of any one share it.
    const bool is_one_of_all = c.what == kind::ask_all;
    ask(c, name, address, is_one_of_all ? later(now, c.question.timeout) : c.until, now);
}

void async_questions::ask_all(async_call& c, instant now) {
    const auto nodes = cluster_.nodes();
    for (auto n = nodes->rbegin(); n != nodes->rend(); ++n)
        c.others.emplace_back((*n)->name(), (*n)->address());
    while (!c.others.empty() && c.unanswered < nodes_max_)
        ask_next(c, now);
    if (c.unanswered == 0) proceed(c, now);
}

// ---- answers

void async_questions::answered(async_call::node_question& q, instant now) {
    async_call& c = q.owner;
    --c.unanswered;
    if (!q.is_answered() && q.how() == agent::fault::aborted && !c.outcome) {
        end_early(
            c, {client_errc::client_abort, {.message = conversation::explain(q.how(), q.text())}},
            now);
    }
    if (!c.outcome) {
        command::node_answer a{.node = q.node, .body = std::move(q.text())};
        if (!q.is_answered()) {
            a.body = error(conversation::code_of(q.how()),
                           {.message = conversation::explain(q.how(), *a.body),
                            .node = q.node,
                            .attempts = 1});
        }
        const bool tries_another = c.what == kind::ask_any && !c.is_change_made && !a.body &&
                                   !c.others.empty() && now < c.until;
        if (!tries_another) take(c, std::move(a));
        // One of several, or another one in its place.
        if ((tries_another || c.what == kind::ask_all || c.is_change_made) && !c.others.empty()) {
            ask_next(c, now);
        }
    }
    if (c.unanswered == 0) proceed(c, now);
}

void async_questions::take(async_call& c, command::node_answer a) {
    if (c.is_change_made) {
        c.change->note(std::move(a));
    } else if (c.what == kind::ask_all) {
        std::string node = a.node;
        std::get<async_client::info_map>(c.value).insert_or_assign(
            std::move(node), command::answer_to(c.question, std::move(a)));
    } else {
        c.settle(std::move(a));
        c.others.clear();
    }
}

// Nothing of the call is under way: it has ended, unless it is a change that has to reach the other
// nodes.
void async_questions::proceed(async_call& c, instant now) {
    if (c.outcome || !c.change || (c.is_change_made && c.change->is_reached())) {
        ended_.push(c);
        return;
    }
    if (!std::exchange(c.is_change_made, true)) {
        c.request.clear();
        conversation::append_info_request(c.change->question().text, c.request);
        ask_all(c, now);
    } else if (now >= c.until) {
        c.outcome = c.change->not_reached();
        ended_.push(c);
    } else {
        pausing_.emplace_back(std::min<instant>(now + command::module_listing_pause, c.until), &c);
    }
}

// ---- time, and ends before it

void async_questions::timer(instant now) {
    for (std::size_t i = 0; i < pausing_.size();) {
        if (pausing_[i].first > now) {
            ++i;
            continue;
        }
        async_call& c = *pausing_[i].second;
        pausing_.erase(pausing_.begin() + static_cast<std::ptrdiff_t>(i));
        if (now >= c.until) {
            c.outcome = c.change->not_reached();
            ended_.push(c);
            continue;
        }
        c.questions.clear();
        c.change->reset();
        ask_all(c, now);
    }
}

instant async_questions::next_timer() const {
    instant next = never;
    for (const auto& [when, c] : pausing_)
        next = std::min(next, when);
    return next;
}

void async_questions::end_early(async_call& c, const error& why, instant now) {
    c.outcome = why;
    c.others.clear();
    if (auto* all = std::get_if<async_client::info_map>(&c.value)) all->clear();
    if (std::erase_if(pausing_, [&](const auto& each) { return each.second == &c; }) != 0) {
        ended_.push(c);
        return;
    }
    for (const auto& q : c.questions)
        agent_.cancel(*q, now);
}

void async_questions::stop(const error& why) {
    for (const auto& [when, c] : std::exchange(pausing_, {})) {
        c->outcome = why;
        ended_.push(*c);
    }
}

}  // namespace spikelet::net
