// A single-record command from its first attempt to its end (chapter 04 §2).
//
// A pure machine over bytes: it decides which node is asked, how long, how often and what an answer
// means; a driver owns connections and time.
//
//     conversation::command c(facts, reader);
//     for (auto a = c.begin(now()); a.what != next::done;) {
//         switch (a.what) {
//             case next::write: …connect to *a.node, send facts.request…   a = c.written();
//             case next::read:  …receive until there are a.needed bytes…   a = c.resume(bytes,
//             now()); case next::sleep: …wait until a.until…                       a =
//             c.woken(now());
//         }
//         on a fault of the connection:                                    a = c.failed(fault,
//         now());
//     }
//
// An exchange is over when the answer to resume() or failed() is neither read nor done with it:
// is_connection_usable() says whether the connection may serve another command.
#pragma once

#include "topology/routing.hpp"

#include <spikelet/error.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/message.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace spikelet::conversation {

// Time since any fixed moment.
using instant = std::chrono::nanoseconds;
inline constexpr instant never = instant::max();
// The end of a time whose length 0 means that it has none.
constexpr instant later(instant from, std::chrono::nanoseconds by) {
    return by.count() == 0 ? never : from + by;
}

// Times of 0 mean none.
struct limits {
    std::chrono::milliseconds total_timeout{0};
    std::chrono::milliseconds attempt_timeout{0};  // silence of one attempt
    std::chrono::milliseconds sleep_between_retries{0};
    std::uint32_t max_retries = 0;
    // For the driver: how long a new connection may take (0: as long as the attempt), and how long
    // after a timeout the reply may still be waited for, so that the connection can be kept.
    std::chrono::milliseconds connect_timeout{0};
    std::chrono::milliseconds timeout_delay{0};
};

// Takes the message of a successful reply apart.
class reply_reader {
public:
    virtual ~reply_reader() = default;
    // False when what is in it makes no sense; `why` then says what.
    virtual bool read(const wire::message_view& reply, std::string& why) = 0;
    // The server's own words in a reply that refuses.
    virtual std::string text_of_refusal(const wire::message_view&) const { return {}; }
};

enum class fault : std::uint8_t {
    no_connection,   // the node's pool is exhausted
    connect_failed,  // refused, or too slow to connect
    nothing_sent,    // lost before a byte of the request was handed over
    lost,            // closed or reset afterwards
    timed_out,       // silence until the deadline
    malformed,       // what came is no reply
    queue_full,      // more commands wait than the client may hold
    aborted,         // the client is closing, or the call was cancelled
};

client_errc code_of(fault f);
// What happened, in a sentence; `text` is what the system or the peer said about it.
std::string explain(fault f, std::string_view text);

enum class next : std::uint8_t {
    write,  // send the request to `node` over a connection of its own
    read,   // receive: at least until there are `needed` bytes
    sleep,  // until `until`
    done,
};

struct action {
    next what = next::done;
    topology::node* node = nullptr;
    std::size_t needed = 0;
    instant until = never;  // write, read: the deadline of the attempt; sleep: its end
};

class command {
public:
    // All of it outlives the command.
    struct facts {
        topology::route& route;
        wire::bytes_view request;  // a whole frame
        conversation::limits limits;
        reply_reader& reader;
    };
    explicit command(const facts& f) : facts_(f) {}
    wire::bytes_view request() const { return facts_.request; }
    const conversation::limits& limits() const { return facts_.limits; }
    command(const command&) = delete;
    command& operator=(const command&) = delete;

    action begin(instant now);
    // Bytes of the request have been handed over: all of them, or what went out before a fault that
    // failed() tells next.
    action written();
    // All bytes received since the request went out.
    action resume(wire::bytes_view received, instant now);
    // What ended the exchange; `text` is the system's word for it.
    action failed(fault f, instant now, std::string_view text = {});
    action woken(instant now);

    // Of the exchange that has just ended.
    bool is_connection_usable() const { return connection_usable_; }
    // The cluster may look other than the client knows it. Says so once.
    bool wants_tend() { return std::exchange(wants_tend_, false); }
    // Whether any attempt's request was handed over, or a part of it.
    bool is_sent() const { return sent_ != 0; }
    // Of a command that is done.
    const error& outcome() const { return outcome_; }

private:
    action attempt(instant now);
    action judge(wire::bytes_view body, instant now);
    action retry(instant now);
    action after_failure(instant now);
    action finish();
    std::chrono::milliseconds pause() const;
    instant silence_ends(instant now) const;
    std::string describe_last() const;
    template <class Code>
    void remember(Code code, std::string message);

    const facts facts_;
    instant deadline_ = never;
    instant attempt_until_ = never;
    topology::node* node_ = nullptr;
    std::uint32_t attempts_ = 0;     // begun
    std::uint32_t sent_ = 0;         // of which the request was handed over
    std::uint32_t sent_before_ = 0;  // the present attempt
    bool connection_usable_ = false;
    bool wants_tend_ = false;
    error last_;  // of the last attempt that failed
    error outcome_;
    wire::buffer inflated_;
};

}  // namespace spikelet::conversation
