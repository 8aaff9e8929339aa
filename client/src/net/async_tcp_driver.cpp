// The asynchronous client of a cluster elsewhere: executes what the cluster agent wants.
//
// One lock guards the agent and its sockets. It is held while bytes are handed over and replies are
// taken apart, never while a handler runs.
#include "agent/cluster_agent.hpp"
#include "net/async_driver.hpp"
#include "net/async_questions.hpp"
#include "net/async_socket.hpp"
#include "net/run_tend.hpp"
#include "net/system_time.hpp"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>

namespace spikelet::net {
namespace {

using agent::instant;
using agent::link;
using boost::asio::ip::tcp;
using conversation::fault;
using kind = async_call::kind;

constexpr std::size_t read_size = std::size_t{64} << 10;
constexpr unsigned reads_max = 16;  // in a row from one socket, so that the others get their turn
constexpr milliseconds tend_interval_min(250);
constexpr std::chrono::seconds idle_limit_default(55);

agent::cluster_agent::settings agent_settings(const config& c, const async_options& options) {
    agent::cluster_agent::settings s;
    s.node = {.links_min = c.min_conns_per_node,
              .links_max = std::max<std::size_t>(c.max_conns_per_node, 1),
              .waiting_max = options.commands_waiting_max,
              .link = {.depth_max = options.commands_per_connection_max},
              .connect_timeout = c.connect_timeout,
              .idle_max = c.max_socket_idle.count() == 0 ? idle_limit_default : c.max_socket_idle};
    s.tend = {.interval = std::max(c.tend_interval, tend_interval_min),
              .connect_timeout = c.connect_timeout};
    return s;
}

class async_tcp_driver final : public async_driver, public socket_owner {
public:
    async_tcp_driver(boost::asio::any_io_executor executor, const config& c,
                     const async_options& options)
        : async_driver(std::move(executor), c),
          cluster_(settings_of()),
          tend_(cluster_, tend_settings(configuration(), configuration().hosts)),
          agent_(cluster_, tend_, agent_settings(configuration(), options)),
          questions_(agent_, cluster_, configuration().thread_pool_size),
          timer_(this->executor()),
          resolver_(this->executor()),
          received_(std::make_unique<std::uint8_t[]>(read_size)) {}

    topology::cluster& cluster() override { return cluster_; }

    void close_now() override {
        {
            const std::lock_guard lock(mutex_);
            if (!std::exchange(is_closed_, true)) {
                set_connected(false);
                questions_.stop(closed_error());
                agent_.abandon(steady_now());
                timer_.cancel();
                resolver_.cancel();
                collect(steady_now());
            }
            if (done_.empty() && connecting_.empty() && closing_.empty()) return;
        }
        wake();
    }

private:
    topology::cluster::settings settings_of() {
        auto s = cluster_settings(configuration());
        s.make_connections = [this](topology::node& n) { return agent_.make_connections(n); };
        return s;
    }
    std::uint32_t now_s() const override { return epoch_now_s(); }

    // ---- what happens

    void serve() override {
        call_queue done;
        {
            const std::lock_guard lock(mutex_);
            const instant now = steady_now();
            inbox taken = take_inbox(SIZE_MAX);
            while (async_call* c = taken.started.pop())
                begin(*c, now);
            for (const cancellation& each : taken.cancelled)
                end_early(each, now);
            done = attend(now);
        }
        finish(std::move(done));
    }

    void happened(async_socket& s, event what, const boost::system::error_code& failed) override {
        call_queue done;
        {
            const std::lock_guard lock(mutex_);
            s.acknowledge(what);
            if (s.link() == nullptr) return;
            const instant now = steady_now();
            if (what == event::readable) {
                read(s, now);
            } else if (what == event::writable) {
                flush(s, now);
            } else if (failed) {
                agent_.closed(*s.link(), fault::connect_failed, failed.message(), now);
            } else if (what == event::resolved) {
                s.connect_to_found();
            } else {
                s.set_options();
                s.await_readable();
                agent_.connected(*s.link(), now);
            }
            done = attend(now);
        }
        finish(std::move(done));
    }
    std::shared_ptr<void> keep() override { return shared_from_this(); }

