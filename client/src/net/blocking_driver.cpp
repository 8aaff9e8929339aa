#include "net/blocking_driver.hpp"

#include "api/log.hpp"
#include "conversation/info.hpp"
#include "conversation/reply_frame.hpp"
#include "net/socket_info.hpp"
#include "net/system_time.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

namespace spikelet::net {
namespace {

using conversation::action;
using conversation::fault;
using conversation::next;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

constexpr milliseconds tend_interval_min(250);
constexpr std::chrono::seconds idle_limit_default(55);
constexpr unsigned tends_per_balance = 30;
// A larger request may have to wait for room in the connection's send buffer.
constexpr std::size_t request_size_that_waits = 16 << 10;
constexpr std::size_t kept_buffer_size = 64 << 10;  // of a connection, after a large reply

connection_pool::settings pool_settings(const config& c) {
    return {.connections_max = c.max_conns_per_node,
            .connections_min = c.min_conns_per_node,
            .idle_limit = c.max_socket_idle.count() == 0 ? idle_limit_default : c.max_socket_idle};
}

}  // namespace

// ---- the tend's connections

bool socket_links::ask(topology::link_id link, const host_address& address,
                       std::string_view commands, std::string_view& body, std::string& why) {
    const instant until = steady_now() + patience_;
    socket& s = links_[link];
    if (!s.is_open()) s = socket::connect(address, until, why);
    if (s.is_open()) {
        request_.clear();
        conversation::append_info_request(commands, request_);
        if (const auto answer = ask_over(s, request_.view(), until,
                                         conversation::info_reply_size_max, received_, why)) {
            body = *answer;
            return true;
        }
    }
    links_.erase(link);
    return false;
}

std::vector<host_address> socket_links::resolve(const host_address& address) {
    return resolve_host(address);
}

// ---- life

blocking_driver::blocking_driver(const config& c)
    : tend_interval_(std::max(c.tend_interval, tend_interval_min)),
      connect_timeout_(c.connect_timeout),
      fails_without_node_(c.fail_if_not_connected),
      pool_settings_(pool_settings(c)),
      cluster_(settings_of(c)),
      tend_(cluster_, tend_settings(c, c.hosts)),
      links_(connect_timeout_) {}

blocking_driver::~blocking_driver() {
    close();
}

topology::cluster::settings blocking_driver::settings_of(const config& c) const {
    auto s = cluster_settings(c);
    s.make_connections = [settings = pool_settings_](topology::node&) {
        return std::make_unique<connection_pool>(settings);
    };
    return s;
}

error blocking_driver::connect() {
    closing_ = false;
    const error& outcome = run_tend(tend_, links_);
    if (outcome && fails_without_node_) return outcome;
    look_after_connections(true);
    try {
        tending_ = std::thread([this] { tend_loop(); });
    } catch (const std::system_error& e) {
        return {client_errc::client,
                {.message = std::string("no thread to watch the cluster with: ") + e.what()}};
    }
    return {};
}

void blocking_driver::close() {
    {
        const std::lock_guard lock(mutex_);
        closing_ = true;
    }
    changed_.notify_all();
    if (tending_.joinable()) tending_.join();
    // Commands may still wait for nodes that have left.
    cluster_.for_each_node([this](topology::node& n) {
        pool_of(n).abort();
        cluster_.retire(n);
    });
    links_.close_all();
}

void blocking_driver::tend_loop() {
    for (unsigned round = 1;; ++round) {
        {
            std::unique_lock lock(mutex_);
            // Nobody can have it tend more often than so.
            changed_.wait_for(lock, tend_interval_min, [this] { return is_closing(); });
            changed_.wait_for(lock, tend_interval_ - tend_interval_min,
                              [this] { return is_closing() || tend_wanted_; });
            if (is_closing()) return;
            tend_wanted_ = false;
        }
        run_tend(tend_, links_, &closing_);
        look_after_connections(round % tends_per_balance == 0);
    }
}

void blocking_driver::look_after_connections(bool balances) {
    const auto nodes = cluster_.nodes();
    const instant now = steady_now();
    for (topology::node* n : *nodes) {
        connection_pool& pool = pool_of(*n);
        pool.take_back_drained(now);
        if (!balances) continue;
        pool.balance(now);
        for (std::size_t missing = pool.missing(); missing > 0 && !is_closing(); --missing) {
            connection* const place = pool.take_place();
            if (place == nullptr) break;
            std::string why;
            socket s = socket::connect(n->address(), steady_now() + connect_timeout_, why);
            const bool is_open = s.is_open();
            if (!pool.open(*place, std::move(s)) || !is_open) {
                pool.discard(*place);
                break;
            }
            pool.give_back(*place, steady_now());
        }
    }
}

void blocking_driver::wake_tend() {
    {
        const std::lock_guard lock(mutex_);
        tend_wanted_ = true;
    }
    changed_.notify_all();
}

instant blocking_driver::now() const {
    return steady_now();
}

bool blocking_driver::sleep_until(instant when) {
    std::unique_lock lock(mutex_);
    const std::chrono::steady_clock::time_point end(
        std::chrono::duration_cast<std::chrono::steady_clock::duration>(when));
    return !changed_.wait_until(lock, end, [this] { return is_closing(); });
}

std::uint32_t blocking_driver::now_s() const {
    return epoch_now_s();
}

// ---- commands

void blocking_driver::run(conversation::command& c) {
    instant now = steady_now();
    action a = c.begin(now);
    while (a.what != next::done) {
        if (a.what == next::sleep) {
            const bool is_awake = sleep_until(a.until);
            now = steady_now();
            a = is_awake ? c.woken(now) : c.failed(fault::aborted, now);
        } else {
            a = exchange(c, a, now);
            if (a.what != next::done) now = steady_now();
        }
        if (c.wants_tend()) wake_tend();
    }
}

connection* blocking_driver::acquire(conversation::command& c, const action& write, instant now,
                                     bool& is_new, action& next_step) {
    if (is_closing()) {
        next_step = c.failed(fault::aborted, now);
        return nullptr;
    }
    connection_pool& pool = pool_of(*write.node);
    const auto place = pool.take(now);
    is_new = place.what == connection_pool::taken::must_open;
    if (place.what == connection_pool::taken::idle) return place.c;
    if (place.what == connection_pool::taken::exhausted) {
        next_step = c.failed(fault::no_connection, now);
        return nullptr;
    }
    instant until = write.until;
    if (const auto limit = c.limits().connect_timeout; limit.count() != 0) {
        until = std::min(until, now + limit);
    }
    std::string why;
    socket s = socket::connect(write.node->address(), until, why);
    const bool is_open = s.is_open();
    if (pool.open(*place.c, std::move(s)) && is_open) return place.c;
    pool.discard(*place.c);
    next_step = c.failed(fault_or_abort(fault::connect_failed), steady_now(), why);
    return nullptr;
}

action blocking_driver::exchange(conversation::command& c, const action& write, instant now) {
    connection_pool& pool = pool_of(*write.node);
    for (;;) {
        bool is_new = false;
        action next_step;
        connection* used = acquire(c, write, now, is_new, next_step);
        if (used == nullptr) return next_step;

        std::size_t sent = 0;
        const auto status = used->socket.send(c.request(), write.until, sent);
        if (status == socket::status::ok) {
            used->received.clear();
            used->received.shrink(kept_buffer_size);
            // What is left of the time when nothing was waited for: the same for each command.
            const bool has_waited = is_new || c.request().size() > request_size_that_waits;
            const nanoseconds patience = write.until == conversation::never ? conversation::never
                                         : has_waited ? write.until - steady_now()
                                                      : write.until - now;
            return read_reply(c, *used, c.written(), patience);
        }
        const std::string why = used->socket.last_fault();
        pool.discard(*used);
        // A pooled connection that the server closed meanwhile: as if it had not been there.
        if (sent == 0 && !is_new && status == socket::status::closed && !is_closing()) continue;
        if (sent > 0) c.written();
        const fault f = status == socket::status::timed_out ? fault::timed_out
                        : sent > 0                          ? fault::lost
                                                            : fault::nothing_sent;
        return c.failed(fault_or_abort(f), steady_now(), why);
    }
}

action blocking_driver::read_reply(conversation::command& c, connection& used, action a,
                                   nanoseconds patience) {
    connection_pool& pool = pool_of(*a.node);
    bool is_first = true;
    while (a.what == next::read) {
        const std::size_t room = room_for(used.received, a.needed);
        const auto status = std::exchange(is_first, false)
                                ? used.socket.receive(used.received, room, patience)
                                : used.socket.receive_until(used.received, room, a.until);
        const instant now = steady_now();
        if (status == socket::status::ok) {
            a = c.resume(used.received.view(), now);
            continue;
        }
        // A signal, or a clock that is ahead of the system's.
        if (status == socket::status::timed_out && now < a.until && !is_closing()) continue;
        const bool may_drain =
            status == socket::status::timed_out && c.limits().timeout_delay.count() != 0;
        const fault f =
            fault_or_abort(status == socket::status::timed_out ? fault::timed_out : fault::lost);
        a = c.failed(f, now, status == socket::status::closed ? used.socket.last_fault() : "");
        if (may_drain && f == fault::timed_out) {
            pool.drain(used, now + c.limits().timeout_delay);
        } else {
            pool.discard(used);
        }
        return a;
    }
    if (c.is_connection_usable()) {
        pool.give_back(used, steady_now());
    } else {
        pool.discard(used);
    }
    return a;
}

// ---- info

namespace {

result<std::string> ask_socket(socket& s, const std::string& node, std::string_view commands,
                               instant until) {
    wire::buffer request;
    wire::buffer received;
    conversation::append_info_request(commands, request);
    std::string why;
    if (const auto body =
            ask_over(s, request.view(), until, wire::frame_body_size_max, received, why)) {
        return std::string(*body);
    }
    const bool is_late = steady_now() >= until;
    return error(is_late ? client_errc::timeout : client_errc::connection,
                 {.message = std::move(why), .node = node, .attempts = 1});
}

instant deadline(milliseconds timeout) {
    return timeout.count() == 0 ? conversation::never : steady_now() + timeout;
}

}  // namespace

result<std::string> blocking_driver::ask(topology::node& n, std::string_view commands,
                                         milliseconds timeout) {
    const instant until = deadline(timeout);
    connection_pool& pool = pool_of(n);
    for (;;) {
        const auto place = pool.take(steady_now());
        if (place.what == connection_pool::taken::exhausted) {
            return error(client_errc::no_connections, {.node = n.name()});
        }
        const bool is_new = place.what == connection_pool::taken::must_open;
        if (is_new) {
            std::string why;
            socket s = socket::connect(n.address(), until, why);
            const bool is_open = s.is_open();
            if (!pool.open(*place.c, std::move(s)) || !is_open) {
                pool.discard(*place.c);
                return not_connected(n.name(), why, until);
            }
        }
        auto answer = ask_socket(place.c->socket, n.name(), commands, until);
        if (answer) {
            pool.give_back(*place.c, steady_now());
            return answer;
        }
        pool.discard(*place.c);
        if (is_closing()) return closing_error();
        // A pooled connection that the server closed meanwhile: as if it had not been there.
        // Questions and what they change may come twice.
        if (is_new || answer.error() != client_errc::connection) return answer;
    }
}

result<std::string> blocking_driver::ask(const host_address& address, std::string_view commands,
                                         milliseconds timeout) {
    const instant until = deadline(timeout);
    std::string why;
    socket s = socket::connect(address, until, why);
    if (!s.is_open()) return not_connected(address.host, why, until);
    return ask_socket(s, address.host, commands, until);
}

error blocking_driver::not_connected(const std::string& node, const std::string& why,
                                     instant until) const {
    if (is_closing()) return closing_error();
    const bool is_late = steady_now() >= until;
    return {is_late ? client_errc::timeout : client_errc::connection,
            {.message = "cannot connect: " + why, .node = node, .attempts = 1}};
}

std::unique_ptr<driver> make_blocking_driver(const config& c) {
    return std::make_unique<blocking_driver>(c);
}

}  // namespace spikelet::net
