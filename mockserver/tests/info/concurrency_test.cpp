// Info commands from several threads at once, beside writes.
#include "support/requests.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::info;
using testing::request;
using testing::send;

TEST(info_concurrency, readers_writers_and_changes_run_side_by_side) {
    cluster shared({.nodes = 2,
                    .namespaces = {{.name = "test", .replication_factor = 2}},
                    .clock = clock_mode::manual});
    const std::vector<std::string> asked = {
        "replicas",
        "statistics",
        "namespace/test",
        "sets",
        "set-config:context=namespace;id=test;migrate-order=3",
        "set-config:context=namespace;id=test;default-ttl=7",
        "set-config:context=namespace;id=test;nsup-period=9",
        "set-config:context=namespace;id=test;set=new;stop-writes-count=0",
        "get-config:context=namespace;id=test",
        "truncate:namespace=test;set=demo",
        "smd-show:module=truncate",
        "truncate-undo:namespace=test;set=demo",
        "recluster:",
        "partition-info",
        "log-set:id=0;any=debug",
        "log/0",
    };
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (std::size_t t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            direct_connection connection = shared.connect(t % 2);
            EXPECT_EQ(info(connection, "user-agent-set:value=MSxhLGI="), "ok");
            for (std::size_t i = 0; i < 64; ++i) {
                const std::string answer = info(connection, asked[(i + t * 5) % asked.size()]);
                EXPECT_FALSE(answer.starts_with("ERROR:4")) << answer;
                const key k("test", "demo", static_cast<std::int64_t>(i));
                send(connection, request(k).write("a", 1));
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    direct_connection connection = shared.connect();
    EXPECT_EQ(info(connection, "user-agents"), "") << "their connections are gone";
}

}  // namespace
}  // namespace spikelet::mock