    void timer_fired() {
        call_queue done;
        {
            const std::lock_guard lock(mutex_);
            armed_ = agent::never;
            if (is_closed_) return;
            const instant now = steady_now();
            agent_.timer(now);
            questions_.timer(now);
            done = attend(now);
        }
        finish(std::move(done));
    }

    void resolved(const std::vector<host_address>& addresses) {
        call_queue done;
        {
            const std::lock_guard lock(mutex_);
            if (is_closed_) return;
            const instant now = steady_now();
            agent_.resolved(addresses, now);
            done = attend(now);
        }
        finish(std::move(done));
    }

    // ---- sockets

    void read(async_socket& s, instant now) {
        for (unsigned i = 0; i < reads_max && s.link() != nullptr; ++i) {
            std::size_t count = 0;
            std::string why;
            switch (s.receive(received_.get(), read_size, count, why)) {
                case async_socket::status::ok:
                    agent_.received(*s.link(), {received_.get(), count}, now);
                    break;
                case async_socket::status::closed:
                    agent_.closed(*s.link(), fault::lost, why, now);
                    return;
                case async_socket::status::would_block:
                    break;
            }
            if (count < read_size) break;
        }
        if (s.link() != nullptr) s.await_readable();
    }

    void flush(async_socket& s, instant now) {
        while (s.link() != nullptr) {
            const wire::bytes_view bytes = s.link()->machine.unsent();
            if (bytes.empty()) return;
            std::size_t count = 0;
            std::string why;
            const auto status = s.send(bytes, count, why);
            if (status == async_socket::status::closed) {
                agent_.closed(*s.link(), fault::lost, why, now);
                return;
            }
            if (count != 0) agent_.wrote(*s.link(), count, now);
            if (status == async_socket::status::would_block) {
                s.await_writable();
                return;
            }
        }
    }

    static async_socket& socket_of(link& l) {
        return *static_cast<socket_of_link&>(*l.driver).socket;
    }

    void serve_link(link& l, instant now) {
        switch (l.machine.wants()) {
            case agent::connection::wish::connect:
                if (l.driver == nullptr) {
                    auto s = std::make_shared<async_socket>(executor(), l, *this);
                    l.driver = std::make_unique<socket_of_link>(s);
                    s->connect(l.address);
                }
                break;
            case agent::connection::wish::close:
                agent_.closed(l, fault::lost, "closed", now);
                break;
            case agent::connection::wish::nothing: {
                if (!l.machine.is_open()) break;
                // The link may go while it is served, and its socket with it.
                const auto s = socket_of(l).shared_from_this();
                flush(*s, now);
                break;
            }
        }
    }

    void serve_links(instant now) {
        collect(now);
        for (link* l = agent_.take_attention(); l != nullptr; l = agent_.take_attention()) {
            serve_link(*l, now);
            collect(now);
        }
    }

    // Does what the agent wants; what has ended.
    call_queue attend(instant now) {
        serve_links(now);
        if (const auto host = agent_.take_unresolved()) resolve(*host);
        serve_lifecycle(now);
        serve_links(now);  // that an attempt to connect has left
        arm();
        return std::move(done_);
    }

    void resolve(const host_address& host) {
        resolver_.async_resolve(
            host.host, std::to_string(host.port),
            [this, self = shared_from_this()](const boost::system::error_code&, const auto& found) {
                std::vector<host_address> addresses;
                for (const auto& entry : found) {
                    addresses.push_back({.host = entry.endpoint().address().to_string(),
                                         .port = entry.endpoint().port()});
                }
                resolved(addresses);
            });
    }

    // The timer is moved forward only: one that fires too early costs less than moving it back with
    // each command.
    void arm() {
        const instant next =
            is_closed_ ? agent::never : std::min(agent_.next_timer(), questions_.next_timer());
        if (next == agent::never && armed_ != agent::never) timer_.cancel();
        if (next >= armed_ && next != agent::never) return;
        armed_ = next;
        if (next == agent::never) return;
        timer_.expires_at(std::chrono::steady_clock::time_point(
            std::chrono::duration_cast<std::chrono::steady_clock::duration>(next)));
        timer_.async_wait(
            [this, self = shared_from_this()](const boost::system::error_code& cancelled) {
                if (!cancelled) timer_fired();
            });
    }

