// Records and nodes are what clients think they are.
#include "behaviours/tables.hpp"

#include <gtest/gtest.h>

namespace spikelet::conformance {
namespace {

void a_record_is_found_by_its_digest(behaviour_context& c) {
    const key by_name = c.key("ann");
    ASSERT_TRUE(c.db().put(by_name, {{"a", 1}}));
    const key by_digest(by_name.namespace_name(), by_name.set(), by_name.digest());
    const auto r = c.db().get(by_digest);
    ASSERT_TRUE(r) << r.error();
    EXPECT_EQ(r->bins.at("a"), value(1));
    ASSERT_TRUE(c.db().remove(by_digest));
    EXPECT_TRUE(c.db().get(by_name).has_error());
}

void clients_see_each_others_writes(behaviour_context& c) {
    const key k = c.key("shared");
    const auto other = c.another_client();
    for (int i = 1; i <= 20; ++i) {
        ASSERT_TRUE(c.db().put(k, {{"n", i}}));
        const auto r = other->get(k);
        ASSERT_TRUE(r) << r.error();
        EXPECT_EQ(r->bins.at("n"), value(i));
        EXPECT_EQ(r->metadata.generation, static_cast<std::uint32_t>(i));
    }
}

void every_node_tells_its_name(behaviour_context& c) {
    const auto answers = c.db().info_all("node");
    ASSERT_TRUE(answers) << answers.error();
    EXPECT_EQ(answers->size(), c.db().get_nodes().size());
    for (const auto& [node, answer] : *answers) {
        ASSERT_TRUE(answer) << node << ": " << answer.error();
        EXPECT_TRUE(answer->starts_with(node)) << node << " answers " << *answer;
    }
}

void records_of_every_partition_are_reached(behaviour_context& c) {
    // A thousand keys touch about a fifth of the partitions, on every node.
    constexpr int keys_count = 1000;
    for (int i = 0; i < keys_count; ++i) {
        const key k = c.key(i);
        const auto written = c.db().put(k, {{"i", i}});
        ASSERT_TRUE(written) << i << ": " << written.error();
    }
    for (int i = 0; i < keys_count; ++i) {
        const auto r = c.db().get(c.key(i));
        ASSERT_TRUE(r) << i << ": " << r.error();
        ASSERT_EQ(r->bins.at("i"), value(i));
    }
}

}  // namespace

std::vector<behaviour> identity_behaviours() {
    return {
        {"identity", "digest", "a_record_is_found_by_its_digest",
         "Client and server agree on the digest of a key.", "chapter 01 §10",
         a_record_is_found_by_its_digest},
        {"identity", "clients", "clients_see_each_others_writes",
         "What one client wrote another one reads at once.", "chapter 04 §1",
         clients_see_each_others_writes},
        {"identity", "nodes", "every_node_tells_its_name",
         "The nodes that a client found call themselves so.", "chapter 03 §2",
         every_node_tells_its_name},
        {"identity", "nodes", "records_of_every_partition_are_reached",
         "Whatever node a record lives on, a client finds it.", "chapter 01 §10",
         records_of_every_partition_are_reached},
    };
}

}  // namespace spikelet::conformance
