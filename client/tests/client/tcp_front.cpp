#include "tcp_front.hpp"

#include <spikelet/wire/frame.hpp>

#include <arpa/inet.h>
#include <atomic>
#include <list>
#include <mutex>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace spikelet::tests {
namespace {

class descriptor {
public:
    explicit descriptor(int fd) : fd_(fd) {
        if (fd < 0) throw std::runtime_error("no socket for a test");
    }
    ~descriptor() { ::close(fd_); }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    int get() const { return fd_; }
    // Wakes whoever waits on it.
    void shut_down() const { ::shutdown(fd_, SHUT_RDWR); }

private:
    const int fd_;
};

// Of 127.0.0.1. Two of them may have the same port, as long as only one listens.
std::unique_ptr<descriptor> bound_socket(std::uint16_t port) {
    auto s = std::make_unique<descriptor>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(s->get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(s->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("no port for a test");
    }
    return s;
}

std::uint16_t port_of(const descriptor& s) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(s.get(), reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
}

bool read_exactly(int fd, std::uint8_t* to, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::recv(fd, to, size, 0);
        if (n <= 0) return false;
        to += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

bool read_frame(int fd, std::vector<std::uint8_t>& frame) {
    frame.resize(wire::frame_header_size);
    if (!read_exactly(fd, frame.data(), frame.size())) return false;
    const auto body = static_cast<std::size_t>(wire::load_frame_header(frame.data()).body_size);
    frame.resize(wire::frame_header_size + body);
    return read_exactly(fd, frame.data() + wire::frame_header_size, body);
}

bool send_all(int fd, const std::uint8_t* bytes, std::size_t size) {
    while (size > 0) {
        const ssize_t n = ::send(fd, bytes, size, MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes += n;
        size -= static_cast<std::size_t>(n);
    }
    return true;
}

void read_to_the_end(int fd) {
    std::uint8_t ignored[4096];
    while (::recv(fd, ignored, sizeof ignored, 0) > 0) {
    }
}

// A byte a millisecond or so, until the peer has had enough.
void trickle(int fd) {
    constexpr std::uint8_t byte = 0;
    pollfd p{.fd = fd, .events = POLLRDHUP, .revents = 0};
    while (send_all(fd, &byte, 1) && ::poll(&p, 1, 1) == 0) {
    }
}

// False: the connection is of no more use.
bool give(int fd, const tcp_front::answer& a) {
    if (a.how == tcp_front::manner::by_byte) {
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        for (const std::uint8_t& byte : a.bytes) {
            if (!send_all(fd, &byte, 1)) return false;
        }
        return true;
    }
    if (!send_all(fd, a.bytes.data(), a.bytes.size())) return false;
    if (a.how == tcp_front::manner::trickles) trickle(fd);
    if (a.how == tcp_front::manner::falls_silent) read_to_the_end(fd);
    return a.how == tcp_front::manner::whole;
}

}  // namespace

class tcp_front::impl {
public:
    explicit impl(std::function<session()> make_session)
        : make_session_(std::move(make_session)), kept_(bound_socket(0)), port_(port_of(*kept_)) {
        start();
    }
    ~impl() { stop(); }

    std::uint16_t port() const { return port_; }
    std::size_t accepted() const { return accepted_; }

    void start() {
        if (listener_) return;
        listener_ = bound_socket(port_);
        if (::listen(listener_->get(), 64) != 0) throw std::runtime_error("cannot listen");
        stopping_ = false;
        accepting_ = std::thread([this] { accept_all(); });
    }

    // The system leaves connections unanswered when as many wait as the listener has room for.
    void ignore_connections() {
        stop();
        listener_ = bound_socket(port_);
        if (::listen(listener_->get(), 0) != 0) throw std::runtime_error("cannot listen");
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (int i = 0; i < 4; ++i) {
            auto& s = waiting_.emplace_back(std::make_unique<descriptor>(
                ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)));
            // Under way, or left unanswered: both will do.
            (void)::connect(s->get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
        }
    }

    void stop() {
        if (!listener_) return;
        stopping_ = true;
        listener_->shut_down();
        if (accepting_.joinable()) accepting_.join();
        listener_.reset();
        waiting_.clear();
        for (served& s : served_)
            s.socket->shut_down();
        for (served& s : served_)
            s.thread.join();
        served_.clear();
    }

private:
    struct served {
        std::unique_ptr<descriptor> socket;
        std::thread thread;
    };

    void accept_all() {
        while (!stopping_) {
            const int fd = ::accept4(listener_->get(), nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) continue;
            ++accepted_;
            served& s = served_.emplace_back();
            s.socket = std::make_unique<descriptor>(fd);
            s.thread = std::thread([this, fd] { serve(fd); });
        }
    }

    // The descriptor is closed by stop() alone, so that nobody else gets its number meanwhile.
    void serve(int fd) {
        const session s = make_session_();
        std::vector<std::uint8_t> frame;
        while (read_frame(fd, frame) && give(fd, s(frame))) {
        }
        ::shutdown(fd, SHUT_RDWR);
    }

    const std::function<session()> make_session_;
    const std::unique_ptr<descriptor> kept_;  // the port is ours while nobody listens
    const std::uint16_t port_;
    std::unique_ptr<descriptor> listener_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::size_t> accepted_{0};
    std::thread accepting_;
    std::vector<std::unique_ptr<descriptor>> waiting_;
    std::list<served> served_;  // of the accepting thread, and of stop() when that has ended
};

tcp_front::tcp_front(std::function<session()> make_session)
    : impl_(std::make_unique<impl>(std::move(make_session))) {}
tcp_front::~tcp_front() = default;

host_address tcp_front::address() const {
    return {.host = "127.0.0.1", .port = impl_->port()};
}
void tcp_front::stop() {
    impl_->stop();
}
void tcp_front::ignore_connections() {
    impl_->ignore_connections();
}
void tcp_front::start() {
    impl_->start();
}
std::size_t tcp_front::accepted() const {
    return impl_->accepted();
}

}  // namespace spikelet::tests