    // ---- calls

    void begin(async_call& c, instant now) {
        if (is_closed_ || (is_stopping_ && c.what != kind::close)) {
            if (c.what != kind::close && c.what != kind::failed) c.outcome = closed_error();
            done_.push(c);
            return;
        }
        switch (c.what) {
            case kind::failed:
                done_.push(c);
                return;
            case kind::connect:
                if (is_connected()) {
                    done_.push(c);
                } else {
                    if (connecting_.empty()) agent_.start(now);
                    tends_before_ = connecting_.empty() ? agent_.tend_count() : tends_before_;
                    connecting_.push(c);
                }
                return;
            case kind::close:
                set_connected(false);
                is_stopping_ = true;
                questions_.stop(closed_error());
                agent_.stop(now);
                closing_.push(c);
                return;
            case kind::record:
                c.is_under_way = true;
                agent_.submit(*c.command, now);
                return;
            case kind::ask_host:
            case kind::ask_any:
            case kind::ask_all:
                c.is_under_way = true;
                questions_.begin(c, now);
                return;
        }
    }

    void end_early(const cancellation& wish, instant now) {
        async_call& c = *wish.call;
        if (connecting_.contains(c) && c.serial == wish.serial) {
            connecting_.remove(c);
            c.outcome = cancelled_error();
            done_.push(c);
            return;
        }
        if (!c.is_under_way || c.serial != wish.serial) return;
        if (c.what == kind::record) {
            const bool may_be_done = c.prepared.is_write && agent_.is_out(*c.command);
            if (!wish.if_unsent || !may_be_done) agent_.cancel(*c.command, now);
            return;
        }
        questions_.end_early(c, cancelled_error(), now);
    }

    void collect(instant now) {
        while (agent::pending_command* p = agent_.take_completed()) {
            async_call& c = static_cast<async_call::record_command&>(*p).owner;
            c.settle();
            end(c);
        }
        while (agent::pending_question* q = agent_.take_answered())
            questions_.answered(static_cast<async_call::node_question&>(*q), now);
        while (async_call* c = questions_.take_ended())
            end(*c);
    }
    void end(async_call& c) {
        c.is_under_way = false;
        done_.push(c);
    }

    void serve_lifecycle(instant now) {
        if (!connecting_.empty() && (is_closed_ || is_stopping_)) {
            while (async_call* c = connecting_.pop()) {
                c->outcome = closed_error();
                done_.push(*c);
            }
        } else if (!is_connected() && !is_stopping_ && !is_closed_ &&
                   agent_.tend_count() != tends_before_) {
            tends_before_ = agent_.tend_count();
            const error outcome =
                configuration().fail_if_not_connected ? agent_.tend_outcome() : error();
            // Nobody may want the connection any more.
            if (outcome || connecting_.empty()) {
                agent_.suspend();
            } else {
                set_connected(true);
            }
            while (async_call* c = connecting_.pop()) {
                c->outcome = outcome;
                done_.push(*c);
            }
        }
        if (!closing_.empty() && agent_.is_stopped()) {
            is_closed_ = true;
            timer_.cancel();
            resolver_.cancel();
            collect(now);
            done_.append(std::move(closing_));
        }
    }

    std::mutex mutex_;  // of everything below
    topology::cluster cluster_;
    topology::tend tend_;
    agent::cluster_agent agent_;
    async_questions questions_;
    boost::asio::steady_timer timer_;
    instant armed_ = agent::never;
    tcp::resolver resolver_;
    const std::unique_ptr<std::uint8_t[]> received_;
    call_queue done_;  // to be finished
    call_queue connecting_;
    call_queue closing_;
    std::uint64_t tends_before_ = 0;
    bool is_stopping_ = false;
    bool is_closed_ = false;
};

}  // namespace

std::shared_ptr<async_driver> make_async_tcp_driver(boost::asio::any_io_executor executor,
                                                    const config& c, const async_options& options) {
    return std::make_shared<async_tcp_driver>(std::move(executor), c, options);
}

}  // namespace spikelet::net
