// One connection to a node, shared by many commands (chapter 01 §1: replies come in order).
//
// A pure machine: it neither reads nor writes nor knows the time. A driver tells it what happened
// and does, after each such call, what it wants:
//
//     c.open(now);              → wants() is connect
//     c.connected(now);         → unsent() are bytes for the socket: c.wrote(n)
//     c.received(bytes, now);   → take_completed() are exchanges that have ended
//     c.timer(now);             when next_timer() has come
//     c.closed(fault, why, now);
//
// Requests are written one behind the other, and replies matched in order. The reply to a command
// that has timed out is thrown away when it comes; if it takes longer than the command's patience,
// the connection is closed. When a connection is lost, every command learns whether a byte of it
// may have reached the node.
#pragma once

#include "agent/exchange.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace spikelet::agent {

class connection {
public:
    struct settings {
        std::size_t depth_max = 64;                // exchanges under way, at least 1
        std::size_t unsent_size_max = 256u << 10;  // bytes that wait for the socket
    };
    explicit connection(const settings& s);
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    // ---- asked by the owner
    // Of a new or closed connection. Exchanges may be submitted at once; they wait.
    void open();
    // Whether submit() may be called with such terms.
    bool can_take(bool is_stream) const;
    // `request` is copied. The exchange comes out of take_completed() exactly once.
    void submit(exchange& e, wire::bytes_view request, const exchange_terms& t);
    // Ends the exchange with fault aborted: a request of which no byte is out is taken back, else
    // its reply will be thrown away. False when it is not (any longer) under way here.
    bool cancel(exchange& e, instant now);
    // Whether a byte of the request has been handed over. False also when it is not under way here.
    bool is_out(const exchange& e) const;
    // Takes nothing more, and wants to be closed when no exchange is under way; late replies are
    // not waited for.
    void finish();
    // Wants to be closed at once; what is under way is lost.
    void give_up(std::string_view why, instant now) {
        if (is_usable()) break_off(why, now);
    }

    // ---- happened
    void connected();
    // The socket took the first `count` bytes of unsent().
    void wrote(std::size_t count);
    void received(wire::bytes_view bytes, instant now);
    // The connection is gone, or could not be opened.
    void closed(fault f, std::string_view why, instant now);
    void timer(instant now);

    // ---- wanted
    enum class wish : std::uint8_t { nothing, connect, close };
    // connect and close: until connected() or closed() was called.
    wish wants() const;
    // To be handed over now, as far as the socket takes them. Valid until the next call.
    wire::bytes_view unsent() const;
    // When timer() is to be called; a time that has been said may be answered too early, never too
    // late.
    instant next_timer() const { return next_timer_; }
    exchange* take_completed() { return completed_.pop(); }

    // ---- state
    bool is_open() const { return state_ == state::open; }
    bool is_usable() const { return state_ == state::connecting || state_ == state::open; }
    // Nothing is under way, not even a late reply.
    bool is_idle() const { return count_ == 0; }
    // Exchanges and late replies under way.
    std::size_t depth() const { return count_; }

private:
    enum class state : std::uint8_t { closed, connecting, open, closing };
    // A place in the order of replies.
    struct place {
        exchange* who = nullptr;  // null: ended, only its reply is still to come
        instant limit = never;    // deadline; of an ended one when patience is over
        exchange_terms terms;
        std::uint64_t begin = 0;  // of the request in all that was ever submitted
    };

    place& at(std::size_t i) { return places_[(first_ + i) & (places_.size() - 1)]; }
    const place& at(std::size_t i) const { return places_[(first_ + i) & (places_.size() - 1)]; }
    std::size_t find(const exchange& e) const;
    bool is_out(const place& p) const { return p.begin < handed_over_; }
    void take_back(std::size_t i);
    void pop_place();
    bool take_frame(wire::bytes_view& in, instant now);
    void complete(place& p);
    void end(place& p, fault f, std::string_view why, instant now);
    void fail_all(fault f, std::string_view why, instant now);
    bool leave_behind(place& p, instant now);
    void break_off(std::string_view why, instant now);
    void expect_timer(instant when) {
        if (when < next_timer_) next_timer_ = when;
    }

    const settings settings_;
    state state_ = state::closed;
    bool finishing_ = false;
    bool has_stream_ = false;

    std::vector<place> places_;  // a ring; its size is a power of two
    std::size_t first_ = 0;
    std::size_t count_ = 0;
    std::size_t live_ = 0;  // of them exchanges that have not ended

    wire::buffer out_;               // requests that are not handed over completely
    std::size_t out_offset_ = 0;     // bytes of out_ that are
    std::uint64_t submitted_ = 0;    // bytes, since open()
    std::uint64_t handed_over_ = 0;  // bytes, since open()
    wire::buffer in_;                // an incomplete frame
    instant next_timer_ = never;
    exchange_list completed_;
};

}  // namespace spikelet::agent
