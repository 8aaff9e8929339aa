#include "load/requirements.hpp"

namespace spikelet::conformance {
namespace {

target_facts server() {
    target_facts t;
    t.kind = "hosts";
    t.edition = "community";
    t.build = "8.1.2.0";
    t.nodes = 2;
    t.features = {"geo", "udf"};
    return t;
}
requirements from(const std::string& text) {
    const nlohmann::json j = nlohmann::json::parse(text);
    return requirements::from_json(node(j));
}

TEST(requirements, say_what_is_missing) {
    EXPECT_EQ(from("{}").missing(server()), std::nullopt);
    EXPECT_EQ(from(R"({"edition": "community", "server": "8.1.2", "features": ["geo"],
                       "targets": ["tcp", "hosts"], "nodes": 2})")
                  .missing(server()),
              std::nullopt);
    EXPECT_EQ(from(R"({"edition": "enterprise"})").missing(server()),
              "needs the enterprise edition, the target is community");
    EXPECT_EQ(from(R"({"server": "8.2"})").missing(server()),
              "needs server 8.2 or later, the target is 8.1.2.0");
    EXPECT_EQ(from(R"({"features": "sql"})").missing(server()),
              "needs the feature sql, which the target does not announce");
    EXPECT_EQ(from(R"({"targets": ["direct", "tcp"]})").missing(server()),
              "needs a target of kind direct or tcp, this one is hosts");
    EXPECT_EQ(from(R"({"nodes": 3})").missing(server()), "needs 3 nodes, the target has 2");
}

TEST(requirements, of_ttls_look_at_the_namespace) {
    target_facts t = server();
    const auto missing = [&] { return from(R"({"ttl": true})").missing(t); };
    t.namespace_info = {{"nsup-period", "120"}, {"allow-ttl-without-nsup", "false"}};
    EXPECT_EQ(missing(), std::nullopt);
    t.namespace_info["nsup-period"] = "0";
    EXPECT_EQ(missing(),
              "needs a namespace that takes ttls: nsup-period above 0, or allow-ttl-without-nsup "
              "true");
    EXPECT_EQ(from("{}").missing(t), std::nullopt);
    t.namespace_info["allow-ttl-without-nsup"] = "true";
    EXPECT_EQ(missing(), std::nullopt);
}

TEST(versions, are_compared_number_by_number) {
    EXPECT_TRUE(is_at_least("8.1.2.0", "8.1.2"));
    EXPECT_TRUE(is_at_least("8.1.2.0", "8"));
    EXPECT_TRUE(is_at_least("8.10", "8.9"));
    EXPECT_TRUE(is_at_least("8.1.2.0-rc1", "8.1.2.0"));
    EXPECT_FALSE(is_at_least("8.1.1.9", "8.1.2"));
    EXPECT_FALSE(is_at_least("8", "8.1"));
    EXPECT_FALSE(is_at_least("", "1"));
}

}  // namespace
}  // namespace spikelet::conformance
