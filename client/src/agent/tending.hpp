// Tends on a schedule: runs topology::tend over links of its own.
#pragma once

#include "agent/link.hpp"
#include "topology/tend.hpp"

#include <spikelet/error.hpp>
#include <spikelet/wire/buffer.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::agent {

class tending {
public:
    struct settings {
        instant interval{std::chrono::seconds(1)};
        instant connect_timeout{std::chrono::seconds(1)};   // of each question too
        instant pause_min{std::chrono::milliseconds(100)};  // between two tends, however urgent
    };
    tending(topology::tend& t, const settings& s, attention_list& attention)
        : tend_(t), settings_(s), attention_(attention) {}

    // Begins the next tend as soon as may be, unless one is under way.
    void hasten(instant now);
    // No more tends until the next hasten(); the links close.
    void suspend();
    // No more tends; the links close at once.
    void stop(instant now);

    // ---- happened
    // Whether the question that was under way on the link has ended; then proceed() is to be
    // called, which may destroy any link that is not usable.
    bool collect(link& l) { return l.machine.take_completed() != nullptr; }
    void proceed(instant now);
    void remove(link& l);
    void resolved(const std::vector<host_address>& addresses, instant now);
    // When next_timer() has come.
    void timer(instant now);

    // ---- wanted
    // The host whose addresses the tend waits for, once.
    std::optional<host_address> take_unresolved() { return std::exchange(unresolved_, {}); }
    // Of the next tend; its links have times of their own.
    instant next_timer() const { return due_; }

    const std::map<topology::link_id, std::unique_ptr<link>>& links() const { return links_; }
    // Tends that have ended, and the outcome of the last one.
    std::uint64_t count() const { return count_; }
    const error& outcome() const { return tend_.outcome(); }

private:
    void begin(instant now);
    // The one question that is under way.
    struct question final : exchange {
        verdict replied(wire::bytes_view frame, instant now) override;
        void failed(fault f, bool is_out, std::string_view why, instant now) override;
        topology::link_id on = 0;
        std::string answer;  // or why there is none
        bool is_answered = false;
    };

    void follow(topology::tend::action a, instant now);
    bool ask(const topology::tend::action& a, instant now);
    void close_unneeded();

    topology::tend& tend_;
    const settings settings_;
    attention_list& attention_;
    std::map<topology::link_id, std::unique_ptr<link>> links_;
    question question_;
    wire::buffer request_;
    std::optional<host_address> unresolved_;
    instant due_ = never;             // of the next tend; never while one is under way
    instant ended_ = instant::min();  // the last tend
    bool is_running_ = false;
    bool stopped_ = false;
    std::uint64_t count_ = 0;
};

}  // namespace spikelet::agent
