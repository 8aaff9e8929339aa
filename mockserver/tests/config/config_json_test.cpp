#include <spikelet/mock/config_json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace spikelet::mock {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string error_of(std::string_view text) {
    try {
        parse_config_json(text);
        return "";
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
}

namespace_config parse_namespace(const std::string& members) {
    return parse_config_json(R"({"namespaces": [{"name": "n", )" + members + "}]}").namespaces[0];
}
std::string error_of_namespace(const std::string& members) {
    return error_of(R"({"namespaces": [{"name": "n", )" + members + "}]}");
}

TEST(config_json, empty_document_is_the_default) {
    const cluster_config parsed = parse_config_json("{}");
    const cluster_config standard;
    EXPECT_EQ(parsed.nodes, standard.nodes);
    EXPECT_EQ(parsed.clock, standard.clock);
    EXPECT_EQ(parsed.seed, standard.seed);
    ASSERT_EQ(parsed.namespaces.size(), 2u);
    EXPECT_EQ(parsed.namespaces[0].name, "test");
    EXPECT_EQ(parsed.namespaces[1].name, "bar");
}

TEST(config_json, what_is_not_given_is_kept) {
    cluster_config defaults;
    defaults.nodes = 5;
    defaults.clock = clock_mode::manual;
    defaults.namespaces = {{.name = "mine"}};
    const cluster_config parsed = parse_config_json(R"({"seed": 9})", defaults);
    EXPECT_EQ(parsed.nodes, 5u);
    EXPECT_EQ(parsed.clock, clock_mode::manual);
    EXPECT_EQ(parsed.seed, 9u);
    EXPECT_EQ(parsed.namespaces.at(0).name, "mine");
}

TEST(config_json, reads_every_key) {
    const cluster_config c = parse_config_json(R"({
        "nodes": 3, "cluster-name": "demo", "personality": "enterprise", "clock": "manual",
        "seed": 18446744073709551615, "disable-udf-execution": true, "batch-max-requests": 50,
        "namespaces": [
            {"name": "test", "replication-factor": 2, "default-ttl": 60, "max-ttl": 600,
             "nsup-period": 30, "allow-ttl-without-nsup": true, "max-record-size": 1000,
             "data-size": 1000000, "stop-writes-used-pct": 50, "stop-writes": true,
             "default-read-touch-ttl-pct": 80, "apply-ttl-reductions": false,
             "disallow-null-setname": true, "reject-non-xdr-writes": true,
             "reject-xdr-writes": true, "strong-consistency": false},
            {"name": "bar"}]})");
    EXPECT_EQ(c.nodes, 3u);
    EXPECT_EQ(c.cluster_name, "demo");
    EXPECT_EQ(c.personality, personality::enterprise);
    EXPECT_EQ(c.clock, clock_mode::manual);
    EXPECT_EQ(c.seed, UINT64_MAX);
    EXPECT_TRUE(c.disable_udf_execution);
    EXPECT_EQ(c.batch_max_requests, 50u);
    ASSERT_EQ(c.namespaces.size(), 2u);
    const namespace_config& n = c.namespaces[0];
    EXPECT_EQ(n.name, "test");
    EXPECT_EQ(n.replication_factor, 2u);
    EXPECT_EQ(n.default_ttl_s, 60u);
    EXPECT_EQ(n.max_ttl_s, 600u);
    EXPECT_EQ(n.nsup_period_s, 30u);
    EXPECT_TRUE(n.allow_ttl_without_nsup);
    EXPECT_EQ(n.max_record_size, 1000u);
    EXPECT_EQ(n.data_size, 1000000u);
    EXPECT_EQ(n.stop_writes_used_pct, 50u);
    EXPECT_TRUE(n.stop_writes);
    EXPECT_EQ(n.default_read_touch_ttl_pct, 80u);
    EXPECT_FALSE(n.apply_ttl_reductions);
    EXPECT_TRUE(n.disallow_null_setname);
    EXPECT_TRUE(n.reject_non_xdr_writes);
    EXPECT_TRUE(n.reject_xdr_writes);
    EXPECT_FALSE(n.strong_consistency);
    EXPECT_EQ(c.namespaces[1].name, "bar");
    EXPECT_EQ(c.namespaces[1].replication_factor, 1u) << "those of a stock server";
}

TEST(config_json, times_take_units) {
    for (const auto& [text, seconds] : {std::pair{"90", 90u},
                                        {"\"90\"", 90u},
                                        {"\"90s\"", 90u},
                                        {"\"10m\"", 600u},
                                        {"\"24h\"", 86400u},
                                        {"\"30d\"", 2592000u},
                                        {"\"30D\"", 2592000u}}) {
        const std::string members = std::string("\"default-ttl\": ") + text;
        EXPECT_EQ(parse_namespace(members).default_ttl_s, seconds) << text;
    }
}

TEST(config_json, sizes_take_units) {
    for (const auto& [text, bytes] : {std::pair{"1000", 1000ull},
                                      {"\"1000\"", 1000ull},
                                      {"\"512K\"", 512ull << 10},
                                      {"\"512k\"", 512ull << 10},
                                      {"\"1M\"", 1ull << 20},
                                      {"\"4G\"", 4ull << 30},
                                      {"\"2T\"", 2ull << 40}}) {
        EXPECT_EQ(parse_namespace(std::string("\"data-size\": ") + text).data_size, bytes) << text;
    }
    EXPECT_EQ(parse_namespace(R"("max-record-size": "8M")").max_record_size, 8u << 20);
}

