// spikelet-server as a process: from the ready line to its end.
#include "support/child_process.hpp"
#include "support/requests.hpp"
#include "support/tcp_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::accepts;
using ::testing::AllOf;
using testing::child_process;
using testing::finished_process;
using ::testing::HasSubstr;
using testing::parse_reply;
using testing::request;
using testing::run_process;
using ::testing::StartsWith;
using testing::tcp_client;

std::vector<std::string> serve_command(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), SPIKELET_SERVER);
    return arguments;
}

// "127.0.0.1:4711" and so on, of a line "ready 127.0.0.1:4711,…".
std::vector<std::string> addresses(const std::string& ready) {
    EXPECT_THAT(ready, StartsWith("ready "));
    std::vector<std::string> all;
    std::size_t at = 6;
    while (at < ready.size()) {
        const auto end = std::min(ready.find(',', at), ready.size());
        all.push_back(ready.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

int port_of(const std::string& address) {
    return std::stoi(address.substr(address.rfind(':') + 1));
}

const key k("test", "demo", "k");

TEST(serve, says_ready_once_when_the_node_accepts_and_ends_well_on_a_signal) {
    for (const int signal : {SIGTERM, SIGINT}) {
        child_process process(serve_command({"--port", "0"}));
        const auto at = addresses(process.read_line());
        ASSERT_EQ(at.size(), 1u);
        tcp_client client(at[0]);
        EXPECT_FALSE(client.exchange(request(k).write("a", 1).bytes()).empty());
        process.signal(signal);
        EXPECT_EQ(process.wait(), 0);
        EXPECT_EQ(client.receive_some(), "") << "the connection is closed";
        EXPECT_EQ(process.output(), "ready " + at[0] + "\n") << "one line and nothing else";
        EXPECT_EQ(process.errors(), "");
    }
}

TEST(serve, several_nodes_are_one_cluster_on_ports_of_their_own) {
    child_process process(serve_command({"--port", "0", "--nodes", "3", "--threads", "2"}));
    const auto at = addresses(process.read_line());
    ASSERT_EQ(at.size(), 3u);
    tcp_client first(at[0]);
    tcp_client last(at[2]);
    first.exchange(request(k).write("a", 7).bytes());
    const auto reply = parse_reply(wire::as_bytes(last.exchange(request(k).read("a").bytes())));
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->operations.at(0).integer(), 7);
}

TEST(serve, nodes_take_consecutive_ports_from_the_given_one) {
    // Ports that are free one moment may be taken the next, by anybody.
    for (int attempt = 0; attempt < 100; ++attempt) {
        int port = 0;
        {
            child_process finder(serve_command({"--port", "0"}));
            port = port_of(addresses(finder.read_line())[0]);
            finder.signal(SIGTERM);
            ASSERT_EQ(finder.wait(), 0);
        }
        if (port > 65533) continue;
        child_process process(serve_command({"--port", std::to_string(port), "--nodes", "3"}));
        try {
            const auto at = addresses(process.read_line());
            ASSERT_EQ(at.size(), 3u);
            for (int i = 0; i < 3; ++i)
                EXPECT_EQ(port_of(at[static_cast<std::size_t>(i)]), port + i);
            return;
        } catch (const std::runtime_error&) {
            EXPECT_EQ(process.wait(), 1) << process.errors();
        }
    }
    FAIL() << "no three free ports in a row";
}

TEST(serve, port_in_use_is_named_and_is_no_matter_of_usage) {
    child_process process(serve_command({"--port", "0"}));
    const auto at = addresses(process.read_line());
    const finished_process second =
        run_process(serve_command({"--port", std::to_string(port_of(at[0]))}));
    EXPECT_EQ(second.status, 1);
    EXPECT_EQ(second.output, "");
    EXPECT_THAT(second.errors, AllOf(HasSubstr(at[0]), HasSubstr("Address already in use")));
}

TEST(serve, system_that_has_no_more_threads_is_told_about) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    GTEST_SKIP() << "sanitizers need more address space than the test leaves";
#endif
    const finished_process ended = run_process(
        {"sh", "-c",
         "ulimit -v 1000000; exec " + std::string(SPIKELET_SERVER) + " --port 0 --threads 256"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_EQ(ended.output, "");
    EXPECT_THAT(ended.errors, AllOf(HasSubstr("cannot start event loop"), HasSubstr(" of 256: ")));
}

TEST(serve, port_is_3000_unless_told_otherwise) {
    child_process process(serve_command({}));
    try {
        EXPECT_EQ(process.read_line(), "ready 127.0.0.1:3000");
    } catch (const std::runtime_error&) {
        // Somebody else's.
        EXPECT_EQ(process.wait(), 1);
        EXPECT_THAT(process.errors(), HasSubstr("127.0.0.1:3000"));
    }
}

TEST(serve, advertised_host_is_what_clients_are_told) {
    child_process process(
        serve_command({"--port", "0", "--listen", "0.0.0.0", "--advertise", "db.example"}));
    EXPECT_THAT(process.read_line(), StartsWith("ready db.example:"));
}

TEST(serve, namespaces_are_those_that_are_named) {
    child_process process(serve_command({"--port", "0", "--namespace", "a", "--namespace", "b"}));
    tcp_client client(addresses(process.read_line())[0]);
    const auto code = [&](const char* name) {
        return parse_reply(
                   wire::as_bytes(client.exchange(request(key(name, "", 1)).write("x", 1).bytes())))
            ->code;
    };
    EXPECT_EQ(code("a"), wire::result_code::ok);
    EXPECT_EQ(code("b"), wire::result_code::ok);
    EXPECT_EQ(code("test"), wire::result_code::invalid_namespace);
}

TEST(serve, personality_decides_what_is_allowed) {
    const auto code_of_durable_delete = [](const char* personality) {
        child_process process(serve_command({"--port", "0", "--personality", personality}));
        tcp_client client(addresses(process.read_line())[0]);
        client.exchange(request(k).write("a", 1).bytes());
        return parse_reply(wire::as_bytes(client.exchange(
                               request(k).remove().info2(wire::info2::durable_delete).bytes())))
            ->code;
    };
    EXPECT_EQ(code_of_durable_delete("community"), wire::result_code::enterprise_only);
    EXPECT_NE(code_of_durable_delete("enterprise"), wire::result_code::enterprise_only);
}

TEST(serve, seed_decides_what_is_random) {
    const auto cluster_key = [](const char* seed) {
        child_process process(serve_command({"--port", "0", "--seed", seed}));
        tcp_client client(addresses(process.read_line())[0]);
        return client.exchange(std::string("\x02\x01\0\0\0\0\0\x10", 8) + "cluster-stable:\n");
    };
    EXPECT_EQ(cluster_key("7"), cluster_key("7"));
    EXPECT_NE(cluster_key("7"), cluster_key("8"));
}

TEST(serve, trace_explains_requests_and_replies_on_standard_error) {
    child_process process(serve_command({"--port", "0", "--trace"}));
    tcp_client client(addresses(process.read_line())[0]);
    client.exchange(request(k).write("a", 42).bytes());
    process.wait_for_error("-- reply\n");
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0);
    EXPECT_THAT(
        process.errors(),
        AllOf(HasSubstr("-- 127.0.0.1:" + std::to_string(client.local_port()) + " to node A1\n"),
              HasSubstr("42"), HasSubstr("demo"), HasSubstr("OK")));
}

TEST(serve, trace_tells_why_a_connection_is_closed) {
    child_process process(serve_command({"--port", "0", "--trace"}));
    tcp_client client(addresses(process.read_line())[0]);
    ASSERT_TRUE(client.send("GET / HTTP/1.1\r\n\r\n"));
    EXPECT_EQ(client.receive_some(), "");
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0);
    EXPECT_THAT(process.errors(),
                AllOf(HasSubstr(" to node A1\n"), HasSubstr("version 71 instead of 2"),
                      HasSubstr("-- no reply\n")));
}

TEST(serve, what_functions_log_goes_to_standard_error) {
    child_process process(serve_command({"--port", "0"}));
    tcp_client client(addresses(process.read_line())[0]);
    const std::string put =
        "udf-put:filename=m.lua;content="
        "dHJhY2UoJ3Vuc2VlbicpIGluZm8oJ2hlbGxvICVkJywgNykKd2FybignYnllJyk="
        ";content-len=64;udf-type=LUA;\n";
    client.exchange(std::string("\x02\x01\0\0\0\0\0", 7) + static_cast<char>(put.size()) + put);
    process.wait_for_error("bye\n");
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 0);
    EXPECT_EQ(process.errors(), "INFO (udf): (m.lua:1) hello 7\nWARNING (udf): (m.lua:2) bye\n");
}

TEST(serve, ends_with_its_parent_when_told_to) {
    // The shell starts the server in the background and waits; its end is the parent's end.
    child_process shell(
        {"sh", "-c",
         std::string(SPIKELET_SERVER) + " --port 0 --exit-with-parent & echo $!; wait"});
    std::string ready;
    while (!ready.starts_with("ready "))
        ready = shell.read_line();
    const auto at = addresses(ready);
    EXPECT_TRUE(accepts(at[0]));
    shell.signal(SIGKILL);
    // Nobody but the server holds the pipe any more.
    shell.wait_for_end_of_output();
    EXPECT_FALSE(accepts(at[0]));
}

}  // namespace
}  // namespace spikelet::mock
