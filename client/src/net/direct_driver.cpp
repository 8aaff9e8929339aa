// The client of a cluster in this process: requests run on the caller's thread. No socket, no
// thread, no system call; time is the cluster's.
#include "conversation/info.hpp"
#include "conversation/reply_frame.hpp"
#include "net/driver.hpp"
#include "net/run_tend.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace spikelet::net {
namespace {

using conversation::instant;

// A reply that was larger leaves no more memory than this behind.
constexpr std::size_t kept_buffer_size = 64 << 10;

struct channel {
    std::unique_ptr<direct_channel> peer;
    wire::buffer reply;

    // False: the peer has hung up; `reply` has what it said before.
    bool exchange(wire::bytes_view request) {
        reply.clear();
        reply.shrink(kept_buffer_size);
        return peer->exchange(request, reply);
    }
};

// The channels of one node that nobody uses just now, the latest on top.
class channel_pool final : public topology::node_connections {
public:
    explicit channel_pool(direct_transport& transport, host_address address)
        : transport_(transport), address_(std::move(address)) {}

    // Empty when nobody listens any more.
    std::unique_ptr<channel> take() {
        {
            const std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto c = std::move(idle_.back());
                idle_.pop_back();
                return c;
            }
        }
        auto peer = transport_.connect(address_);
        if (!peer) return nullptr;
        auto c = std::make_unique<channel>();
        c->peer = std::move(peer);
        return c;
    }
    void give_back(std::unique_ptr<channel> c) {
        const std::lock_guard lock(mutex_);
        if (!retired_) idle_.push_back(std::move(c));
    }

    void retire() override {
        std::vector<std::unique_ptr<channel>> closed;  // outside the lock
        const std::lock_guard lock(mutex_);
        retired_ = true;
        closed.swap(idle_);
    }
    void revive() override {
        const std::lock_guard lock(mutex_);
        retired_ = false;
    }

private:
    direct_transport& transport_;
    const host_address address_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<channel>> idle_;
    bool retired_ = false;
};

class direct_links final : public tend_links {
public:
    explicit direct_links(direct_transport& transport) : transport_(transport) {}

    bool ask(topology::link_id link, const host_address& address, std::string_view commands,
             std::string_view& body, std::string& why) override {
        channel& c = links_[link];
        if (!c.peer && !(c.peer = transport_.connect(address))) {
            why = "nobody listens there";
            links_.erase(link);
            return false;
        }
        request_.clear();
        conversation::append_info_request(commands, request_);
        const bool is_open = c.exchange(request_.view());
        const auto a = conversation::info(conversation::info_reply_size_max).resume(c.reply.view());
        if (a.what == conversation::info::next::done) {
            body = a.body;
            return true;
        }
        why = !is_open ? "connection lost" : "the answer is no info reply";
        links_.erase(link);
        return false;
    }
    void close(topology::link_id link) override { links_.erase(link); }
    std::vector<host_address> resolve(const host_address& address) override { return {address}; }

private:
    direct_transport& transport_;
    std::map<topology::link_id, channel> links_;
    wire::buffer request_;
};

class direct_driver final : public driver {
public:
    direct_driver(const config& c, std::shared_ptr<direct_transport> transport)
        : transport_(std::move(transport)),
          tend_interval_(c.tend_interval),
          fails_without_node_(c.fail_if_not_connected),
          cluster_(settings_of(c)),
          tend_(cluster_, tend_settings(c, c.hosts.empty() ? transport_->seeds() : c.hosts)),
          links_(*transport_) {}

    error connect() override {
        const std::lock_guard lock(tend_mutex_);
        tend_now();
        return fails_without_node_ ? tend_.outcome() : error();
    }

    void close() override {
        const std::lock_guard lock(tend_mutex_);
        next_tend_ = conversation::never.count();
        const auto nodes = cluster_.nodes();
        for (topology::node* n : *nodes) {
            links_.close(n->tending.link);
            cluster_.retire(*n);
        }
    }

    topology::cluster& cluster() override { return cluster_; }

    void tend_if_due() override {
        if (now().count() < next_tend_.load(std::memory_order_relaxed)) return;
        tend_unless_tending();
    }

