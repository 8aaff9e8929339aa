#include "record/proxy.hpp"

#include "record/recording.hpp"
#include "target/hosts_option.hpp"

#include <spikelet/client.hpp>
#include <spikelet/conformance/replay.hpp>
#include <spikelet/mock/cluster.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <atomic>
#include <thread>

namespace spikelet::conformance {
namespace {

class running_proxy {
public:
    running_proxy(const host_address& server, recording_proxy::listener heard)
        : proxy_({"127.0.0.1", 0}, server, std::move(heard)), thread_([this] { proxy_.run(); }) {}
    ~running_proxy() {
        proxy_.stop();
        thread_.join();
    }
    host_address address() const { return parse_hosts_option(proxy_.address()).front(); }

private:
    recording_proxy proxy_;
    std::thread thread_;
};

// Sends the bytes and no more, and reads to the end.
std::string send_and_end(std::uint16_t port, const std::string& bytes) {
    boost::asio::io_context context;
    boost::asio::ip::tcp::socket s(context);
    s.connect({boost::asio::ip::address_v4::loopback(), port});
    boost::asio::write(s, boost::asio::buffer(bytes));
    s.shutdown(boost::asio::ip::tcp::socket::shutdown_send);
    std::string got;
    boost::system::error_code end;
    boost::asio::read(s, boost::asio::dynamic_buffer(got), end);
    return got;
}

TEST(recording_proxy, records_a_clients_session_that_can_be_replayed_elsewhere) {
    const std::string file = ::testing::TempDir() + "session.jsonl.gz";
    {
        mock::cluster server;
        recording written(file);
        {
            running_proxy proxy(parse_hosts_option(server.hosts()).front(),
                                [&](wire::bytes_view request, wire::bytes_view answer) {
                                    written.add(request, answer);
                                });
            client db({.hosts = {proxy.address()}});
            db.connect().value();
            const key k("test", "demo", "ann");
            ASSERT_TRUE(db.put(k, {{"a", 1}, {"b", "text"}}));
            ASSERT_TRUE(db.increment(k, "a", 41));
            EXPECT_EQ(db.get(k).value().bins.at("a"), value(42));
            ASSERT_TRUE(db.remove(k));
            EXPECT_TRUE(db.get(k).has_error());
            db.close();
        }
        written.close();
        EXPECT_GE(written.exchanges(), 7U);
    }
    mock::cluster other;
    const auto result = replay({file}, in_process_transport([&] { return other.connect(); }));
    EXPECT_TRUE(result.all_passed()) << report_text(result);
    EXPECT_TRUE(result.table.contains({"recorded", "put"}));
    EXPECT_TRUE(result.table.contains({"recorded", "increment"}));
}

TEST(recording_proxy, wants_a_server_that_accepts_connections) {
    mock::cluster gone;
    const host_address server = parse_hosts_option(gone.hosts()).front();
    gone.stop_listening();
    EXPECT_THROW(recording_proxy({"127.0.0.1", 0}, server, [](auto, auto) {}), std::system_error);
}

TEST(recording_proxy, keeps_the_client_with_itself) {
    mock::cluster server;
    running_proxy proxy(parse_hosts_option(server.hosts()).front(),
                        [](wire::bytes_view, wire::bytes_view) {});
    client db({.hosts = {proxy.address()}});
    db.connect().value();
    ASSERT_EQ(db.get_nodes().size(), 1U);
    EXPECT_EQ(db.get_nodes().front().address.port, proxy.address().port);
}

TEST(recording_proxy, that_listens_everywhere_tells_each_client_where_it_found_it) {
    mock::cluster server;
    const auto to = parse_hosts_option(server.hosts()).front();
    for (const char* everywhere : {"0.0.0.0", "::"}) {
        recording_proxy proxy({everywhere, 0}, to, [](wire::bytes_view, wire::bytes_view) {});
        const std::uint16_t port = parse_hosts_option(proxy.address()).front().port;
        std::thread runs([&] { proxy.run(); });
        client db({.hosts = {{"127.0.0.1", port}}});
        const auto connected = db.connect();
        const auto nodes = db.get_nodes();
        db.close();
        proxy.stop();
        runs.join();
        ASSERT_TRUE(connected) << everywhere << ": " << connected.error();
        ASSERT_EQ(nodes.size(), 1U);
        EXPECT_EQ(nodes.front().address, (host_address{"127.0.0.1", port})) << everywhere;
    }
}

TEST(recording_proxy, puts_an_ipv6_address_in_brackets) {
    mock::cluster server;
    const recording_proxy proxy({"::1", 0}, parse_hosts_option(server.hosts()).front(), {});
    EXPECT_TRUE(proxy.address().starts_with("[::1]:")) << proxy.address();
}

TEST(recording_proxy, tells_when_the_server_closes) {
    mock::cluster server;
    std::mutex mutex;
    std::vector<bool> closed;
    running_proxy proxy(parse_hosts_option(server.hosts()).front(),
                        [&](wire::bytes_view, wire::bytes_view answer) {
                            const std::lock_guard lock(mutex);
                            closed.push_back(answer.empty());
                        });
    auto exchange = tcp_transport("127.0.0.1", proxy.address().port, std::chrono::seconds(20));
    // A proto header of version 9.
    const std::string bad("\x09\x03\x00\x00\x00\x00\x00\x00", 8);
    wire::buffer answer;
    EXPECT_EQ(exchange(wire::as_bytes(bad), answer_kind::message, answer), exchange_status::closed);
    const std::lock_guard lock(mutex);
    EXPECT_EQ(closed, std::vector<bool>{true});
}

// What the client gave up says nothing of the server.
TEST(recording_proxy, leaves_out_what_a_client_did_not_wait_for) {
    mock::cluster server;
    std::atomic<int> heard{0};
    running_proxy proxy(parse_hosts_option(server.hosts()).front(),
                        [&](wire::bytes_view, wire::bytes_view) { ++heard; });
    // A frame of type 5 gets no answer.
    const std::string unanswered(
        "\x02\x05\x00\x00\x00\x00\x00\x01"
        "a",
        9);
    // Comes back when the server has closed, which it does once it has the client's end.
    EXPECT_EQ(send_and_end(proxy.address().port, unanswered), "");
    EXPECT_EQ(heard, 0);
}

TEST(recording_proxy, hands_on_answers_after_the_clients_end) {
    mock::cluster server;
    std::atomic<int> heard{0};
    running_proxy proxy(parse_hosts_option(server.hosts()).front(),
                        [&](wire::bytes_view, wire::bytes_view) { ++heard; });
    const std::string build(
        "\x02\x01\x00\x00\x00\x00\x00\x06"
        "build\n",
        14);
    EXPECT_THAT(send_and_end(proxy.address().port, build), ::testing::HasSubstr("8.1.2.0"));
    EXPECT_EQ(heard, 1);
}

TEST(recording_proxy, names_the_address_that_it_cannot_listen_on) {
    mock::cluster server;
    const auto taken = parse_hosts_option(server.hosts()).front();
    try {
        const recording_proxy proxy(taken, taken, {});
        FAIL() << "two listen on one port";
    } catch (const std::system_error& e) {
        EXPECT_THAT(e.what(), ::testing::HasSubstr("cannot listen on 127.0.0.1:"));
    }
}

}  // namespace
}  // namespace spikelet::conformance
