// One client's connection over a real socket: order, pieces, ends, limits.
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/frame.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace spikelet::mock {
namespace {

using testing::counted;
using testing::parse_reply;
using testing::request;
using testing::tcp_client;
using wire::result_code;
using namespace std::chrono_literals;

class connection_test : public ::testing::Test {
protected:
    const std::string& serve(listen_options options = {}) {
        cluster_.listen(std::move(options));
        address_ = cluster_.addresses().front();
        return address_;
    }
    std::string increment() const { return request(k_).increment("n", 1).read("n").bytes(); }

    cluster cluster_;
    std::string address_;
    const key k_{"test", "demo", "k"};
};

TEST_F(connection_test, pipelined_requests_are_answered_in_order) {
    tcp_client client(serve());
    std::string requests;
    for (int i = 0; i < 2000; ++i)
        requests += increment();
    ASSERT_TRUE(client.send(requests));
    for (int i = 1; i <= 2000; ++i)
        ASSERT_EQ(counted(client.receive_frame()), i);
}

TEST_F(connection_test, answers_to_what_came_together_are_sent_together) {
    tcp_client client(serve());
    const std::size_t reply_size = client.exchange(increment()).size();
    std::string requests;
    for (int i = 0; i < 20; ++i)
        requests += increment();
    // Small enough for one packet, and so for one read of the server.
    ASSERT_TRUE(client.send(requests));
    EXPECT_EQ(client.receive_some().size(), 20 * reply_size);
}

TEST_F(connection_test, request_may_come_byte_by_byte) {
    tcp_client client(serve());
    for (const char byte : increment())
        ASSERT_TRUE(client.send({&byte, 1}));
    EXPECT_EQ(counted(client.receive_frame()), 1);
}

TEST_F(connection_test, large_requests_are_taken_in_many_reads) {
    tcp_client client(serve());
    const std::string text(900000, 'x');
    for (int i = 0; i < 3; ++i) {
        const auto reply =
            parse_reply(wire::as_bytes(client.exchange(request(k_).write("s", text).bytes())));
        ASSERT_TRUE(reply);
        EXPECT_EQ(reply->code, result_code::ok);
    }
    EXPECT_EQ(cluster_.get(k_)->bins.at("s"), value(text));
}

TEST_F(connection_test, client_that_ends_its_requests_gets_every_answer) {
    cluster_.put(k_, {{"s", std::string(1000000, 'x')}});
    tcp_client client(serve());
    std::string requests;
    for (int i = 0; i < 40; ++i)
        requests += request(k_).read("s").bytes();
    ASSERT_TRUE(client.send(requests));
    client.end_requests();
    for (int i = 0; i < 40; ++i)
        ASSERT_GT(client.receive_frame().size(), 1000000u) << i;
    EXPECT_EQ(client.receive_some(), "") << "closed behind the last answer";
}

TEST_F(connection_test, end_in_the_middle_of_a_request_closes_without_an_answer) {
    tcp_client client(serve());
    ASSERT_TRUE(client.send(increment().substr(0, 30)));
    client.end_requests();
    EXPECT_EQ(client.receive_some(), "");
    EXPECT_FALSE(cluster_.get(k_));
}

TEST_F(connection_test, client_that_does_not_read_is_held_up_and_hinders_nobody) {
    cluster_.put(k_, {{"s", std::string(300000, 'x')}});
    tcp_client deaf(serve());
    // Requests as large as their answers, in a field that nobody knows.
    const std::string one = request(k_).read("s").field(200, std::string(300000, 'p')).bytes();
    std::size_t sent = 0;
    constexpr std::size_t endless = 4000;  // a gigabyte
    tcp_client other(address_);
    for (;;) {
        const std::size_t n = deaf.send_some(std::string_view(one).substr(sent % one.size()));
        sent += n;
        ASSERT_LT(sent / one.size(), endless) << "the server goes on reading";
        if (n != 0) continue;
        // Full now. Two round trips of the other client: this one's turn has come in between.
        const std::size_t before = sent;
        for (int i = 0; i < 2; ++i)
            ASSERT_GT(counted(other.exchange(increment())), 0);
        sent += deaf.send_some(std::string_view(one).substr(sent % one.size()));
        if (sent == before) break;
    }
    // It reads at last: nothing is lost.
    const std::size_t whole = sent / one.size();
    ASSERT_GT(whole, 1u);
    for (std::size_t i = 0; i < whole; ++i)
        ASSERT_GT(deaf.receive_frame().size(), 300000u) << i << " of " << whole;
}

TEST_F(connection_test, oversize_frame_closes_behind_the_answers_before_it) {
    tcp_client client(serve());
    std::string requests = increment();
    requests += std::string("\x02\x03\0\0\x08\0\0\x01", 8);  // 128 MiB and a byte
    ASSERT_TRUE(client.send(requests));
    EXPECT_EQ(counted(client.receive_frame()), 1);
    EXPECT_EQ(client.receive_some(), "");
}

TEST_F(connection_test, largest_frame_is_not_waited_for_in_memory) {
    tcp_client client(serve());
    // Announced, and never sent: it costs the server nothing, and the connection stays open.
    ASSERT_TRUE(client.send(std::string("\x02\x03\0\0\x08\0\0\0", 8)));
    tcp_client other(address_);
    EXPECT_EQ(counted(other.exchange(increment())), 1);
    client.end_requests();
    EXPECT_EQ(client.receive_some(), "");
}

TEST_F(connection_test, header_that_no_client_sends_closes_without_an_answer) {
    serve();
    for (const std::string& bad :
         {std::string("GET / HTTP/1.1\r\n\r\n"), std::string("\x02\x00\0\0\0\0\0\0", 8),
          std::string("\x16\x03\x01\x02\x00\x01\x00\x01", 8)}) {
        tcp_client client(address_);
        ASSERT_TRUE(client.send(bad));
        EXPECT_EQ(client.receive_some(), "");
    }
}

TEST_F(connection_test, idle_connection_is_closed_and_a_busy_one_is_not) {
    // Much longer than the system keeps this thread from running.
    serve({.idle_limit = 500ms});
    tcp_client busy(address_);
    const tcp_client idle(address_);
    std::int64_t asked = 0;
    while (!idle.is_closed())
        ASSERT_EQ(counted(busy.exchange(increment())), ++asked);
    EXPECT_EQ(counted(busy.exchange(increment())), asked + 1);
}

TEST_F(connection_test, connection_above_the_limit_is_closed_at_once_until_another_one_goes) {
    serve({.connections_max = 2});
    tcp_client first(address_);
    {
        tcp_client second(address_);
        ASSERT_EQ(counted(first.exchange(increment())), 1);
        ASSERT_EQ(counted(second.exchange(increment())), 2);
        tcp_client third(address_);
        EXPECT_EQ(third.receive_some(), "");
    }
    // The server learns a little later that the second has gone.
    std::string answer;
    while (answer.empty()) {
        tcp_client next(address_);
        answer = next.exchange(increment());
    }
    EXPECT_EQ(counted(answer), 3);
    EXPECT_EQ(counted(first.exchange(increment())), 4);
}

TEST_F(connection_test, observer_sees_each_request_with_its_reply_and_who_asked) {
    std::string seen_request;
    std::string seen_reply;
    std::string seen_peer;
    std::string seen_node;
    serve({.observer = [&](std::string_view node, std::string_view peer, wire::bytes_view asked,
                           wire::bytes_view answered) {
        seen_node = node;
        seen_peer = peer;
        seen_request = wire::as_text(asked);
        seen_reply = wire::as_text(answered);
    }});
    tcp_client client(address_);
    const std::string reply = client.exchange(increment());
    const std::string peer = "127.0.0.1:" + std::to_string(client.local_port());
    cluster_.stop_listening();  // joins the threads that called the observer
    EXPECT_EQ(seen_request, increment());
    EXPECT_EQ(seen_reply, reply);
    EXPECT_EQ(seen_peer, peer);
    EXPECT_EQ(seen_node, "A1");
}

}  // namespace
}  // namespace spikelet::mock
