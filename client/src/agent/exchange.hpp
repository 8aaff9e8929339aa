// A request and its reply, as a connection sees them.
#pragma once

#include "conversation/command.hpp"

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/frame.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace spikelet::agent {

using conversation::fault;
using conversation::instant;
using conversation::never;

// What a command hands to a connection. The connection knows it by address from submit() until it
// comes out of take_completed().
class exchange {
public:
    exchange() = default;
    exchange(const exchange&) = delete;
    exchange& operator=(const exchange&) = delete;
    virtual ~exchange() = default;

    enum class verdict : std::uint8_t {
        done,         // this was the last frame
        more,         // the next frame is part of the reply too
        out_of_step,  // no reply to what was asked: the connection cannot be trusted any more
    };
    // A whole frame of the reply. Both functions only take note: they do not call the connection.
    virtual verdict replied(wire::bytes_view frame, instant now) = 0;
    // There will be no (more) reply: nothing_sent, lost, timed_out, connect_failed, malformed or
    // aborted.
    // `is_out`: a byte of the request was handed over, so the node may have got all of it.
    virtual void failed(fault f, bool is_out, std::string_view why, instant now) = 0;

private:
    friend class exchange_list;
    exchange* next_ = nullptr;
};

// A queue of exchanges that somebody else owns.
class exchange_list {
public:
    bool empty() const { return first_ == nullptr; }
    // Null when empty.
    exchange* front() const { return first_; }
    void push(exchange& e) {
        e.next_ = nullptr;
        (first_ == nullptr ? first_ : last_->next_) = &e;
        last_ = &e;
    }
    // Null when empty.
    exchange* pop() {
        exchange* e = first_;
        if (e != nullptr) first_ = std::exchange(e->next_, nullptr);
        return e;
    }
    // False when it is not in the list. Linear.
    bool remove(exchange& e) {
        exchange* before = nullptr;
        for (exchange* i = first_; i != nullptr; before = i, i = i->next_) {
            if (i != &e) continue;
            (before == nullptr ? first_ : before->next_) = i->next_;
            if (last_ == i) last_ = before;
            i->next_ = nullptr;
            return true;
        }
        return false;
    }

private:
    exchange* first_ = nullptr;
    exchange* last_ = nullptr;
};

// What a connection has to know of an exchange.
struct exchange_terms {
    instant deadline = never;
    // How long a late reply may hold up the connection before that is closed; 0: not at all.
    instant patience{0};
    wire::frame_type expected = wire::frame_type::message;
    std::size_t reply_size_max = wire::frame_body_size_max;  // of one frame's body
    // Of unknown length, such as a batch, a scan or a function: it has the connection to itself.
    bool is_stream = false;
};

}  // namespace spikelet::agent
