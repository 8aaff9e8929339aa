#include "conversation/command.hpp"

#include "conversation/reply_frame.hpp"

#include <spikelet/wire/compression.hpp>

#include <algorithm>

namespace spikelet::conversation {
namespace {

// Retries without a sleep of the policy are made at once, but not without end: a policy may allow
// billions of them, and an attempt that finds nobody to ask takes no time at all.
constexpr std::uint32_t attempts_at_once_max = 1000;
constexpr std::uint32_t attempts_at_nobody_max = 10;
constexpr std::chrono::milliseconds pause_min(1);

// Results after which the server may do better the next time (chapter 04 §2).
bool may_pass(result_code code) {
    return code == result_code::timeout || code == result_code::unavailable ||
           code == result_code::device_overload;
}

// Results that leave the server's end of the connection in a state we do not know (chapter 02 §3).
bool ends_connection(result_code code) {
    return code == result_code::not_authenticated || code == result_code::query_aborted ||
           code == result_code::query_aborted_legacy;
}

std::string_view meaning(fault f) {
    switch (f) {
        case fault::no_connection:
            return "all its connections are in use";
        case fault::connect_failed:
            return "cannot connect";
        case fault::nothing_sent:
        case fault::lost:
            return "connection lost";
        case fault::timed_out:
            return "no answer in time";
        case fault::malformed:
            return "the bytes that came are no reply";
        case fault::queue_full:
            return "too many commands wait already";
        case fault::aborted:
            return "the client is closing";
    }
    return "unknown fault";
}

}  // namespace

client_errc code_of(fault f) {
    switch (f) {
        case fault::no_connection:
            return client_errc::no_connections;
        case fault::timed_out:
            return client_errc::timeout;
        case fault::malformed:
            return client_errc::malformed_reply;
        case fault::queue_full:
            return client_errc::queue_full;
        case fault::aborted:
            return client_errc::client_abort;
        default:
            return client_errc::connection;
    }
}

std::string explain(fault f, std::string_view text) {
    if (f == fault::aborted && !text.empty()) return std::string(text);
    std::string all(meaning(f));
    if (!text.empty()) all += ": ";
    all += text;
    return all;
}

action command::begin(instant now) {
    deadline_ = later(now, facts_.limits.total_timeout);
    return attempt(now);
}

action command::attempt(instant now) {
    for (;;) {
        ++attempts_;
        sent_before_ = sent_;
        connection_usable_ = false;
        node_ = facts_.route.pick();
        if (node_ == nullptr) {
            wants_tend_ = true;
            remember(client_errc::invalid_node, {});
        } else if (node_->errors().is_exceeded()) {
            remember(client_errc::max_error_rate, {});
        } else {
            attempt_until_ = silence_ends(now);
            return {.what = next::write, .node = node_, .until = attempt_until_};
        }
        const action a = after_failure(now);
        if (a.what != next::write) return a;
    }
}

instant command::silence_ends(instant now) const {
    return std::min(later(now, facts_.limits.attempt_timeout), deadline_);
}

action command::written() {
    ++sent_;
    return {.what = next::read,
            .node = node_,
            .needed = wire::frame_header_size,
            .until = attempt_until_};
}

action command::resume(wire::bytes_view received, instant now) {
    const frame_progress p = inspect_reply(received, wire::frame_type::message);
    if (p.is_malformed || (p.is_complete && received.size() > p.needed)) {
        return failed(fault::malformed, now, p.is_malformed ? "" : "more than was asked for");
    }
    if (!p.is_complete) {
        return {.what = next::read, .node = node_, .needed = p.needed, .until = silence_ends(now)};
    }
    const wire::bytes_view body = received.subspan(wire::frame_header_size);
    if (p.type != wire::frame_type::compressed) return judge(body, now);
    inflated_.clear();
    if (wire::inflate_frame(body, inflated_) != wire::inflate_errc::ok) {
        remember(client_errc::malformed_reply, "the compressed reply cannot be inflated");
        return finish();
    }
    return judge(inflated_.view().subspan(wire::frame_header_size), now);
}

action command::judge(wire::bytes_view body, instant now) {
    wire::message_view reply;
    if (const auto bad = wire::parse_message(body, reply); bad != wire::message_errc::ok) {
        remember(client_errc::malformed_reply, std::string(wire::explain(bad)));
        return finish();
    }
    const auto code = static_cast<result_code>(reply.header.result_code);
    if (code == result_code::ok) {
        std::string why;
        if (!facts_.reader.read(reply, why)) {
            remember(client_errc::malformed_reply, std::move(why));
            return finish();
        }
        connection_usable_ = true;
        return {};
    }
    connection_usable_ = !ends_connection(code);
    remember(code, facts_.reader.text_of_refusal(reply));
    if (!may_pass(code)) return finish();
    node_->errors().count();
    if (code == result_code::unavailable) wants_tend_ = true;
    return retry(now);
}

action command::failed(fault f, instant now, std::string_view text) {
    remember(code_of(f), explain(f, text));
    connection_usable_ = false;
    switch (f) {
        case fault::malformed:
        case fault::queue_full:
        case fault::aborted:
            return finish();
        case fault::no_connection:
            break;
        case fault::connect_failed:
        case fault::nothing_sent:
        case fault::lost:
            wants_tend_ = true;
            [[fallthrough]];
        case fault::timed_out:
            node_->errors().count();
            break;
    }
    return retry(now);
}

action command::woken(instant now) {
    return attempt(now);
}

// The next step after an attempt that failed in a way that may pass.
action command::retry(instant now) {
    const action a = after_failure(now);
    return a.what == next::write ? attempt(now) : a;
}

// Done, a sleep, or `write`: attempt at once.
action command::after_failure(instant now) {
    if (attempts_ > facts_.limits.max_retries) return finish();
    // Writes and linearizing reads stay with their node when it has only been slow or busy.
    const bool was_only_busy = last_ == client_errc::timeout || last_ == result_code::timeout ||
                               last_ == client_errc::no_connections ||
                               last_ == client_errc::max_error_rate;
    const bool may_move =
        !was_only_busy || !(facts_.route.is_write() || facts_.route.is_linearizing());
    const bool moves = may_move && facts_.route.move_on();

    const bool sleeps = pause().count() > 0 && !(attempts_ == 1 && moves);
    const instant begins = sleeps ? now + pause() : now;
    if (begins >= deadline_) {
        remember(client_errc::timeout,
                 "no time is left for another attempt; the last one: " + describe_last());
        return finish();
    }
    if (!sleeps) return {.what = next::write};
    return {.what = next::sleep, .until = begins};
}

// Before the next attempt.
std::chrono::milliseconds command::pause() const {
    const bool asked_nobody = sent_ == sent_before_;
    const bool is_at_once =
        attempts_ <= (asked_nobody ? attempts_at_nobody_max : attempts_at_once_max);
    const auto by_policy = facts_.limits.sleep_between_retries;
    return is_at_once ? by_policy : std::max(by_policy, pause_min);
}

std::string command::describe_last() const {
    return std::string(last_.name()) + (last_.message().empty() ? "" : ", " + last_.message());
}

template <class Code>
void command::remember(Code code, std::string message) {
    const bool is_unsure = static_cast<int>(code) < 0 ||
                           static_cast<int>(code) == static_cast<int>(result_code::timeout);
    error::details d;
    d.message = std::move(message);
    if (node_ != nullptr) d.node = node_->name();
    d.attempts = attempts_;
    // Sent twice, one of them may have been done whatever the other one said.
    d.in_doubt = facts_.route.is_write() && (sent_ > 1 || (sent_ == 1 && is_unsure));
    last_ = error(code, std::move(d));
}

action command::finish() {
    outcome_ = last_;
    return {};
}

}  // namespace spikelet::conversation