TEST(config_json, numbers_are_whole_and_not_negative) {
    for (const char* value : {"-1", "1.5", "1000.0", "true", "null", "[]", "{}", "\"\"", "\"x\"",
                              "\"-1\"", "\"1x\"", "\"1mm\"", "\"1 m\"", "\" 1\"", "\"m\""}) {
        EXPECT_THAT(error_of_namespace(std::string("\"default-ttl\": ") + value),
                    AllOf(StartsWith("namespaces[0].default-ttl: "), HasSubstr(value),
                          HasSubstr(R"(is not allowed; it is seconds, or text such as "10m")")))
            << value;
        EXPECT_NE(error_of_namespace(std::string("\"data-size\": ") + value), "") << value;
        EXPECT_NE(error_of(std::string("{\"nodes\": ") + value + "}"), "") << value;
    }
    EXPECT_EQ(error_of(R"({"nodes": "3m"})"),
              "nodes: \"3m\" is not allowed; it is a whole number that is not negative");
}

TEST(config_json, numbers_do_not_overflow) {
    for (const char* value : {"4294967296", "\"4294967296\"", "\"4294967295m\"", "\"49711d\"",
                              "\"99999999999999999999999\""}) {
        EXPECT_EQ(error_of_namespace(std::string("\"nsup-period\": ") + value),
                  std::string("namespaces[0].nsup-period: ") + value +
                      " is not allowed; it is at most 4294967295");
    }
    EXPECT_THAT(error_of_namespace(R"("max-record-size": "5G")"),
                HasSubstr(R"(max-record-size: "5G" is not allowed; it is at most)"));
    EXPECT_THAT(error_of_namespace(R"("data-size": "9999999T")"), HasSubstr("it is at most"));
    EXPECT_THAT(error_of(R"({"seed": 18446744073709551616})"), StartsWith("seed: "));
    EXPECT_THAT(error_of(R"({"nodes": 1e999})"), StartsWith("not JSON: "));
}

TEST(config_json, wrong_types_name_what_is_right) {
    EXPECT_EQ(error_of_namespace(R"("stop-writes": "yes")"),
              R"(namespaces[0].stop-writes: "yes" is not allowed; it is true or false)");
    EXPECT_EQ(error_of(R"({"cluster-name": 5})"), "cluster-name: 5 is not allowed; it is text");
    EXPECT_EQ(error_of(R"({"clock": "fast"})"),
              R"(clock: "fast" is not allowed; it is "real", "auto" or "manual")");
    EXPECT_EQ(error_of(R"({"personality": "big"})"),
              R"(personality: "big" is not allowed; it is "community" or "enterprise")");
    EXPECT_THAT(error_of(R"({"namespaces": {"name": "test"}})"),
                HasSubstr("it is a list of namespaces"));
    EXPECT_EQ(error_of(R"({"namespaces": [{"name": "a"}, "b"]})"),
              R"(namespaces[1]: "b" is not allowed; it is an object such as {"name": "test"})");
}

TEST(config_json, unknown_keys_are_refused_with_the_nearest_known_one) {
    EXPECT_EQ(error_of(R"({"node": 3})"), "node: no such key; did you mean nodes?");
    EXPECT_EQ(error_of(R"({"namespaces": [{"name": "a"}, {"defaultttl": 3}]})"),
              "namespaces[1].defaultttl: no such key; did you mean default-ttl?");
    EXPECT_EQ(error_of(R"({"replication": 3})"),
              "replication: no such key; the keys are nodes, cluster-name, personality, clock, "
              "seed, disable-udf-execution, batch-max-requests, namespaces");
}

TEST(config_json, each_key_is_given_once) {
    EXPECT_EQ(error_of(R"({"nodes": 1, "nodes": 2})"),
              "nodes: given twice; each key is given once");
    EXPECT_THAT(error_of_namespace(R"("name": "m")"), StartsWith("name: given twice"));
    EXPECT_EQ(error_of(R"({"namespaces": [{"name": "a"}, {"name": "b"}]})"), "");
}

TEST(config_json, result_is_validated) {
    EXPECT_EQ(error_of(R"({"nodes": 65})"),
              "nodes: 65 is not allowed; it is a number from 1 to 64");
    EXPECT_THAT(error_of(R"({"namespaces": []})"), StartsWith("namespaces: "));
    EXPECT_THAT(error_of(R"({"namespaces": [{}]})"), StartsWith("namespace name: ''"));
    EXPECT_THAT(error_of_namespace(R"("strong-consistency": true)"), HasSubstr("not supported"));
}

TEST(config_json, what_is_no_document_is_refused) {
    for (const char* text : {"", "{", "nodes = 3", "{\"nodes\": 3,}", "{\"nodes\": 3} x",
                             "{\"cluster-name\": \"\xff\"}"}) {
        EXPECT_THAT(error_of(text), StartsWith("not JSON: parse error at line 1")) << text;
    }
    for (const char* text : {"[]", "3", "null", "\"nodes\""}) {
        EXPECT_THAT(error_of(text), HasSubstr("is a JSON object")) << text;
    }
    EXPECT_THAT(error_of(std::string(100000, '[') + std::string(100000, ']')),
                HasSubstr("nested too deeply"));
}

TEST(config_json, long_values_are_shortened_in_messages) {
    const std::string text = error_of("{\"nodes\": \"" + std::string(10000, 'x') + "\"}");
    EXPECT_LT(text.size(), 200u);
    EXPECT_THAT(text, HasSubstr("xxx... is not allowed"));
    EXPECT_LT(error_of("{\"" + std::string(10000, 'x') + "\": 1}").size(), 300u);
    std::string euros;  // three bytes each: 80 is inside one
    for (int i = 0; i < 100; ++i) {
        euros += "€";
    }
    EXPECT_THAT(error_of("{\"nodes\": \"" + euros + "\"}"), HasSubstr("€... is not allowed"));
}

}  // namespace
}  // namespace spikelet::mock
