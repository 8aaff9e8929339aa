#include "net/connection.hpp"

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
    arm_idle_timer();
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

void connection::arm_idle_timer() {
    if (idle_limit_.count() == 0) return;
    idle_timer_.expires_after(idle_limit_);
    idle_timer_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
        if (!ec) self->close();
    });
}

void connection::wait_readable() {
    socket_.async_wait(boost::asio::socket_base::wait_read,
                       [self = shared_from_this()](boost::system::error_code ec) {
                           if (ec) return self->close();
                           self->on_readable();
                       });
}

void connection::on_readable() {
    if (closed_) return;
    arm_idle_timer();
    std::size_t served = 0;
    for (;;) {
        const read_result result = read_and_execute();
        if (result == read_result::closed) {
            // The last replies go out as far as the socket takes them: a client may half-close
            // after asking.
            flush();
            return close();
        }
        served += event_loop::scratch_size;
        const bool more = result == read_result::scratch_full && !closing_;
        if (more && served < turn_size && output_.size() < session::output_size_pause) continue;
        if (!flush()) return wait_writable();
        if (closing_ || closed_) return close();
        if (!more || served >= turn_size) return wait_readable();
    }
}

connection::read_result connection::read_and_execute() {
    std::uint8_t* target = loop_.scratch.get();
    std::size_t room = event_loop::scratch_size;
    const bool appends = !pending_.empty();
    if (appends) {
        room = std::clamp(pending_.size(), event_loop::scratch_size, growth_size_max);
        target = pending_.grow(room);
        pending_.truncate(pending_.size() - room);
    }
    ssize_t n = 0;
    do {
        n = ::recv(socket_.native_handle(), target, room, 0);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        return errno == EAGAIN || errno == EWOULDBLOCK ? read_result::short_read
                                                       : read_result::closed;
    }
    if (n == 0) return read_result::closed;
    const auto count = static_cast<std::size_t>(n);
    if (appends) pending_.grow(count);  // the bytes are there already

    if (!execute(appends ? pending_.view() : bytes_view{target, count})) closing_ = true;
    return count < room ? read_result::short_read : read_result::scratch_full;
}

bool connection::execute(bytes_view input) {
    const bool from_pending = input.data() == pending_.data();
    std::size_t consumed = 0;
    bool keep = true;
    for (;;) {
        const session::progress done = session_->receive(input.subspan(consumed), output_);
        consumed += done.consumed;
        if (done.close) {
            keep = false;
            break;
        }
        if (!done.paused) break;
        // Much to send: as much as the socket takes now, the rest (and the requests behind it)
        // later.
        if (!flush()) break;
    }
    if (!keep) {
        pending_.clear();
    } else if (from_pending) {
        pending_.consume(consumed);
    } else {
        pending_.append(input.subspan(consumed));
    }
    if (pending_.empty()) pending_.shrink(kept_buffer_size);
    return keep;
}

bool connection::flush() {
    while (sent_ < output_.size()) {
        const ssize_t n = ::send(socket_.native_handle(), output_.data() + sent_,
                                 output_.size() - sent_, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
            closing_ = true;  // nobody to send to
            break;
        }
        sent_ += static_cast<std::size_t>(n);
    }
    output_.clear();
    output_.shrink(kept_buffer_size);
    sent_ = 0;
    return true;
}

void connection::wait_writable() {
    socket_.async_wait(boost::asio::socket_base::wait_write,
                       [self = shared_from_this()](boost::system::error_code ec) {
                           if (ec) return self->close();
                           if (self->closed_) return;
                           self->arm_idle_timer();
                           if (!self->flush()) return self->wait_writable();
                           if (self->closing_) return self->close();
                           // Requests that had to wait for room.
                           if (!self->pending_.empty() && !self->execute(self->pending_.view())) {
                               self->closing_ = true;
                           }
                           if (!self->flush()) return self->wait_writable();
                           if (self->closing_) return self->close();
                           self->wait_readable();
                       });
}

}  // namespace spikelet::mock::net
