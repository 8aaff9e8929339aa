#include "agent/connection.hpp"

#include "conversation/reply_frame.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

namespace spikelet::agent {
namespace {

// Buffers above this size are given back when they fall empty.
constexpr std::size_t kept_buffer_size = std::size_t{64} << 10;
// Bytes that have been handed over are dropped from the front of the buffer from here on.
constexpr std::size_t compaction_size = std::size_t{64} << 10;

}  // namespace

connection::connection(const settings& s) : settings_(s) {
    places_.resize(std::bit_ceil(std::max<std::size_t>(s.depth_max, 1)));
}

// ---- asked by the owner

void connection::open() {
    assert(state_ == state::closed && count_ == 0 && live_ == 0);
    state_ = state::connecting;
    finishing_ = false;
    submitted_ = handed_over_ = 0;
}

bool connection::can_take(bool is_stream) const {
    if (!is_usable() || finishing_ || has_stream_) return false;
    if (is_stream) return count_ == 0;
    return count_ < settings_.depth_max && out_.size() - out_offset_ < settings_.unsent_size_max;
}

void connection::submit(exchange& e, wire::bytes_view request, const exchange_terms& t) {
    assert(can_take(t.is_stream));
    ++count_;
    ++live_;
    at(count_ - 1) = {.who = &e, .limit = t.deadline, .terms = t, .begin = submitted_};
    has_stream_ = t.is_stream;
    submitted_ += request.size();
    out_.append(request);
    expect_timer(t.deadline);
}

bool connection::cancel(exchange& e, instant now) {
    const std::size_t i = find(e);
    if (i == count_) return false;
    place& p = at(i);
    const bool was_out = is_out(p);
    end(p, fault::aborted, "cancelled", now);
    if (!was_out) {
        take_back(i);
    } else if (p.terms.is_stream) {
        break_off("a command was cancelled in the middle of its reply", now);
    } else {
        // As long as it would have been waited for anyhow: others need the connection.
        p.limit = p.limit == never ? never : p.limit + p.terms.patience;
        expect_timer(p.limit);
    }
    return true;
}

bool connection::is_out(const exchange& e) const {
    const std::size_t i = find(e);
    return i != count_ && is_out(at(i));
}

// Its place, count_ when it has none.
std::size_t connection::find(const exchange& e) const {
    std::size_t i = 0;
    while (i < count_ && at(i).who != &e)
        ++i;
    return i;
}

void connection::finish() {
    finishing_ = true;
}

// ---- happened

void connection::connected() {
    if (state_ == state::connecting) state_ = state::open;
}

void connection::wrote(std::size_t count) {
    handed_over_ += count;
    out_offset_ += count;
    if (out_offset_ == out_.size()) {
        out_.clear();
        out_.shrink(kept_buffer_size);
        out_offset_ = 0;
    } else if (out_offset_ >= compaction_size) {
        out_.consume(out_offset_);
        out_offset_ = 0;
    }
}

void connection::received(wire::bytes_view bytes, instant now) {
    if (state_ != state::open) return;
    const bool continues = !in_.empty();
    if (continues) in_.append(bytes);
    wire::bytes_view in = continues ? in_.view() : bytes;
    while (!in.empty() && take_frame(in, now)) {
    }
    if (state_ != state::open) return;
    if (continues) {
        in_.consume(in_.size() - in.size());
    } else {
        in_.append(in);
    }
    if (in_.empty()) in_.shrink(kept_buffer_size);
}

// Takes the frame that `in` begins with, if it is complete.
bool connection::take_frame(wire::bytes_view& in, instant now) {
    if (count_ == 0 || !is_out(at(0))) {
        break_off("the node sent something that nobody had asked for", now);
        return false;
    }
    place& p = at(0);
    const auto progress = conversation::inspect_reply(in, p.terms.expected, p.terms.reply_size_max);
    if (progress.is_malformed) {
        if (p.who != nullptr) {
            end(p, fault::malformed, {}, now);
            pop_place();
        }
        break_off("the node sent something that is no reply", now);
        return false;
    }
    if (!progress.is_complete) return false;
    const wire::bytes_view frame = in.first(progress.needed);
    in = in.subspan(progress.needed);
    if (p.who == nullptr) {
        pop_place();
        return true;
    }
    switch (p.who->replied(frame, now)) {
        case exchange::verdict::done:
            complete(p);
            pop_place();
            return true;
        case exchange::verdict::more:
            return true;
        case exchange::verdict::out_of_step:
            break;
    }
    // The exchange knows what was wrong with it.
    complete(p);
    pop_place();
    break_off("the node sent a reply that does not fit the request", now);
    return false;
}

void connection::closed(fault f, std::string_view why, instant now) {
    state_ = state::closed;
    fail_all(f, why, now);
}

void connection::timer(instant now) {
    if (now < next_timer_) return;
    next_timer_ = never;
    for (std::size_t i = 0; i < count_; ++i) {
        place& p = at(i);
        if (p.limit > now) {
            expect_timer(p.limit);
            continue;
        }
        if (p.who == nullptr) {
            break_off("a late reply did not come", now);
            return;
        }
        const bool was_out = is_out(p);
        end(p, fault::timed_out, {}, now);
        if (!was_out) {
            take_back(i--);
        } else if (!leave_behind(p, now)) {
            return;
        }
    }
}

// ---- wanted

connection::wish connection::wants() const {
    switch (state_) {
        case state::connecting:
            return finishing_ && live_ == 0 ? wish::close : wish::connect;
        case state::closing:
            return wish::close;
        case state::open:
            return finishing_ && live_ == 0 ? wish::close : wish::nothing;
        case state::closed:
            break;
    }
    return wish::nothing;
}

wire::bytes_view connection::unsent() const {
    if (state_ != state::open) return {};
    return out_.view().subspan(out_offset_);
}

// ---- places

void connection::pop_place() {
    if (at(0).terms.is_stream) has_stream_ = false;
    at(0).who = nullptr;
    first_ = (first_ + 1) & (places_.size() - 1);
    --count_;
    if (count_ == 0) next_timer_ = never;
}

// Ends the exchange; its place stays.
void connection::end(place& p, fault f, std::string_view why, instant now) {
    p.who->failed(f, is_out(p), why, now);
    complete(p);
}

void connection::complete(place& p) {
    completed_.push(*std::exchange(p.who, nullptr));
    --live_;
}

// Removes an ended exchange of which nothing is out, and its request from what is to be sent.
void connection::take_back(std::size_t i) {
    const std::uint64_t begin = at(i).begin;
    const std::uint64_t end = i + 1 < count_ ? at(i + 1).begin : submitted_;
    const auto size = static_cast<std::size_t>(end - begin);
    // out_ ends where submitted_ does.
    const std::size_t behind = static_cast<std::size_t>(submitted_ - end);
    std::uint8_t* const hole = out_.data() + out_.size() - behind - size;
    if (behind != 0) std::memmove(hole, hole + size, behind);
    out_.truncate(out_.size() - size);
    if (out_.size() == out_offset_) {
        out_.clear();
        out_offset_ = 0;
    }
    submitted_ -= size;
    if (at(i).terms.is_stream) has_stream_ = false;
    for (; i + 1 < count_; ++i) {
        at(i) = at(i + 1);
        at(i).begin -= size;
    }
    at(i).who = nullptr;
    --count_;
    if (count_ == 0) next_timer_ = never;
}

// Waits for the reply to an exchange that has ended; false when that is not possible and the
// connection is given up instead.
bool connection::leave_behind(place& p, instant now) {
    if (p.terms.is_stream || p.terms.patience.count() == 0) {
        break_off("the reply to a command before did not come in time", now);
        return false;
    }
    p.limit = now + p.terms.patience;
    expect_timer(p.limit);
    return true;
}

void connection::fail_all(fault f, std::string_view why, instant now) {
    while (count_ != 0) {
        place& p = at(0);
        if (p.who != nullptr) {
            // A byte that was handed over may have arrived, whatever became of the connection.
            end(p, f == fault::lost && !is_out(p) ? fault::nothing_sent : f, why, now);
        }
        pop_place();
    }
    out_.clear();
    out_offset_ = 0;
    in_.clear();
    out_.shrink(kept_buffer_size);
    in_.shrink(kept_buffer_size);
}

// The two ends are out of step, or the peer is silent: nothing that follows can be understood.
void connection::break_off(std::string_view why, instant now) {
    state_ = state::closing;
    fail_all(fault::lost, why, now);
}

}  // namespace spikelet::agent
