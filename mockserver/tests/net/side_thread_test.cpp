// Requests that take long: they hold up their own connection, and no other one of its loop.
#include "info/base64.hpp"
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/frame.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock {
namespace {

using ::testing::EndsWith;
using testing::tcp_client;

std::string info_frame(std::string_view command) {
    wire::buffer frame;
    wire::frame_writer writer(frame, wire::frame_type::info);
    frame.append(command);
    frame.append(std::string_view("\n"));
    writer.finish();
    return std::string(wire::as_text(frame.view()));
}

// Registers a module that is as large as a module may be, and starts with `text`.
std::string put_of_large_module(std::string text) {
    text += "\n--";
    text.resize(1u << 20, 'x');
    const std::string content = info::encode_base64(wire::as_bytes(text));
    return info_frame("udf-put:filename=large.lua;content=" + content +
                      ";content-len=" + std::to_string(content.size()) + ";udf-type=LUA;");
}

TEST(side_thread, module_that_is_being_registered_does_not_hold_up_its_loop) {
    cluster c({.clock = clock_mode::manual});
    c.listen({.threads = 1});
    const std::string address = c.addresses()[0];
    std::string meanwhile;
    // Called while the module's top level is being run.
    c.on_log([&](const log_line&) {
        tcp_client other(address);
        meanwhile = other.exchange(info_frame("build"));
    });
    tcp_client client(address);
    EXPECT_THAT(client.exchange(put_of_large_module("info('loading')")), EndsWith("\tok\n"));
    EXPECT_THAT(meanwhile, EndsWith("\n"));
    EXPECT_NE(meanwhile.find("build\t"), std::string::npos);
}

TEST(side_thread, requests_behind_a_long_one_are_answered_in_order) {
    cluster c({.clock = clock_mode::manual});
    c.listen({.threads = 1});
    tcp_client client(c.addresses()[0]);
    const std::string put = put_of_large_module("");
    ASSERT_TRUE(
        client.send(info_frame("node") + put + info_frame("build") + put + info_frame("udf-list")));
    client.end_requests();
    EXPECT_EQ(client.receive_frame().substr(8, 5), "node\t");
    EXPECT_THAT(client.receive_frame(), EndsWith("\tok\n"));
    EXPECT_EQ(client.receive_frame().substr(8, 6), "build\t");
    EXPECT_THAT(client.receive_frame(), EndsWith("\tok\n"));
    EXPECT_THAT(client.receive_frame(), EndsWith(",type=LUA;\n"));
    EXPECT_EQ(client.receive_frame(), "") << "the client asks no more: the server closes";
}

TEST(side_thread, client_that_leaves_meanwhile_is_no_harm) {
    cluster c({.clock = clock_mode::manual});
    c.listen({.threads = 2});
    const std::string put = put_of_large_module("");
    for (int i = 0; i < 8; ++i) {
        tcp_client client(c.addresses()[0]);
        ASSERT_TRUE(client.send(put));
    }
    tcp_client client(c.addresses()[0]);
    EXPECT_THAT(client.exchange(put), EndsWith("\tok\n"));
}

TEST(side_thread, server_that_ends_meanwhile_lets_the_request_finish_and_drops_the_next) {
    const std::string put = put_of_large_module("");
    for (int i = 0; i < 4; ++i) {
        cluster c({.clock = clock_mode::manual});
        c.listen({.threads = 2});
        tcp_client first(c.addresses()[0]);
        tcp_client second(c.addresses()[0]);
        ASSERT_TRUE(first.send(put));
        ASSERT_TRUE(second.send(put));
    }
}

}  // namespace
}  // namespace spikelet::mock
