#include "agent/tending.hpp"

#include "conversation/info.hpp"
#include "conversation/reply_frame.hpp"

#include <algorithm>

namespace spikelet::agent {

exchange::verdict tending::question::replied(wire::bytes_view frame, instant) {
    answer = wire::as_text(frame.subspan(wire::frame_header_size));
    is_answered = true;
    return verdict::done;
}

void tending::question::failed(fault f, bool, std::string_view why, instant) {
    answer = conversation::explain(f, why);
    is_answered = false;
}

void tending::hasten(instant now) {
    if (stopped_ || is_running_) return;
    if (count_ == 0 || now - ended_ >= settings_.pause_min) {
        begin(now);
    } else {
        due_ = std::min(due_, ended_ + settings_.pause_min);
    }
}

void tending::begin(instant now) {
    is_running_ = true;
    due_ = never;
    follow(tend_.begin(), now);
}

void tending::suspend() {
    due_ = never;
    for (const auto& [id, l] : links_) {
        l->machine.finish();
        attention_.add(*l);
    }
}

void tending::stop(instant now) {
    stopped_ = true;
    due_ = never;
    unresolved_.reset();
    for (const auto& [id, l] : links_) {
        l->machine.give_up("the client is closing", now);
        collect(*l);
        attention_.add(*l);
    }
}

void tending::follow(topology::tend::action a, instant now) {
    using next = topology::tend::next;
    while (!stopped_) {
        if (a.what == next::resolve) {
            unresolved_ = a.address;
            break;
        }
        if (a.what == next::done) {
            is_running_ = false;
            ++count_;
            ended_ = now;
            due_ = now + settings_.interval;
            break;
        }
        if (ask(a, now)) break;
        a = tend_.failed("the connection is busy");
    }
    close_unneeded();
}

bool tending::ask(const topology::tend::action& a, instant now) {
    std::unique_ptr<link>& l = links_[a.link];
    if (l != nullptr && !l->machine.is_usable()) {
        // Lost since the last question, and not yet given up by its driver.
        attention_.drop(*l);
        l.reset();
    }
    const instant until = now + settings_.connect_timeout;
    if (l == nullptr) {
        l = std::make_unique<link>(a.address, connection::settings{.depth_max = 1}, until, nullptr);
        l->machine.open();
    }
    if (!l->machine.can_take(false)) return false;
    request_.clear();
    conversation::append_info_request(a.request, request_);
    question_.on = a.link;
    l->machine.submit(question_, request_.view(),
                      {.deadline = until,
                       .patience = instant{0},
                       .expected = wire::frame_type::info,
                       .reply_size_max = conversation::info_reply_size_max});
    attention_.add(*l);
    return true;
}

void tending::proceed(instant now) {
    if (stopped_) return;
    follow(
        question_.is_answered ? tend_.answered(question_.answer) : tend_.failed(question_.answer),
        now);
}

void tending::remove(link& l) {
    attention_.drop(l);
    std::erase_if(links_, [&](const auto& each) { return each.second.get() == &l; });
}

void tending::resolved(const std::vector<host_address>& addresses, instant now) {
    if (!stopped_) follow(tend_.resolved(addresses), now);
}

void tending::timer(instant now) {
    if (now >= due_) begin(now);
}

void tending::close_unneeded() {
    for (const topology::link_id id : tend_.take_closed()) {
        const auto it = links_.find(id);
        if (it == links_.end()) continue;
        it->second->machine.finish();
        attention_.add(*it->second);
    }
}

}  // namespace spikelet::agent
