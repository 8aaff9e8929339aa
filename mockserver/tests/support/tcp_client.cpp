#include "support/tcp_client.hpp"

#include <spikelet/wire/frame.hpp>

#include <arpa/inet.h>
#include <cerrno>
#include <netdb.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spikelet::mock::testing {
namespace {

// Far beyond anything but a hanging server, on the slowest machine under the slowest sanitizer.
constexpr time_t patience_s = 60;

[[noreturn]] void socket_failed(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

// A connected socket, or -1 with errno.
int connect_to(const std::string& address) {
    const auto colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &found) != 0) {
        throw std::runtime_error("not a numeric address: " + address);
    }
    int fd = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && ::connect(fd, found->ai_addr, found->ai_addrlen) != 0) {
        const int error = errno;
        ::close(fd);
        errno = error;
        fd = -1;
    }
    freeaddrinfo(found);
    return fd;
}

}  // namespace

tcp_client::tcp_client(const std::string& address) : socket_(connect_to(address)) {
    if (socket_ < 0) socket_failed(("connect to " + address).c_str());
    const timeval patience{.tv_sec = patience_s, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

tcp_client::tcp_client(tcp_client&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

tcp_client::~tcp_client() {
    if (socket_ >= 0) ::close(socket_);
}

bool tcp_client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EPIPE || errno == ECONNRESET) return false;
            socket_failed("send");
        }
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::size_t tcp_client::send_some(std::string_view bytes) {
    const ssize_t n = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno == EAGAIN || errno == EWOULDBLOCK) return 0;
    socket_failed("send");
}

void tcp_client::end_requests() {
    if (::shutdown(socket_, SHUT_WR) != 0) socket_failed("shutdown");
}

std::string tcp_client::receive_some() {
    std::string bytes(256u << 10, '\0');
    const ssize_t n = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (n < 0 && errno != ECONNRESET) socket_failed("the server neither answers nor closes: recv");
    bytes.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
    return bytes;
}

std::string tcp_client::receive(std::size_t size) {
    std::string bytes(size, '\0');
    std::size_t have = 0;
    while (have < size) {
        const ssize_t n = ::recv(socket_, bytes.data() + have, size - have, 0);
        if (n < 0 && errno != ECONNRESET)
            socket_failed("the server neither answers nor closes: recv");
        if (n <= 0) break;
        have += static_cast<std::size_t>(n);
    }
    bytes.resize(have);
    return bytes;
}

std::string tcp_client::receive_frame() {
    std::string frame = receive(wire::frame_header_size);
    if (frame.size() < wire::frame_header_size) return {};
    const auto header =
        wire::load_frame_header(reinterpret_cast<const std::uint8_t*>(frame.data()));
    frame += receive(static_cast<std::size_t>(header.body_size));
    return frame;
}

void tcp_client::receive_to_end() {
    while (!receive_some().empty()) {
    }
}

bool tcp_client::is_closed() const {
    char byte = 0;
    const ssize_t n = ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno == ECONNRESET);
}

std::string tcp_client::exchange(std::string_view request) {
    if (!send(request)) return {};
    return receive_frame();
}

std::uint16_t tcp_client::local_port() const {
    sockaddr_in6 address{};
    socklen_t size = sizeof address;
    if (getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        socket_failed("getsockname");
    return ntohs(address.sin6_port);  // where IPv4 has it too
}

bool accepts(const std::string& address) {
    const int fd = connect_to(address);
    if (fd < 0) return false;
    ::close(fd);
    return true;
}

}  // namespace spikelet::mock::testing
