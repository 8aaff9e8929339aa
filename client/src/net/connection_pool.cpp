#include "net/connection_pool.hpp"

#include "conversation/reply_frame.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace spikelet::net {
namespace {

// A connection that was quiet for so long is looked at before it is used: a peer that has gone
// meanwhile would leave a write in doubt.
constexpr std::chrono::milliseconds trusted_silence(1000);

constexpr std::size_t drain_step = 64 << 10;

}  // namespace

connection_pool::taking connection_pool::take(instant now) {
    owned_list closed;  // outside the lock
    const std::lock_guard lock(mutex_);
    while (!idle_.empty()) {
        owned c = std::move(idle_.back());
        idle_.pop_back();
        const auto silence = now - c->last_used;
        if (silence > settings_.idle_limit ||
            (silence > trusted_silence && !c->socket.is_quiet())) {
            closed.push_back(std::move(c));
            continue;
        }
        return {taken::idle, put_in_use(std::move(c))};
    }
    if (open_count() >= settings_.connections_max) {
        take_back_drained(now, closed);
        if (idle_.empty() && open_count() >= settings_.connections_max) return {};
    }
    if (idle_.empty()) return {taken::must_open, put_in_use(new_connection())};
    owned drained = std::move(idle_.back());
    idle_.pop_back();
    return {taken::idle, put_in_use(std::move(drained))};
}

connection* connection_pool::take_place() {
    const std::lock_guard lock(mutex_);
    if (open_count() >= settings_.connections_max) return nullptr;
    return put_in_use(new_connection());
}

connection_pool::owned connection_pool::new_connection() const {
    auto c = std::make_unique<connection>();
    c->generation = generation_;
    return c;
}

connection* connection_pool::put_in_use(owned c) {
    c->place = in_use_.size();
    return in_use_.emplace_back(std::move(c)).get();
}

bool connection_pool::open(connection& c, socket s) {
    const std::lock_guard lock(mutex_);
    c.socket = std::move(s);
    return !aborted_;
}

connection_pool::owned connection_pool::take_out(connection& c) {
    const std::size_t place = c.place;
    owned out = std::move(in_use_[place]);
    if (place + 1 != in_use_.size()) {
        in_use_[place] = std::move(in_use_.back());
        in_use_[place]->place = place;
    }
    in_use_.pop_back();
    return out;
}

void connection_pool::give_back(connection& c, instant now) {
    owned closed;
    const std::lock_guard lock(mutex_);
    owned out = take_out(c);
    if (retired_ || out->generation != generation_) {
        closed = std::move(out);
        return;
    }
    out->last_used = now;
    idle_.push_back(std::move(out));
}

void connection_pool::discard(connection& c) {
    owned closed;
    const std::lock_guard lock(mutex_);
    closed = take_out(c);
}

void connection_pool::drain(connection& c, instant until) {
    owned closed;
    const std::lock_guard lock(mutex_);
    owned out = take_out(c);
    if (retired_ || out->generation != generation_) {
        closed = std::move(out);
        return;
    }
    out->drained_by = until;
    draining_.push_back(std::move(out));
}

void connection_pool::take_back_drained(instant now, owned_list& closed) {
    for (std::size_t i = 0; i < draining_.size();) {
        connection& c = *draining_[i];
        socket::status s = socket::status::ok;
        conversation::frame_progress p;
        do {
            p = conversation::inspect_reply(c.received.view(), wire::frame_type::message);
            if (p.is_malformed || p.is_complete) break;
            s = c.socket.receive_now(c.received,
                                     std::min(p.needed - c.received.size(), drain_step));
        } while (s == socket::status::ok);
        const bool is_drained = p.is_complete && c.received.size() == p.needed;
        const bool is_over =
            p.is_malformed || p.is_complete || s == socket::status::closed || now >= c.drained_by;
        if (!is_over) {
            ++i;
            continue;
        }
        owned out = std::move(draining_[i]);
        draining_[i] = std::move(draining_.back());
        draining_.pop_back();
        if (is_drained) {
            out->last_used = now;
            idle_.push_back(std::move(out));
        } else {
            closed.push_back(std::move(out));
        }
    }
}

void connection_pool::take_back_drained(instant now) {
    owned_list closed;
    const std::lock_guard lock(mutex_);
    take_back_drained(now, closed);
}

void connection_pool::balance(instant now) {
    owned_list closed;
    const std::lock_guard lock(mutex_);
    // The first ones have been idle for the longest time.
    const auto fresh = std::find_if(idle_.begin(), idle_.end(), [&](const owned& c) {
        return now - c->last_used <= settings_.idle_limit;
    });
    const auto spare = static_cast<std::ptrdiff_t>(
        open_count() > settings_.connections_min ? open_count() - settings_.connections_min : 0);
    const auto end = idle_.begin() + std::min(spare, fresh - idle_.begin());
    closed.assign(std::make_move_iterator(idle_.begin()), std::make_move_iterator(end));
    idle_.erase(idle_.begin(), end);
}

std::size_t connection_pool::missing() const {
    const std::lock_guard lock(mutex_);
    return retired_ || open_count() >= settings_.connections_min
               ? 0
               : settings_.connections_min - open_count();
}

void connection_pool::close_idle(owned_list& closed) {
    ++generation_;
    closed = std::exchange(idle_, {});
    std::move(draining_.begin(), draining_.end(), std::back_inserter(closed));
    draining_.clear();
}

void connection_pool::abort() {
    owned_list closed;
    const std::lock_guard lock(mutex_);
    aborted_ = true;
    for (const owned& c : in_use_)
        c->socket.shut_down();
    close_idle(closed);
}

void connection_pool::retire() {
    owned_list closed;
    const std::lock_guard lock(mutex_);
    retired_ = true;
    close_idle(closed);
}

void connection_pool::revive() {
    const std::lock_guard lock(mutex_);
    retired_ = false;
    aborted_ = false;
}

}  // namespace spikelet::net
