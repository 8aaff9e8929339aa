#include "load/answer.hpp"

namespace spikelet::conformance {
namespace {

const ttl_terms exact{};

expectation parse_expectation(const std::string& text) {
    const nlohmann::json j = nlohmann::json::parse(text);
    return expectation::from_json(node(j),
                                  {"error", "absent", "gen", "ttl", "bins", "results", "info"});
}
answer record_answer(std::uint32_t generation, std::optional<std::uint32_t> ttl_s,
                     bins b = {{"a", 1}}) {
    return {.metadata = record_metadata{.generation = generation, .ttl_s = ttl_s},
            .bins = std::move(b)};
}
bool fits(const std::string& expect, const answer& got, const ttl_terms& terms = exact) {
    return !compare(parse_expectation(expect), got, terms);
}

TEST(expectation, compares_what_it_says_and_nothing_else) {
    const answer a = record_answer(3, 100);
    EXPECT_TRUE(fits("{}", a));
    EXPECT_TRUE(fits(R"({"gen": 3})", a));
    EXPECT_FALSE(fits(R"({"gen": 2})", a));
    EXPECT_TRUE(fits(R"({"ttl": 100, "bins": {"a": 1}})", a));
    EXPECT_FALSE(fits(R"({"bins": {"a": 1, "b": 2}})", a));
    EXPECT_FALSE(fits(R"({"bins": {}})", a));
    EXPECT_FALSE(fits(R"({"results": []})", a));
}

TEST(expectation, tells_integers_from_doubles) {
    EXPECT_FALSE(fits(R"({"bins": {"a": 1.0}})", record_answer(1, {})));
}

TEST(expectation, of_a_ttl_allows_for_time_that_passes) {
    const ttl_terms running{.default_s = 0, .tolerance_s = 2};
    EXPECT_TRUE(fits(R"({"ttl": 100})", record_answer(1, 98), running));
    EXPECT_TRUE(fits(R"({"ttl": 100})", record_answer(1, 102), running));
    EXPECT_FALSE(fits(R"({"ttl": 100})", record_answer(1, 97), running));
    EXPECT_FALSE(fits(R"({"ttl": 100})", record_answer(1, {}), running));
    EXPECT_TRUE(fits(R"({"ttl": "never"})", record_answer(1, {}), running));
    EXPECT_FALSE(fits(R"({"ttl": "never"})", record_answer(1, 100), running));
}

TEST(expectation, knows_the_namespaces_default_ttl) {
    EXPECT_TRUE(fits(R"({"ttl": "namespace_default"})", record_answer(1, {}), {.default_s = 0}));
    EXPECT_TRUE(fits(R"({"ttl": "namespace_default"})", record_answer(1, 60), {.default_s = 60}));
    EXPECT_FALSE(fits(R"({"ttl": "namespace_default"})", record_answer(1, {}), {.default_s = 60}));
}

TEST(expectation, of_an_error_wants_code_and_doubt) {
    const answer missing{.failure = error(result_code::record_not_found, {})};
    error::details in_doubt;
    in_doubt.in_doubt = true;
    const answer lost{.failure = error(client_errc::connection, in_doubt)};
    EXPECT_TRUE(fits(R"({"error": "RECORD_NOT_FOUND"})", missing));
    EXPECT_FALSE(fits(R"({"error": "RECORD_EXISTS"})", missing));
    EXPECT_FALSE(fits(R"({"error": {"code": "RECORD_NOT_FOUND", "in_doubt": true}})", missing));
    EXPECT_TRUE(fits(R"({"error": {"code": "client/connection", "in_doubt": true}})", lost));
    EXPECT_FALSE(fits(R"({"error": "client/connection"})", lost));
    EXPECT_FALSE(fits(R"({"error": "RECORD_NOT_FOUND"})", record_answer(1, {})));
}

TEST(expectation, without_an_error_wants_success) {
    const answer missing{.failure = error(result_code::record_not_found, {})};
    EXPECT_FALSE(fits("{}", missing));
    EXPECT_FALSE(fits(R"({"absent": true})", missing));
}

TEST(expectation, of_info_matches_the_whole_text) {
    EXPECT_TRUE(fits(R"({"info": "[0-9]+"})", {.info = "4096"}));
    EXPECT_FALSE(fits(R"({"info": "[0-9]"})", {.info = "4096"}));
}

TEST(expectation, of_results_wants_their_order) {
    const answer two{.results = std::vector<bin>{{"a", 1}, {"b", 2}}};
    EXPECT_TRUE(fits(R"({"results": [["a", 1], ["b", 2]]})", two));
    EXPECT_FALSE(fits(R"({"results": [["b", 2], ["a", 1]]})", two));
}

TEST(mismatch, tells_both_sides) {
    const auto difference =
        compare(parse_expectation(R"({"gen": 2})"), record_answer(3, 100), exact);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->expected, "gen 2");
    EXPECT_EQ(difference->got, "bins {a: 1}, gen 3, ttl 100");
}

TEST(error_names, cover_servers_and_clients_codes) {
    EXPECT_TRUE(is_error_name("RECORD_NOT_FOUND"));
    EXPECT_TRUE(is_error_name("client/parameter"));
    EXPECT_FALSE(is_error_name("parameter"));
    EXPECT_FALSE(is_error_name("OK"));
    EXPECT_EQ(error_name(error(result_code::generation, {})), "RECORD_GENERATION");
    EXPECT_EQ(error_name(error(client_errc::timeout, {})), "client/timeout");
}

}  // namespace
}  // namespace spikelet::conformance
