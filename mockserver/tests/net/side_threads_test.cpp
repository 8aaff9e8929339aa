// Requests that take long: they hold up their own connection, and no other one of its loop.
#include "info/base64.hpp"
#include "lua/udf_fixture.hpp"
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/frame.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

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

TEST(side_threads, module_that_is_being_registered_does_not_hold_up_its_loop) {
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

TEST(side_threads, requests_behind_a_long_one_are_answered_in_order) {
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

TEST(side_threads, client_that_leaves_meanwhile_is_no_harm) {
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

TEST(side_threads, server_that_ends_meanwhile_lets_the_request_finish_and_drops_the_next) {
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

// ---- functions

cluster_config endless() {
    cluster_config c;
    c.clock = clock_mode::manual;
    c.udf = {.instructions_max = UINT64_MAX / 4, .machine_time_max = std::chrono::hours(1)};
    return c;
}

const key k("test", "demo", "k");

std::string call_of(std::string function) {
    return testing::apply_frame(k, {.function = std::move(function)});
}

class long_functions : public ::testing::Test {
protected:
    long_functions() {
        c.listen({.threads = 1});
        put("function forever(rec) while true do end end "
            "function count(rec) local n = 0 for i = 1, 1000000 do n = n + i end "
            "  info('counted') rec.n = (rec.n or 0) + 1 "
            "  if aerospike:exists(rec) then aerospike:update(rec) else aerospike:create(rec) end "
            "  return n end "
            "function fill(rec) return #string.rep('x', 8 * 1024 * 1024) end ");
    }
    void put(std::string_view text) {
        tcp_client client(address());
        EXPECT_THAT(client.exchange(info_frame(testing::put_command("m.lua", text))),
                    EndsWith("\tok\n"));
    }
    std::string address() { return c.addresses()[0]; }
    std::optional<testing::reply> apply(const std::string& function) {
        tcp_client client(address());
        return testing::parse_reply(wire::as_bytes(client.exchange(call_of(function))));
    }

    // What comes once the function's time is over, whenever that began.
    std::string receive_late(tcp_client& client) {
        std::jthread passing([&](const std::stop_token& enough) {
            while (!enough.stop_requested())
                c.clock().advance(std::chrono::seconds(2));
        });
        return client.receive_frame();
    }

    cluster c{endless()};
};

TEST_F(long_functions, endless_one_does_not_hold_up_its_loop) {
    tcp_client client(address());
    // The loop has begun the function when the first answer comes.
    ASSERT_TRUE(client.send(info_frame("node") + call_of("forever")));
    EXPECT_EQ(client.receive_frame().substr(8, 5), "node\t");
    tcp_client other(address());
    EXPECT_NE(other.exchange(info_frame("build")).find("build\t"), std::string::npos);

    const auto answer = testing::parse_reply(wire::as_bytes(receive_late(client)));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, wire::result_code::udf);
    EXPECT_EQ(answer->bin("FAILURE")->value, "UDF Execution Timeout");
}

TEST_F(long_functions, several_endless_ones_do_not_hold_up_another_long_one) {
    tcp_client clients[] = {tcp_client(address()), tcp_client(address())};
    for (tcp_client& client : clients) {
        ASSERT_TRUE(client.send(info_frame("node") + call_of("forever")));
        EXPECT_EQ(client.receive_frame().substr(8, 5), "node\t");
    }
    EXPECT_EQ(apply("count")->bin("SUCCESS")->integer(), 500000500000);
    for (tcp_client& client : clients)
        EXPECT_FALSE(receive_late(client).empty());
}

TEST_F(long_functions, one_is_done_once) {
    int logged = 0;
    c.on_log([&](const log_line&) { ++logged; });
    EXPECT_EQ(apply("count")->bin("SUCCESS")->integer(), 500000500000);
    EXPECT_EQ(logged, 1);
    EXPECT_EQ(c.get(k)->bins.at("n"), 1);
    EXPECT_EQ(c.get(k)->generation, 1u);
    tcp_client client(address());
    const std::string statistics = client.exchange(info_frame("namespace/test"));
    EXPECT_NE(statistics.find(";client_udf_complete=1;"), std::string::npos);
    EXPECT_NE(statistics.find(";client_udf_error=0;"), std::string::npos);
}

TEST_F(long_functions, one_that_needs_much_memory_has_it) {
    EXPECT_EQ(apply("fill")->bin("SUCCESS")->integer(), 8 << 20);
}

TEST_F(long_functions, module_whose_top_level_is_long_serves_short_ones) {
    put("for i = 1, 1000000 do end info('loaded') function short(rec) return 7 end");
    int logged = 0;
    c.on_log([&](const log_line&) { ++logged; });
    tcp_client client(address());
    client.exchange(info_frame("udf-clear-cache:"));
    EXPECT_EQ(apply("short")->bin("SUCCESS")->integer(), 7);
    EXPECT_EQ(logged, 1);
    EXPECT_EQ(apply("short")->bin("SUCCESS")->integer(), 7);
    EXPECT_EQ(logged, 1) << "loaded once";
}

TEST_F(long_functions, small_module_that_never_ends_loading_does_not_hold_up_its_loop) {
    tcp_client client(address());
    std::string meanwhile;
    c.on_log([&](const log_line&) {
        tcp_client other(address());
        meanwhile = other.exchange(info_frame("build"));
    });
    EXPECT_THAT(client.exchange(info_frame(testing::put_command("m.lua", "info('loading')"))),
                EndsWith("\tok\n"));
    EXPECT_NE(meanwhile.find("build\t"), std::string::npos);
}

}  // namespace
}  // namespace spikelet::mock
