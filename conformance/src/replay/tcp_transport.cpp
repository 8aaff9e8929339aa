#include "compare.hpp"

#include <spikelet/conformance/replay.hpp>
#include <spikelet/wire/frame.hpp>

#include <climits>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace spikelet::conformance {

namespace {

using wire::bytes_view;

constexpr std::size_t read_size = std::size_t{64} * 1024;
// What an answer may announce; twice what the protocol allows, so that too large ones are seen.
constexpr std::uint64_t body_size_max = 2 * wire::frame_body_size_max;

class descriptor {
public:
    descriptor() = default;
    explicit descriptor(int fd) : fd_(fd) {}
    descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    descriptor& operator=(descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~descriptor() { reset(); }
    void reset() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

class deadline {
public:
    explicit deadline(std::chrono::milliseconds timeout) : end_(clock::now() + timeout) {}
    // For poll(): rounded up, so that it does not wake too early.
    int left_ms() const {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - clock::now());
        return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, INT_MAX));
    }

private:
    using clock = std::chrono::steady_clock;
    clock::time_point end_;
};

enum class wait_result { ready, timed_out, failed };

wait_result wait_for(int fd, short events, const deadline& until) {
    pollfd entry{.fd = fd, .events = events, .revents = 0};
    for (;;) {
        const int count = ::poll(&entry, 1, until.left_ms());
        if (count > 0) return wait_result::ready;
        if (count == 0) return wait_result::timed_out;
        if (errno != EINTR) return wait_result::failed;
    }
}

struct address_list {
    addrinfo* first = nullptr;
    ~address_list() {
        if (first != nullptr) ::freeaddrinfo(first);
    }
};

class tcp_connection {
public:
    tcp_connection(std::string host, std::uint16_t port, std::chrono::milliseconds timeout)
        : host_(std::move(host)), port_(port), timeout_(timeout) {}
    tcp_connection(const tcp_connection&) = delete;
    tcp_connection& operator=(const tcp_connection&) = delete;

    // Throws std::system_error.
    void open() {
        const addrinfo hints{.ai_flags = AI_NUMERICSERV,
                             .ai_family = AF_UNSPEC,
                             .ai_socktype = SOCK_STREAM,
                             .ai_protocol = 0,
                             .ai_addrlen = 0,
                             .ai_addr = nullptr,
                             .ai_canonname = nullptr,
                             .ai_next = nullptr};
        address_list list;
        const int found =
            ::getaddrinfo(host_.c_str(), std::to_string(port_).c_str(), &hints, &list.first);
        if (found != 0) {
            throw std::system_error(EHOSTUNREACH, std::generic_category(),
                                    name() + ": " + ::gai_strerror(found));
        }
        int error = EHOSTUNREACH;
        for (const addrinfo* a = list.first; a != nullptr; a = a->ai_next) {
            error = connect(*a);
            if (error == 0) return;
        }
        throw std::system_error(error, std::generic_category(), "cannot connect to " + name());
    }

    exchange_status exchange(bytes_view request, answer_kind kind, wire::buffer& answer) {
        if (!socket_) {
            try {
                open();
            } catch (const std::system_error&) {
                return exchange_status::closed;
            }
        }
        const deadline until(timeout_);
        exchange_status status = send(request, until);
        if (status == exchange_status::answered) status = receive(kind, answer, until);
        if (status != exchange_status::answered) {
            answer.clear();
            socket_.reset();
        }
        return status;
    }

private:
    std::string name() const { return host_ + ":" + std::to_string(port_); }

    // 0 or what errno says.
    int connect(const addrinfo& to) {
        descriptor fd(
            ::socket(to.ai_family, to.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, to.ai_protocol));
        if (!fd) return errno;
        const int on = 1;
        ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(fd.get(), to.ai_addr, to.ai_addrlen) != 0) {
            if (errno != EINPROGRESS) return errno;
            const wait_result waited = wait_for(fd.get(), POLLOUT, deadline(timeout_));
            if (waited == wait_result::timed_out) return ETIMEDOUT;
            int error = 0;
            socklen_t size = sizeof error;
            if (::getsockopt(fd.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
            if (error != 0) return error;
        }
        socket_ = std::move(fd);
        return 0;
    }

    exchange_status send(bytes_view request, const deadline& until) {
        while (!request.empty()) {
            const ssize_t sent =
                ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL);
            if (sent >= 0) {
                request = request.subspan(static_cast<std::size_t>(sent));
            } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
                const wait_result waited = wait_for(socket_.get(), POLLOUT, until);
                if (waited == wait_result::timed_out) return exchange_status::timed_out;
                if (waited == wait_result::failed) return exchange_status::closed;
            } else if (errno != EINTR) {
                return exchange_status::closed;
            }
        }
        return exchange_status::answered;
    }

    exchange_status receive(answer_kind kind, wire::buffer& answer, const deadline& until) {
        std::size_t frame = 0;  // where the first frame that is not complete begins
        for (;;) {
            while (const std::size_t size = complete_frame(answer.view().subspan(frame))) {
                const bytes_view whole = answer.view().subspan(frame, size);
                frame += size;
                if (kind != answer_kind::stream || ends_stream(whole)) {
                    // Bytes nobody asked for stay in the answer, where they make it differ. The
                    // connection is out of step then.
                    if (frame != answer.size()) socket_.reset();
                    return exchange_status::answered;
                }
            }
            if (is_absurd(answer.view().subspan(frame))) {
                socket_.reset();
                return exchange_status::answered;
            }
            const exchange_status status = read_some(answer, until);
            if (status != exchange_status::answered) return status;
        }
    }

    // Size of the frame that `data` begins with; 0 while it is not complete.
    static std::size_t complete_frame(bytes_view data) {
        if (data.size() < wire::frame_header_size) return 0;
        const std::uint64_t body_size = wire::load_frame_header(data.data()).body_size;
        if (body_size > data.size() - wire::frame_header_size) return 0;
        return wire::frame_header_size + static_cast<std::size_t>(body_size);
    }
    // A header that announces what no server sends is not waited for.
    static bool is_absurd(bytes_view data) {
        return data.size() >= wire::frame_header_size &&
               wire::load_frame_header(data.data()).body_size > body_size_max;
    }

    // `answered` if anything came.
    exchange_status read_some(wire::buffer& answer, const deadline& until) {
        for (;;) {
            const wait_result waited = wait_for(socket_.get(), POLLIN, until);
            if (waited == wait_result::timed_out) return exchange_status::timed_out;
            if (waited == wait_result::failed) return exchange_status::closed;
            const std::size_t before = answer.size();
            const ssize_t got = ::recv(socket_.get(), answer.grow(read_size), read_size, 0);
            answer.truncate(before + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
            if (got > 0) return exchange_status::answered;
            if (got == 0) return exchange_status::closed;
            if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
                return exchange_status::closed;
        }
    }

    const std::string host_;
    const std::uint16_t port_;
    const std::chrono::milliseconds timeout_;
    descriptor socket_;
};

}  // namespace

transport tcp_transport(const std::string& host, std::uint16_t port,
                        std::chrono::milliseconds timeout) {
    // Shared because a std::function is copyable and a connection is not.
    auto connection = std::make_shared<tcp_connection>(host, port, timeout);
    connection->open();
    return [connection](bytes_view request, answer_kind kind, wire::buffer& answer) {
        return connection->exchange(request, kind, answer);
    };
}

}  // namespace spikelet::conformance
