#include <spikelet/mock/config.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>

namespace spikelet::mock {
namespace {

// What validate says, or "" when it has no objection.
std::string objection(const cluster_config& config) {
    try {
        validate(config);
        return "";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

std::string objection(const std::function<void(cluster_config&)>& change) {
    cluster_config config;
    change(config);
    return objection(config);
}

std::string objection_to(const std::function<void(namespace_config&)>& change) {
    return objection([&](cluster_config& c) { change(c.namespaces[0]); });
}

TEST(config, default_is_valid) {
    EXPECT_EQ(objection(cluster_config{}), "");
}

TEST(config, nodes_are_1_to_64) {
    EXPECT_EQ(objection([](auto& c) { c.nodes = 0; }),
              "nodes: 0 is not allowed; it is a number from 1 to 64");
    EXPECT_EQ(objection([](auto& c) { c.nodes = 1; }), "");
    EXPECT_EQ(objection([](auto& c) { c.nodes = 64; }), "");
    EXPECT_EQ(objection([](auto& c) { c.nodes = 65; }),
              "nodes: 65 is not allowed; it is a number from 1 to 64");
}

TEST(config, cluster_has_1_to_32_namespaces_of_different_names) {
    EXPECT_NE(objection([](auto& c) { c.namespaces.clear(); }), "");
    EXPECT_EQ(objection([](auto& c) { c.namespaces = {{.name = "a"}, {.name = "A"}}; }), "");
    EXPECT_EQ(objection([](auto& c) {
                  c.namespaces = {{.name = "a"}, {.name = "a"}};
              }),
              "namespace name: 'a' is not allowed; each is given once");
    const auto many = [](int count) {
        return objection([count](auto& c) {
            c.namespaces.clear();
            for (int i = 0; i < count; ++i) {
                c.namespaces.push_back({.name = "n" + std::to_string(i)});
            }
        });
    };
    EXPECT_EQ(many(32), "");
    EXPECT_EQ(many(33), "namespaces: 33 is not allowed; it is a number from 1 to 32");
}

TEST(config, names_have_no_separators) {
    EXPECT_EQ(objection_to([](auto& n) { n.name = ""; }),
              "namespace name: '' is not allowed; it has 1 to 31 bytes");
    EXPECT_EQ(objection_to([](auto& n) { n.name = std::string(31, 'x'); }), "");
    EXPECT_NE(objection_to([](auto& n) { n.name = std::string(32, 'x'); }), "");
    for (const char c : std::string(":;,/= \t\r\n\0\x7f", 11)) {
        EXPECT_NE(objection_to([c](auto& n) { n.name = std::string("a") + c; }), "") << c;
        EXPECT_NE(objection([c](auto& x) { x.cluster_name = std::string("a") + c; }), "") << c;
    }
    EXPECT_EQ(objection([](auto& c) { c.cluster_name = std::string(64, 'x'); }), "");
    EXPECT_NE(objection([](auto& c) { c.cluster_name = std::string(65, 'x'); }), "");
}

TEST(config, numbers_of_a_namespace_have_the_ranges_of_the_server) {
    struct row {
        const char* key;
        std::uint32_t namespace_config::*member;
        std::uint32_t lowest;
        std::uint32_t highest;
    };
    const row rows[] = {
        {"replication-factor", &namespace_config::replication_factor, 1, 256},
        {"default-ttl", &namespace_config::default_ttl_s, 0, 315360000},
        {"max-ttl", &namespace_config::max_ttl_s, 0, 315360000},
        {"max-record-size", &namespace_config::max_record_size, 64, 8388608},
        {"stop-writes-used-pct", &namespace_config::stop_writes_used_pct, 0, 100},
        {"default-read-touch-ttl-pct", &namespace_config::default_read_touch_ttl_pct, 0, 100},
    };
    for (const row& r : rows) {
        const auto with = [&](std::uint32_t value) {
            return objection_to([&](auto& n) { n.*r.member = value; });
        };
        EXPECT_EQ(with(r.lowest), "") << r.key;
        EXPECT_EQ(with(r.highest), "") << r.key;
        const auto refused = [&](std::uint32_t value) {
            std::string text = "namespace test: ";
            text.append(r.key).append(": ").append(std::to_string(value));
            text.append(" is not allowed; it is a number from ").append(std::to_string(r.lowest));
            return text.append(" to ").append(std::to_string(r.highest));
        };
        EXPECT_EQ(with(r.highest + 1), refused(r.highest + 1));
        if (r.lowest > 0) {
            EXPECT_EQ(with(r.lowest - 1), refused(r.lowest - 1));
        }
    }
}

TEST(config, default_ttl_does_not_exceed_max_ttl) {
    const auto with = [](std::uint32_t ttl, std::uint32_t max) {
        return objection_to([&](auto& n) {
            n.default_ttl_s = ttl;
            n.max_ttl_s = max;
        });
    };
    EXPECT_EQ(with(60, 60), "");
    EXPECT_EQ(with(60, 0), "") << "no limit of its own";
    EXPECT_EQ(with(61, 60),
              "namespace test: default-ttl: 61 is not allowed; it does not exceed max-ttl, 60");
}

TEST(config, default_ttl_needs_somebody_to_expire_records) {
    namespace_config n{.name = "test", .default_ttl_s = 60, .nsup_period_s = 0};
    EXPECT_EQ(objection({.namespaces = {n}}),
              "namespace test: default-ttl: 60 is not allowed; a ttl needs nsup-period above 0, or "
              "allow-ttl-without-nsup");
    n.allow_ttl_without_nsup = true;
    EXPECT_EQ(objection({.namespaces = {n}}), "");
}

TEST(config, strong_consistency_is_not_supported) {
    for (const auto p : {personality::community, personality::enterprise}) {
        EXPECT_EQ(objection([p](auto& c) {
                      c.personality = p;
                      c.namespaces[0].strong_consistency = true;
                  }),
                  "namespace test: strong-consistency: true is not allowed; strong consistency is "
                  "not supported");
    }
}

}  // namespace
}  // namespace spikelet::mock
