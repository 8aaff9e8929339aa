// Questions to nodes go out as an official client sends them (fixtures/wire).
#include "official_calls.hpp"

#include <gmock/gmock.h>

namespace spikelet::testing {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;

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
        } else {
            continue;
        }
        EXPECT_THAT(sent(), ElementsAre(line["req"].get<std::string>()));
        ++compared;
    }
    EXPECT_EQ(compared, 21u);
}

// What a client asks of the first node until it is connected. Each client tells its own name.
TEST(official_connect, asks_the_same_questions_in_the_same_order) {
    struct kind {
        const char* id;
        config ours;
    };
    const kind kinds[] = {
        {"connect-default", {}},
        {"connect-clusterName", {.cluster_name = "cgcluster"}},
        {"connect-useAlternateAccessAddress", {.use_services_alternate = true}},
    };
    for (const kind& k : kinds) {
        SCOPED_TRACE(k.id);
        std::vector<std::string> expected;
        for (const json& line : recorded_lines("info_tend")) {
            const std::string id = line["id"];
            if (expected.size() < 4 && id.starts_with(std::string("info_tend/") + k.id + "/")) {
                expected.push_back(line["req"]);
            }
        }
        ASSERT_EQ(expected.size(), 4u);
        mock::cluster cluster({.cluster_name = "cgcluster"});
        const auto transport = std::make_shared<recording_transport>(cluster.transport());
        client db(k.ours, transport);
        db.connect().value();
        std::vector<std::string> ours;
        for (const auto& frame : transport->take())
            ours.push_back(to_hex(frame));
        ASSERT_GE(ours.size(), 4u);
        ours.resize(4);
        // Without the header, which has the size.
        const std::string user_agent = expected[1].substr(16, 2 * 21);
        EXPECT_EQ(ours[1].substr(16, user_agent.size()), user_agent);
        ours[1] = expected[1];
        // Deliberate: the seed's own address is asked for as well, in the same message.
        const std::string more =
            std::string("service-clear-") + (k.ours.use_services_alternate ? "alt\n" : "std\n");
        const std::string extra = to_hex(wire::as_bytes(more));
        ASSERT_TRUE(ours[0].ends_with(extra)) << ours[0];
        EXPECT_EQ(ours[0].substr(16, ours[0].size() - 16 - extra.size()), expected[0].substr(16));
        ours[0] = expected[0];
        EXPECT_EQ(ours, expected);
    }
}

}  // namespace
}  // namespace spikelet::testing
