// Who a node is, what it can do, and what only the other edition can.
#include "info/command.hpp"
#include "info/features.hpp"
#include "nodes.hpp"
#include "operations/operation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace spikelet::mock {
namespace {

using ::testing::HasSubstr;
using testing::nodes;
using ::testing::Not;
using ::testing::StartsWith;

cluster_config enterprise() {
    return {.personality = personality::enterprise};
}

TEST(info_identity, editions_name_themselves) {
    nodes community({});
    EXPECT_EQ(community.ask("edition"), "Aerospike Community Edition");
    EXPECT_EQ(community.ask("version"), "Aerospike Community Edition build 8.1.2.0");
    EXPECT_THAT(community.ask("release"),
                StartsWith("edition=Aerospike Community Edition;version=8.1.2.0;os="));
    EXPECT_THAT(community.ask("release"), Not(HasSubstr("ee-sha")));
    EXPECT_EQ(community.ask("build_ee_sha"), "");

    nodes ours(enterprise());
    EXPECT_EQ(ours.ask("edition"), "Aerospike Enterprise Edition");
    EXPECT_THAT(ours.ask("release"), HasSubstr(";ee-sha="));
}

TEST(info_identity, community_refuses_what_is_enterprise_only) {
    nodes community({});
    nodes ours(enterprise());
    for (const info::command& c : info::all_commands()) {
        if (c.allowed_in != info::editions::enterprise) continue;
        const std::string name(c.name);
        EXPECT_EQ(community.ask(name), "ERROR:25:enterprise only") << name;
        if (c.handle == nullptr) {
            EXPECT_EQ(ours.ask(name), "ERROR:4:unrecognized command") << name;
        }
    }
}

TEST(info_identity, commands_that_the_server_removed_are_unrecognized) {
    nodes ours({});
    for (const char* name : {"bins", "jobs", "scan-list", "scan-show", "scan-abort", "throughput",
                             "latency", "get-dc-config", "hist-track-start", "smd"}) {
        EXPECT_EQ(ours.ask(name), "ERROR:4:unrecognized command") << name;
    }
}

// Every community command answers something that is no error, or an error about its parameters.
TEST(info_identity, every_command_of_the_table_is_recognized) {
    nodes ours({.nodes = 2});
    for (const info::command& c : info::all_commands()) {
        if (c.allowed_in == info::editions::enterprise) continue;
        EXPECT_THAT(ours.ask(std::string(c.name)), Not(HasSubstr("unrecognized"))) << c.name;
        EXPECT_LT(c.name.size(), 32u) << c.name;
    }
}

// The features that stand for commands or operations are announced if and only if these exist: who
// builds one changes features.cpp as well.
TEST(info_features, announce_what_is_registered) {
    const std::map<std::string_view, std::string_view> by_command = {
        {"cluster-stable", "cluster-stable"},
        {"peers", "peers-clear-std"},
        {"query-show", "query-show"},
        {"replicas", "replicas"},
        {"replicas-all", "replicas-all"},
        {"replicas-master", "replicas-master"},
        {"replicas-max", "replicas"},
        {"sindex-exists", "sindex-exists"},
        {"udf", "udf-put"},
        {"truncate-namespace", "truncate-namespace"},
    };
    const std::map<std::string_view, wire::operation_type> by_operation = {
        {"blob-bits", wire::operation_type::bits_modify},
        {"cdt-list", wire::operation_type::cdt_modify},
        {"cdt-map", wire::operation_type::cdt_modify},
    };
    for (const info::feature& f : info::all_features()) {
        if (const auto it = by_command.find(f.name); it != by_command.end()) {
            EXPECT_EQ(f.is_built, info::find_command(it->second) != nullptr) << f.name;
        }
        if (const auto it = by_operation.find(f.name); it != by_operation.end() && f.is_built) {
            EXPECT_NE(find_operation(it->second), nullptr) << f.name;
        }
    }
}

TEST(info_features, stand_in_the_answer_in_the_servers_order) {
    nodes ours({});
    std::string expected;
    for (const info::feature& f : info::all_features()) {
        if (f.is_built) expected += (expected.empty() ? "" : ";") + std::string(f.name);
    }
    EXPECT_EQ(ours.ask("features"), expected);
}

TEST(info_help, lists_the_summary_first_and_then_by_name) {
    nodes ours({});
    const std::string help = ours.ask("help");
    EXPECT_THAT(help, StartsWith("features;node;compatibility-id;edition;"));
    EXPECT_THAT(help, HasSubstr(";partition-generation;best-practices;cluster-name;"));
    EXPECT_EQ(help.find("replicas"), std::string::npos) << "for clients only";
}

TEST(info_user_agents, are_set_once_a_connection_and_counted_while_it_lives) {
    cluster_state state({});
    const auto ask = [&](info::session_facts& session, std::string_view command) {
        wire::buffer out;
        info::execute(state, state.node_at(0), session, wire::as_bytes(command), out);
        const std::string reply(wire::as_text(out.view()));
        return reply.substr(reply.find('\t') + 1);
    };
    info::session_facts asker;
    {
        info::session_facts first;
        info::session_facts second;
        EXPECT_EQ(ask(first, "user-agent-set:value=MSxhLGI=\n"), "ok\n");
        EXPECT_EQ(ask(first, "user-agent-set:value=MSxhLGI=\n"), "ERROR:4:already set\n");
        EXPECT_EQ(ask(second, "user-agent-set:value=MSxhLGI=\n"), "ok\n");
        EXPECT_EQ(ask(asker, "user-agents\n"), "user-agent=MSxhLGI=:count=2;\n");
    }
    EXPECT_EQ(ask(asker, "user-agents\n"), "\n");
    EXPECT_EQ(ask(asker, "user-agent-set\n"), "ERROR:4:missing 'value'\n");
    EXPECT_EQ(ask(asker, "user-agent-set:value=!!!!\n"), "ERROR:4:'value' invalid base64\n");
    EXPECT_EQ(ask(asker, "user-agent-set:value=" + std::string(84, 'A') + "\n"), "ok\n");
    info::session_facts other;
    EXPECT_EQ(ask(other, "user-agent-set:value=" + std::string(88, 'A') + "\n"),
              "ERROR:4:'value' value too long\n");
}

}  // namespace
}  // namespace spikelet::mock
