#include "net/async_socket.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/connect.hpp>

#include <cerrno>
#include <sys/socket.h>
#include <system_error>

namespace spikelet::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

std::string text_of(int fault) {
    return std::generic_category().message(fault);
}

bool would_block(int fault) {
    return fault == EAGAIN || fault == EWOULDBLOCK || fault == EINTR;
}

}  // namespace

tcp::resolver::results_type numeric_endpoints(const host_address& address) {
    boost::system::error_code failed;
    const auto numeric = asio::ip::make_address(address.host, failed);
    if (failed) return {};
    return tcp::resolver::results_type::create(tcp::endpoint(numeric, address.port), address.host,
                                               std::to_string(address.port));
}

void async_socket::connect(const host_address& to) {
    found_ = numeric_endpoints(to);
    if (!found_.empty()) {
        connect_to_found();
        return;
    }
    resolver_.async_resolve(to.host, std::to_string(to.port),
                            [self = shared_from_this(), keep = owner_.keep()](
                                const boost::system::error_code& failed, const auto& found) {
                                self->found_ = found;
                                self->owner_.happened(*self, event::resolved, failed);
                            });
}

void async_socket::connect_to_found() {
    asio::async_connect(socket_, found_,
                        [self = shared_from_this(), keep = owner_.keep()](
                            const boost::system::error_code& failed, const auto&) {
                            self->owner_.happened(*self, event::connected, failed);
                        });
}

void async_socket::set_options() {
    boost::system::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.native_non_blocking(true, ignored);
}

void async_socket::await_readable() {
    if (std::exchange(awaits_readable_, true)) return;
    // Waiting, then reading: the other way round the first read is in vain as a rule.
    socket_.async_wait(
        tcp::socket::wait_read,
        asio::bind_allocator(handler_allocator<void>(read_memory_),
                             [self = shared_from_this(),
                              keep = owner_.keep()](const boost::system::error_code& failed) {
                                 self->owner_.happened(*self, event::readable, failed);
                             }));
}

void async_socket::await_writable() {
    if (std::exchange(awaits_writable_, true)) return;
    socket_.async_wait(
        tcp::socket::wait_write,
        asio::bind_allocator(handler_allocator<void>(write_memory_),
                             [self = shared_from_this(),
                              keep = owner_.keep()](const boost::system::error_code& failed) {
                                 self->owner_.happened(*self, event::writable, failed);
                             }));
}

void async_socket::acknowledge(event what) {
    if (what == event::readable) awaits_readable_ = false;
    if (what == event::writable) awaits_writable_ = false;
}

void async_socket::close() {
    link_ = nullptr;
    resolver_.cancel();
    boost::system::error_code ignored;
    socket_.close(ignored);
}

async_socket::status async_socket::send(wire::bytes_view bytes, std::size_t& count,
                                        std::string& fault) {
    const ssize_t n = ::send(socket_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    count = n > 0 ? static_cast<std::size_t>(n) : 0;
    if (n >= 0) return status::ok;
    if (would_block(errno)) return status::would_block;
    fault = text_of(errno);
    return status::closed;
}

async_socket::status async_socket::receive(std::uint8_t* to, std::size_t room, std::size_t& count,
                                           std::string& fault) {
    const ssize_t n = ::recv(socket_.native_handle(), to, room, 0);
    count = n > 0 ? static_cast<std::size_t>(n) : 0;
    if (n > 0) return status::ok;
    if (n < 0 && would_block(errno)) return status::would_block;
    fault = n == 0 ? "closed by the node" : text_of(errno);
    return status::closed;
}

}  // namespace spikelet::net
