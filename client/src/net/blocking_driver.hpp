// The client of a cluster elsewhere: plain sockets on the caller's thread, two system calls a
// command, and one thread that tends.
#pragma once

#include "net/connection_pool.hpp"
#include "net/driver.hpp"
#include "net/run_tend.hpp"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace spikelet::net {

class socket_links final : public tend_links {
public:
    explicit socket_links(std::chrono::nanoseconds patience) : patience_(patience) {}
    bool ask(topology::link_id link, const host_address& address, std::string_view commands,
             std::string_view& body, std::string& why) override;
    void close(topology::link_id link) override { links_.erase(link); }
    void close_all() { links_.clear(); }
    std::vector<host_address> resolve(const host_address& address) override;

private:
    const std::chrono::nanoseconds patience_;  // for connecting, and for an answer
    std::map<topology::link_id, socket> links_;
    wire::buffer request_;
    wire::buffer received_;
};

class blocking_driver final : public driver {
public:
    explicit blocking_driver(const config& c);
    ~blocking_driver() override;

    error connect() override;
    void close() override;
    topology::cluster& cluster() override { return cluster_; }
    void run(conversation::command& c) override;
    result<std::string> ask(topology::node& n, std::string_view commands,
                            std::chrono::milliseconds timeout) override;
    result<std::string> ask(const host_address& address, std::string_view commands,
                            std::chrono::milliseconds timeout) override;
    instant now() const override;
    bool sleep_until(instant when) override;
    std::uint32_t now_s() const override;

private:
    topology::cluster::settings settings_of(const config& c) const;
    static connection_pool& pool_of(topology::node& n) {
        return static_cast<connection_pool&>(*n.connections);
    }
    bool is_closing() const { return closing_.load(std::memory_order_relaxed); }

    // The exchanges of a command.
    conversation::action exchange(conversation::command& c, const conversation::action& write,
                                  instant now);
    conversation::action read_reply(conversation::command& c, connection& used,
                                    conversation::action a, std::chrono::nanoseconds patience);
    // A connection to the node, opened if need be; null, with the command's next step in `next`.
    connection* acquire(conversation::command& c, const conversation::action& write, instant now,
                        bool& is_new, conversation::action& next);
    conversation::fault fault_or_abort(conversation::fault f) const {
        return is_closing() ? conversation::fault::aborted : f;
    }

    // What a question to a node ends with that cannot be connected to.
    error not_connected(const std::string& node, const std::string& why, instant until) const;

    void tend_loop();
    void look_after_connections(bool balances);
    void wake_tend();

    const std::chrono::nanoseconds tend_interval_;
    const std::chrono::nanoseconds connect_timeout_;
    const bool fails_without_node_;
    const connection_pool::settings pool_settings_;
    topology::cluster cluster_;
    topology::tend tend_;
    socket_links links_;

    std::atomic<bool> closing_{false};
    std::mutex mutex_;  // of what follows
    std::condition_variable changed_;
    bool tend_wanted_ = false;
    std::thread tending_;
};

}  // namespace spikelet::net
