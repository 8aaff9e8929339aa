#include "net/tcp_server.hpp"

#include "net/connection.hpp"
#include "net/event_loops.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace spikelet::mock::net {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

std::string text(const tcp::endpoint& endpoint) {
    const std::string host = endpoint.address().to_string();
    return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
           std::to_string(endpoint.port());
}

std::string advertised_host(const tcp_options& options, const asio::ip::address& bound) {
    if (!options.advertise.empty()) return options.advertise;
    if (bound.is_unspecified()) return bound.is_v6() ? "::1" : "127.0.0.1";
    return bound.to_string();
}

}  // namespace

class tcp_server::impl {
public:
    impl(cluster_state& cluster, tcp_options options)
        : cluster_(cluster),
          options_(std::move(options)),
          loops_(options_.threads),
          open_(loops_.size()),
          background_(loops_.at(0).context) {
        error_code ec;
        const auto address = asio::ip::make_address(options_.address, ec);
        if (ec) {
            throw std::runtime_error("cannot listen on '" + options_.address +
                                     "': not a numeric IP address, such as 127.0.0.1 or ::1");
        }
        for (std::size_t i = 0; i < cluster_.node_count(); ++i) {
            listen(address, i);
        }
        // Only now that every address is known: a client's first question is for the others.
        for (const auto& l : listeners_) {
            accept(*l);
        }
        drive_clock();
    }

    ~impl() {
        cluster_.time().on_earlier_timer({});
        loops_.stop();
        // The threads have ended: what they owned is ours to close.
        for (auto& connections : open_) {
            const auto taken = std::exchange(connections, {});
            for (const auto& c : taken) {
                c->close();
            }
        }
    }

    std::vector<service_address> addresses() const {
        std::vector<service_address> all;
        for (std::size_t i = 0; i < cluster_.node_count(); ++i) {
            all.push_back(cluster_.node_at(i).address);
        }
        return all;
    }

private:
    struct listener {
        listener(event_loop& loop, node& n)
            : acceptor(loop.context), retry(loop.context), self(n) {}
        tcp::acceptor acceptor;
        asio::steady_timer retry;
        node& self;
        std::atomic<std::size_t> connections{0};  // on every loop
    };

    void listen(const asio::ip::address& address, std::size_t node_index) {
        node& self = cluster_.node_at(node_index);
        if (options_.port != 0 && options_.port + node_index > 65535) {
            throw std::runtime_error("port " + std::to_string(options_.port) +
                                     " leaves no room for " +
                                     std::to_string(cluster_.node_count()) +
                                     " nodes: they take consecutive ports up to 65535");
        }
        const auto port =
            static_cast<std::uint16_t>(options_.port == 0 ? 0 : options_.port + node_index);
        const tcp::endpoint wanted(address, port);
        auto l = std::make_unique<listener>(loops_.at(node_index % loops_.size()), self);
        error_code ec;
        l->acceptor.open(wanted.protocol(), ec);
        if (!ec) l->acceptor.set_option(asio::socket_base::reuse_address(true), ec);
        if (!ec) l->acceptor.bind(wanted, ec);
        if (!ec) l->acceptor.listen(asio::socket_base::max_listen_connections, ec);
        if (ec) {
            throw std::runtime_error("cannot listen on " + text(wanted) + " for node " +
                                     self.name() + ": " + ec.message());
        }
        self.address = {advertised_host(options_, address), l->acceptor.local_endpoint().port()};
        listeners_.push_back(std::move(l));
    }

    void accept(listener& l) {
        const std::size_t target =
            next_loop_.fetch_add(1, std::memory_order_relaxed) % loops_.size();
        l.acceptor.async_accept(
            loops_.at(target).context, [this, &l, target](error_code ec, tcp::socket socket) {
                if (ec == asio::error::operation_aborted) return;
                if (ec) return accept_later(l);
                // The socket belongs to its loop from here on.
                asio::dispatch(loops_.at(target).context,
                               [this, &l, target, socket = std::move(socket)]() mutable {
                                   open(l, target, std::move(socket));
                               });
                accept(l);
            });
    }

    // The process has no descriptor left, say: trying again at once would only spin.
    void accept_later(listener& l) {
        l.retry.expires_after(std::chrono::milliseconds(10));
        l.retry.async_wait([this, &l](error_code ec) {
            if (!ec) accept(l);
        });
    }

    void open(listener& l, std::size_t target, tcp::socket socket) {
        error_code ec;
        const tcp::endpoint peer = socket.remote_endpoint(ec);
        if (ec) return;  // gone already
        if (l.connections.fetch_add(1, std::memory_order_relaxed) >= options_.connections_max) {
            l.connections.fetch_sub(1, std::memory_order_relaxed);
            return;  // closes the socket
        }
        auto c = std::make_shared<connection>(
            loops_.at(target), std::move(socket),
            std::make_unique<session>(cluster_, l.self, text(peer),
                                      options_.observer ? &options_.observer : nullptr,
                                      client_clock::machines),
            options_.idle_limit, [this, &l, target](connection& gone) {
                l.connections.fetch_sub(1, std::memory_order_relaxed);
                open_[target].erase(gone.shared_from_this());
            });
        open_[target].insert(c);
        c->start();
    }

    // On a real clock the first loop wakes for what is due; virtual clocks run their timers
    // themselves.
    void drive_clock() {
        if (cluster_.time().mode() != clock_mode::real) return;
        cluster_.time().on_earlier_timer(
            [this] { asio::post(loops_.at(0).context, [this] { arm_background(); }); });
        asio::post(loops_.at(0).context, [this] { arm_background(); });
    }

    void arm_background() {
        const time_ms due = cluster_.time().next_due();
        if (due == UINT64_MAX) return;
        const time_ms now = cluster_.time().now();
        background_.expires_after(std::chrono::milliseconds(due > now ? due - now : 0));
        background_.async_wait([this](error_code ec) {
            if (ec) return;
            cluster_.time().run_due();
            arm_background();
        });
    }

    cluster_state& cluster_;
    tcp_options options_;
    event_loops loops_;
    std::vector<std::unordered_set<std::shared_ptr<connection>>> open_;  // by loop, on its thread
    std::vector<std::unique_ptr<listener>> listeners_;
    std::atomic<std::size_t> next_loop_{0};
    asio::steady_timer background_;
};

tcp_server::tcp_server(cluster_state& cluster, tcp_options options)
    : impl_(std::make_unique<impl>(cluster, std::move(options))) {}
tcp_server::~tcp_server() = default;
std::vector<service_address> tcp_server::addresses() const {
    return impl_->addresses();
}

}  // namespace spikelet::mock::net
