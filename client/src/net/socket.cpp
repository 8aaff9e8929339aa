#include "net/socket.hpp"

#include "net/system_time.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace spikelet::net {
namespace {

using std::chrono::microseconds;

struct address_info_deleter {
    void operator()(addrinfo* info) const { ::freeaddrinfo(info); }
};
using address_info = std::unique_ptr<addrinfo, address_info_deleter>;

address_info look_up(const host_address& address, int& fault) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    fault =
        ::getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
    return address_info(fault == 0 ? found : nullptr);
}

std::string text_of(int fault) {
    return std::generic_category().message(fault);
}

// Rounded up: nobody gives up before the deadline.
int poll_timeout_ms(instant until) {
    if (until == conversation::never) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - steady_now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, INT32_MAX));
}

}  // namespace

std::vector<host_address> resolve_host(const host_address& address) {
    std::vector<host_address> all;
    int fault = 0;
    const address_info found = look_up(address, fault);
    for (const addrinfo* i = found.get(); i != nullptr; i = i->ai_next) {
        char host[NI_MAXHOST];
        if (::getnameinfo(i->ai_addr, i->ai_addrlen, host, sizeof host, nullptr, 0,
                          NI_NUMERICHOST) != 0) {
            continue;
        }
        host_address numeric{.host = host, .port = address.port, .tls_name = address.tls_name};
        if (std::find(all.begin(), all.end(), numeric) == all.end()) {
            all.push_back(std::move(numeric));
        }
    }
    return all;
}

socket::socket(socket&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      fault_(other.fault_),
      armed_patience_(other.armed_patience_) {}

socket& socket::operator=(socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(fault_, other.fault_);
    std::swap(armed_patience_, other.armed_patience_);
    return *this;
}

socket::~socket() {
    close();
}

void socket::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void socket::shut_down() {
    if (fd_ >= 0) ::shutdown(fd_, SHUT_RDWR);
}

std::string socket::last_fault() const {
    return fault_ == 0 ? "closed by the peer" : text_of(fault_);
}

bool socket::wait(short events, instant until) {
    pollfd p{.fd = fd_, .events = events, .revents = 0};
    for (;;) {
        const int n = ::poll(&p, 1, poll_timeout_ms(until));
        if (n > 0) return true;
        if (n == 0) return false;
        if (errno != EINTR) return true;  // the next call tells what is wrong
    }
}

socket socket::connect(const host_address& address, instant until, std::string& why) {
    int fault = 0;
    const address_info found = look_up(address, fault);
    if (!found) {
        why = ::gai_strerror(fault);
        return {};
    }
    for (const addrinfo* i = found.get(); i != nullptr; i = i->ai_next) {
        socket s(::socket(i->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (s.fd_ < 0) {
            why = text_of(errno);
            continue;
        }
        int error = 0;
        if (::connect(s.fd_, i->ai_addr, i->ai_addrlen) != 0) {
            error = errno;
            if (error == EINPROGRESS) {
                if (!s.wait(POLLOUT, until)) {
                    why = "timed out";
                    return {};  // so have the other addresses
                }
                socklen_t size = sizeof error;
                ::getsockopt(s.fd_, SOL_SOCKET, SO_ERROR, &error, &size);
            }
        }
        if (error != 0) {
            why = text_of(error);
            continue;
        }
        // From now on calls block: a reply is one call, not a failed one, a wait and another.
        const int flags = ::fcntl(s.fd_, F_GETFL);
        ::fcntl(s.fd_, F_SETFL, flags & ~O_NONBLOCK);
        const int on = 1;
        ::setsockopt(s.fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        return s;
    }
    return {};
}

socket::status socket::send(wire::bytes_view bytes, instant until, std::size_t& sent) {
    sent = 0;
    while (sent < bytes.size()) {
        const ssize_t n =
            ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n >= 0) {
            sent += static_cast<std::size_t>(n);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            if (!wait(POLLOUT, until)) return status::timed_out;
        } else if (errno != EINTR) {
            fault_ = errno;
            return status::closed;
        }
    }
    return status::ok;
}

socket::status socket::take_received(wire::buffer& in, std::size_t room, int flags) {
    std::uint8_t* const p = in.grow(room);
    const ssize_t n = ::recv(fd_, p, room, flags);
    const int fault = errno;
    in.truncate(in.size() - room + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
    if (n > 0) return status::ok;
    if (n < 0 && (fault == EAGAIN || fault == EWOULDBLOCK || fault == EINTR)) {
        fault_ = fault;
        return status::timed_out;
    }
    fault_ = n == 0 ? 0 : fault;
    return status::closed;
}

socket::status socket::receive(wire::buffer& in, std::size_t room,
                               std::chrono::nanoseconds patience) {
    // The system's own timeout is set when it changes, which it hardly ever does. It has
    // microseconds; 0 is for ever.
    const auto wanted = patience == conversation::never
                            ? microseconds(0)
                            : std::max(std::chrono::ceil<microseconds>(patience), microseconds(1));
    if (wanted != armed_patience_) {
        const timeval t{.tv_sec = static_cast<time_t>(wanted.count() / 1000000),
                        .tv_usec = static_cast<suseconds_t>(wanted.count() % 1000000)};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &t, sizeof t);
        armed_patience_ = wanted;
    }
    return take_received(in, room, 0);
}

socket::status socket::receive_until(wire::buffer& in, std::size_t room, instant until) {
    for (;;) {
        const status s = take_received(in, room, MSG_DONTWAIT);
        if (s != status::timed_out) return s;
        if (!wait(POLLIN, until)) return status::timed_out;
    }
}

socket::status socket::receive_now(wire::buffer& in, std::size_t room) {
    return take_received(in, room, MSG_DONTWAIT);
}

bool socket::is_quiet() const {
    std::uint8_t byte;
    const ssize_t n = ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace spikelet::net
