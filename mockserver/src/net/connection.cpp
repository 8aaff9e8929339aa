#include "net/connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <utility>

namespace spikelet::mock::net {
namespace {

// Bytes served to one connection before the others of its loop get their turn.
constexpr std::size_t turn_size = 1u << 20;
// An input buffer grows by at most this much ahead of the bytes that have come.
constexpr std::size_t growth_size_max = 1u << 20;
// Buffers above this size are given back when they fall empty.
constexpr std::size_t kept_buffer_size = 64u << 10;

}  // namespace

struct connection::side_job {
    std::unique_ptr<session> owner;
    wire::buffer request;
    wire::buffer reply;
    bool close = false;
};

connection::connection(event_loop& loop, boost::asio::ip::tcp::socket socket,
                       std::unique_ptr<session> session, std::chrono::milliseconds idle_limit,
                       std::function<void(connection&)> on_close)
    : loop_(loop),
      socket_(std::move(socket)),
      session_(std::move(session)),
      on_close_(std::move(on_close)),
      idle_limit_(idle_limit),
      idle_timer_(loop.context) {}

void connection::start() {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ignored);
    if (idle_limit_.count() != 0) watch_idleness();
    wait_readable();
}

void connection::close() {
    if (std::exchange(closed_, true)) return;
    boost::system::error_code ignored;
    idle_timer_.cancel();
    socket_.close(ignored);
    session_.reset();
    on_close_(*this);
}

void connection::watch_idleness() {
    idle_timer_.expires_after(std::max(idle_limit_ / 4, std::chrono::milliseconds(1)));
    idle_timer_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
        if (ec) return;
        // Of the first quarter an unknown part had passed already.
        if (++self->idle_quarters_ > 4) return self->close();
        self->watch_idleness();
    });
}

void connection::wait_readable() {
    if (comes_in_small_ && pending_.empty()) {
        socket_.async_read_some(
            boost::asio::buffer(first_),
            [self = shared_from_this()](boost::system::error_code ec, std::size_t count) {
                if (ec == boost::asio::error::eof) {
                    self->at_end_ = true;
                    return self->serve();
                }
                if (ec) return self->close();
                self->on_readable(count);
            });
        return;
    }
    socket_.async_wait(boost::asio::socket_base::wait_read,
                       [self = shared_from_this()](boost::system::error_code ec) {
                           if (ec) return self->close();
                           self->on_readable(0);
                       });
}

void connection::wait_writable() {
    waits_writable_ = true;
    socket_.async_wait(boost::asio::socket_base::wait_write,
                       [self = shared_from_this()](boost::system::error_code ec) {
                           self->waits_writable_ = false;
                           if (ec) return self->close();
                           self->idle_quarters_ = 0;
                           self->serve();
                       });
}

void connection::on_readable(std::size_t arrived) {
    if (closed_) return;
    idle_quarters_ = 0;
    for (std::size_t served = 0; served < turn_size; served += event_loop::scratch_size) {
        const read_result result = read_and_execute(std::exchange(arrived, 0));
        if (result == read_result::end) at_end_ = true;
        if (result != read_result::scratch_full || broken_ || held_up_ || away_) break;
    }
    serve();
}

void connection::serve() {
    for (;;) {
        if (!flush()) return wait_writable();
        if (broken_) return close();
        if (away_) return;  // take_back() goes on
        if (!held_up_) break;
        held_up_ = false;
        execute(pending_.view());
    }
    if (at_end_) return close();
    wait_readable();
}

connection::read_result connection::read_and_execute(std::size_t arrived) {
    if (arrived != 0 && arrived < first_.size()) {
        execute(bytes_view(first_).first(arrived));
        return read_result::short_read;
    }
    std::uint8_t* target = loop_.scratch.get();
    std::size_t room = event_loop::scratch_size;
    const bool appends = !pending_.empty();
    if (appends) {
        room = std::clamp(pending_.size(), event_loop::scratch_size, growth_size_max);
        target = pending_.grow(room);
        pending_.truncate(pending_.size() - room);
    }
    // With more behind it, what has arrived is executed together with that.
    std::copy_n(first_.data(), arrived, target);
    ssize_t n = 0;
    do {
        n = ::recv(socket_.native_handle(), target + arrived, room - arrived, 0);
    } while (n < 0 && errno == EINTR);
    read_result result = read_result::short_read;
    if (n < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK) broken_ = true;
        n = 0;
    } else if (n == 0) {
        result = read_result::end;
    }
    const std::size_t count = arrived + static_cast<std::size_t>(n);
    if (count == 0 || broken_) return result;
    if (count == room) result = read_result::scratch_full;
    comes_in_small_ = count < first_.size();
    if (appends) pending_.grow(count);  // the bytes are there already

    execute(appends ? pending_.view() : bytes_view{target, count});
    return result;
}

void connection::execute(bytes_view input) {
    const bool from_pending = input.data() == pending_.data();
    std::size_t consumed = 0;
    for (;;) {
        const session::progress done =
            session_->receive(input.subspan(consumed), output_, slow_frames::leave);
        consumed += done.consumed;
        if (done.slow) {
            execute_aside(input.subspan(consumed, done.needed));
            consumed += done.needed;
            break;
        }
        broken_ = done.close;
        if (broken_ || !done.paused) break;
        // Much to send: as much as the socket takes now, the rest, and the requests behind it,
        // later.
        if (!flush()) {
            held_up_ = true;
            break;
        }
        if (broken_) break;
    }
    if (broken_) {
        pending_.clear();
    } else if (from_pending) {
        pending_.consume(consumed);
    } else {
        pending_.append(input.subspan(consumed));
    }
    if (pending_.empty()) pending_.shrink(kept_buffer_size);
}

void connection::execute_aside(bytes_view request) {
    auto job = std::make_shared<side_job>();
    job->owner = std::move(session_);
    job->request.append(request);
    away_ = true;
    loop_.side.run([job = std::move(job), self = shared_from_this()]() mutable {
        job->close = job->owner->receive(job->request.view(), job->reply).close;
        // Nothing of the connection stays here: it belongs to its loop.
        event_context& context = self->loop_.context;
        boost::asio::post(
            context, [job = std::move(job), self = std::move(self)] { self->take_back(*job); });
    });
}

void connection::take_back(side_job& job) {
    if (closed_) return;
    session_ = std::move(job.owner);
    away_ = false;
    idle_quarters_ = 0;
    broken_ = broken_ || job.close;
    output_.append(job.reply.view());
    held_up_ = !broken_;  // more requests may have come with it
    if (!waits_writable_) serve();
}

bool connection::flush() {
    while (sent_ < output_.size()) {
        const ssize_t n = ::send(socket_.native_handle(), output_.data() + sent_,
                                 output_.size() - sent_, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
            broken_ = true;
            break;
        }
        sent_ += static_cast<std::size_t>(n);
    }
    output_.clear();
    output_.shrink(kept_buffer_size);
    sent_ = 0;
    return true;
}

}  // namespace spikelet::mock::net
