#include "answers.hpp"

#include <spikelet/conformance/replay.hpp>

#include <future>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace spikelet::conformance {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

// Long enough never to pass in a test that expects an answer.
constexpr auto never = 60s;

// A listening socket on a free loopback port. Connecting succeeds before anybody accepts.
class listener {
public:
    listener() : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const generic = reinterpret_cast<sockaddr*>(&address);
        if (::bind(fd_, generic, size) != 0 || ::listen(fd_, 8) != 0 ||
            ::getsockname(fd_, generic, &size) != 0)
            throw std::system_error(errno, std::generic_category(), "listen");
        port_ = ntohs(address.sin_port);
    }
    ~listener() { close(); }
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    std::uint16_t port() const { return port_; }
    int accept() const { return ::accept(fd_, nullptr, nullptr); }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

private:
    int fd_;
    std::uint16_t port_ = 0;
};

// The server's end of one connection.
class peer {
public:
    explicit peer(const listener& from) : fd_(from.accept()) {}
    ~peer() { ::close(fd_); }
    peer(const peer&) = delete;
    peer& operator=(const peer&) = delete;

    std::string read(std::size_t size) const {
        std::string out(size, '\0');
        const ssize_t got = ::recv(fd_, out.data(), size, MSG_WAITALL);
        out.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        return out;
    }
    void write(const std::string& data) const {
        EXPECT_EQ(::send(fd_, data.data(), data.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(data.size()));
    }

private:
    int fd_;
};

struct outcome {
    exchange_status status;
    std::string answer;
    bool operator==(const outcome&) const = default;
};
void PrintTo(const outcome& o, std::ostream* out) {
    *out << "status " << static_cast<int>(o.status) << ", " << o.answer.size() << " bytes";
}

outcome ask(const transport& exchange, const std::string& request,
            answer_kind kind = answer_kind::message) {
    wire::buffer answer;
    const exchange_status status = exchange(view(request), kind, answer);
    return {status, std::string(wire::as_text(answer.view()))};
}

outcome answered(std::string answer) {
    return {exchange_status::answered, std::move(answer)};
}

// Runs `serve` on a thread of its own and joins it.
template <class Serve>
std::jthread serving(Serve serve) {
    return std::jthread(std::move(serve));
}

const std::string row = frame(message({bin("a", "1")}));
const std::string last = frame(message({.info3 = wire::info3::last}, {}, {}));

TEST(tcp_transport, one_frame_answers_a_message_and_an_info_request) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const auto thread = serving([&] {
        peer p(server);
        EXPECT_EQ(p.read(3), "abc");
        p.write(row);
        EXPECT_EQ(p.read(3), "def");
        p.write(info("x"));
    });
    EXPECT_EQ(ask(exchange, "abc"), answered(row));
    EXPECT_EQ(ask(exchange, "def", answer_kind::info), answered(info("x")));
}

TEST(tcp_transport, stream_is_read_to_its_last_message) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const auto thread = serving([&] {
        peer p(server);
        p.read(1);
        p.write(row);
        p.write(row + last);
    });
    EXPECT_EQ(ask(exchange, "q", answer_kind::stream), answered(row + row + last));
}

TEST(tcp_transport, answer_may_come_in_pieces) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const auto thread = serving([&] {
        peer p(server);
        p.read(1);
        for (const char c : row)
            p.write(std::string(1, c));
    });
    EXPECT_EQ(ask(exchange, "q"), answered(row));
}

TEST(tcp_transport, large_requests_and_answers_pass) {
    const std::string request(8 << 20, 'r');
    const std::string answer = frame(std::string(8 << 20, 'a'));
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const auto thread = serving([&] {
        peer p(server);
        EXPECT_EQ(p.read(request.size()), request);
        p.write(answer);
    });
    EXPECT_EQ(ask(exchange, request), answered(answer));
}

TEST(tcp_transport, bytes_behind_the_answer_become_part_of_it) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const auto thread = serving([&] {
        {
            peer p(server);
            p.read(1);
            p.write(row + "junk");
        }
        // Out of step, so the next request comes over a new connection.
        peer p(server);
        p.read(1);
        p.write(last);
    });
    EXPECT_EQ(ask(exchange, "q"), answered(row + "junk"));
    EXPECT_EQ(ask(exchange, "q"), answered(last));
}

TEST(tcp_transport, close_is_reported_and_the_next_request_connects_again) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const auto thread = serving([&] {
        {
            peer p(server);
            p.read(1);
        }
        {
            peer p(server);
            p.read(1);
            p.write(row.substr(0, 9));
        }
        peer p(server);
        p.read(1);
        p.write(row);
    });
    EXPECT_EQ(ask(exchange, "q"), (outcome{exchange_status::closed, ""}));
    EXPECT_EQ(ask(exchange, "q"), (outcome{exchange_status::closed, ""})) << "in mid-answer";
    EXPECT_EQ(ask(exchange, "q"), answered(row));
}

TEST(tcp_transport, silence_times_out_and_the_next_request_connects_again) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), 20ms);
    const peer silent(server);
    EXPECT_EQ(ask(exchange, "q"), (outcome{exchange_status::timed_out, ""}));
    EXPECT_EQ(ask(exchange, "r"), (outcome{exchange_status::timed_out, ""}));
    const peer second(server);
    EXPECT_EQ(silent.read(2), "q");
    EXPECT_EQ(second.read(2), "r");
}

TEST(tcp_transport, incomplete_answer_times_out) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), 20ms);
    const peer p(server);
    p.write(row.substr(0, row.size() - 1));
    EXPECT_EQ(ask(exchange, "q"), (outcome{exchange_status::timed_out, ""}));
}

TEST(tcp_transport, absurd_size_is_not_waited_for) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    const peer p(server);
    const std::string header("\2\3\xff\xff\xff\xff\xff\xff", 8);
    p.write(header);
    EXPECT_EQ(ask(exchange, "q"), answered(header));
}

TEST(tcp_transport, server_that_is_gone_counts_as_closed) {
    listener server;
    const auto exchange = tcp_transport("127.0.0.1", server.port(), never);
    { const peer p(server); }
    server.close();
    EXPECT_EQ(ask(exchange, "q").status, exchange_status::closed);
    EXPECT_EQ(ask(exchange, "q").status, exchange_status::closed);
}

TEST(tcp_transport, address_that_nobody_serves_is_named) {
    std::uint16_t port = 0;
    {
        const listener server;
        port = server.port();
    }
    try {
        tcp_transport("127.0.0.1", port, never);
        FAIL();
    } catch (const std::system_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("127.0.0.1:" + std::to_string(port)));
        EXPECT_EQ(error.code(), std::errc::connection_refused);
    }
}

}  // namespace
}  // namespace spikelet::conformance
