// Questions to nodes go out as an official client sends them (fixtures/wire).
#include "official_calls.hpp"

#include <gmock/gmock.h>

namespace spikelet::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

// The question that a call of truncate stands for.
std::string truncation(const json& options) {
    std::string text = "truncate:namespace=" + options["ns"].get<std::string>() +
                       ";set=" + options["set"].get<std::string>();
    const auto before = options["beforeNanos"].get<std::int64_t>();
    if (before != 0) text += ";lut=" + std::to_string(before);
    return text;
}

class official_info : public official_calls {};

TEST_F(official_info, questions_are_the_same_bytes) {
    std::size_t compared = 0;
    const host_address host = db.get_nodes().at(0).address;
    for (const json& line : recorded_lines("info_tend")) {
        SCOPED_TRACE(line["id"].get<std::string>());
        const json& options = line["options"];
        const std::string api = options["api"];
        const std::string request = options.value("request", "");
        info_policy policy;
        if (const auto p = options.find("policy"); p != options.end() && p->is_object()) {
            policy.timeout = milliseconds((*p)["timeout"].get<int>());
            if (p->contains("sendAsIs")) policy.send_as_is = (*p)["sendAsIs"].get<bool>();
            if (p->contains("checkBounds")) policy.check_bounds = (*p)["checkBounds"].get<bool>();
        }
        if (api == "infoAny") {
            (void)db.info_any(request, policy);
        } else if (api == "infoAll") {
            (void)db.info_all(request, policy);
        } else if (api == "info" || api == "infoNode") {
            (void)db.info_node(request, host, policy);
        } else if (api == "truncate") {
            (void)db.info_any(truncation(options), policy);
        } else {
            continue;
        }
        EXPECT_THAT(sent(), ElementsAre(line["req"].get<std::string>()));
        ++compared;
    }
    EXPECT_EQ(compared, 25u);
}

// What a client asks of a node while it connects, and in the tends that follow.
TEST(official_connect, asks_the_same_questions_in_the_same_order) {
    struct kind {
        const char* id;
        config ours;
        std::size_t compared;
    };
    const kind kinds[] = {
        {"default", {}, 8},
        {"clusterName", {.cluster_name = "cgcluster"}, 8},
        {"useAlternateAccessAddress", {.use_services_alternate = true}, 8},
        {"minConnsPerNode", {.min_conns_per_node = 2}, 8},
        {"appId", {.app_id = "my-app"}, 8},
        {"wrongClusterName", {.cluster_name = "other"}, 1},
        // Deliberate: that a community server refuses to tell racks is an answer; that client asks
        // again in every tend, for peers and partitions too.
        {"rackAware", {.rack_aware = true, .rack_id = 1}, 6},
    };
    for (const kind& k : kinds) {
        SCOPED_TRACE(k.id);
        std::vector<std::string> expected;
        for (const json& line : recorded_lines("info_tend")) {
            const std::string id = line["id"];
            if (id.starts_with(std::string("info_tend/connect-") + k.id + "/")) {
                expected.push_back(line["req"]);
            }
        }
        ASSERT_GE(expected.size(), k.compared);
        expected.resize(k.compared);
        mock::cluster cluster({.cluster_name = "cgcluster"});
        const auto transport = std::make_shared<recording_transport>(cluster.transport());
        client db(k.ours, transport);
        (void)db.connect();
        std::vector<std::string> ours;
        const auto take_questions = [&] {
            for (const auto& frame : transport->take())
                if (frame[1] == 1) ours.push_back(to_hex(frame));
        };
        take_questions();
        for (std::size_t tends = 0; ours.size() < k.compared && tends < k.compared; ++tends) {
            cluster.clock().advance(k.ours.tend_interval);
            (void)db.exists({"test", "users", "ann"});
            take_questions();
        }
        ASSERT_EQ(ours.size(), k.compared);
        // Deliberate: the seed's own address is asked for as well, in the same message.
        const std::string more =
            std::string("service-clear-") + (k.ours.use_services_alternate ? "alt\n" : "std\n");
        const std::string extra = to_hex(wire::as_bytes(more));
        ASSERT_TRUE(ours[0].ends_with(extra)) << ours[0];
        EXPECT_EQ(ours[0].substr(16, ours[0].size() - 16 - extra.size()), expected[0].substr(16));
        ours[0] = expected[0];
        if (k.compared > 1) {
            // Each client tells its own name; without the header, which has the size.
            const std::string agent_is = to_hex(wire::as_bytes("user-agent-set:value="));
            EXPECT_EQ(expected[1].substr(16, agent_is.size()), agent_is);
            EXPECT_EQ(ours[1].substr(16, agent_is.size()), agent_is);
            ours[1] = expected[1];
        }
        EXPECT_EQ(ours, expected);
    }
}

}  // namespace
}  // namespace spikelet::testing