    void run(conversation::command& c) override {
        auto a = c.begin(now());
        for (;;) {
            switch (a.what) {
                case conversation::next::write:
                case conversation::next::read:
                    a = exchange(c, *a.node);
                    break;
                case conversation::next::sleep:
                    sleep_until(a.until);
                    a = c.woken(now());
                    break;
                case conversation::next::done:
                    return;
            }
            if (c.wants_tend()) tend_unless_tending();
        }
    }

    result<std::string> ask(topology::node& n, std::string_view commands,
                            std::chrono::milliseconds) override {
        channel_pool& pool = pool_of(n);
        auto c = pool.take();
        auto answer = ask(c.get(), n.name(), commands);
        if (answer) pool.give_back(std::move(c));
        return answer;
    }

    result<std::string> ask(const host_address& address, std::string_view commands,
                            std::chrono::milliseconds) override {
        channel c;
        c.peer = transport_->connect(address);
        return ask(c.peer ? &c : nullptr, address.host, commands);
    }

    instant now() const override { return transport_->now(); }
    bool sleep_until(instant when) override {
        transport_->sleep_until(std::chrono::ceil<std::chrono::milliseconds>(when));
        return true;
    }
    std::uint32_t now_s() const override {
        return static_cast<std::uint32_t>(transport_->now().count() / 1000);
    }

private:
    topology::cluster::settings settings_of(const config& c) {
        auto s = cluster_settings(c);
        s.make_connections = [this](topology::node& n) {
            return std::make_unique<channel_pool>(*transport_, n.address());
        };
        return s;
    }
    static channel_pool& pool_of(topology::node& n) {
        return static_cast<channel_pool&>(*n.connections);
    }

    conversation::action exchange(conversation::command& c, topology::node& n) {
        channel_pool& pool = pool_of(n);
        auto channel = pool.take();
        if (!channel) {
            return c.failed(conversation::fault::connect_failed, now(), "nobody listens there");
        }
        const bool is_open = channel->exchange(c.request());
        c.written();
        const auto a = c.resume(channel->reply.view(), now());
        if (a.what == conversation::next::read) return stays_silent(c, a, is_open);
        if (c.is_connection_usable() && is_open) pool.give_back(std::move(channel));
        return a;
    }
    // The peer has said all it has to say, and that was no whole reply.
    conversation::action stays_silent(conversation::command& c, const conversation::action& a,
                                      bool is_open) {
        if (!is_open || a.until == conversation::never) {
            return c.failed(conversation::fault::lost, now());
        }
        sleep_until(a.until);
        return c.failed(conversation::fault::timed_out, now());
    }

    result<std::string> ask(channel* c, const std::string& node, std::string_view commands) {
        if (c == nullptr) {
            return error(client_errc::connection,
                         {.message = "nobody listens there", .node = node, .attempts = 1});
        }
        wire::buffer request;
        conversation::append_info_request(commands, request);
        const bool is_open = c->exchange(request.view());
        const auto a = conversation::info(wire::frame_body_size_max).resume(c->reply.view());
        if (a.what == conversation::info::next::done) return std::string(a.body);
        return error(is_open ? client_errc::malformed_reply : client_errc::connection,
                     {.message = is_open ? "the answer is no info reply" : "connection lost",
                      .node = node,
                      .attempts = 1});
    }

    // ---- tending, on the thread of whoever comes by
    void tend_unless_tending() {
        const std::unique_lock lock(tend_mutex_, std::try_to_lock);
        if (lock.owns_lock() && next_tend_.load() != conversation::never.count()) tend_now();
    }
    void tend_now() {
        run_tend(tend_, links_);
        next_tend_ = (now() + tend_interval_).count();
    }

    const std::shared_ptr<direct_transport> transport_;
    const std::chrono::milliseconds tend_interval_;
    const bool fails_without_node_;
    topology::cluster cluster_;
    std::mutex tend_mutex_;  // of tend_ and links_
    topology::tend tend_;
    direct_links links_;
    std::atomic<instant::rep> next_tend_{conversation::never.count()};
};

}  // namespace

std::unique_ptr<driver> make_direct_driver(const config& c,
                                           std::shared_ptr<direct_transport> transport) {
    return std::make_unique<direct_driver>(c, std::move(transport));
}

}  // namespace spikelet::net
