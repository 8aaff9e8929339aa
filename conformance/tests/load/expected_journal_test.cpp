#include "load/expected_journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spikelet::conformance {
namespace {

using ::testing::HasSubstr;

const place where{"test", "set"};

expected_request request(const nlohmann::json& document) {
    return expected_request::from_json(node(document, "journal[0]"));
}
std::string refusal(const nlohmann::json& document) {
    try {
        request(document);
    } catch (const json_error& e) {
        return e.what();
    }
    return "no error";
}

mock::journal_entry entry(mock::request_kind kind, const value& user_key,
                          std::optional<std::uint32_t> replica, result_code result) {
    mock::journal_entry e;
    e.node = "A1";
    e.kind = kind;
    e.key = key("test", "set", user_key);
    e.replica = replica;
    e.result = result;
    return e;
}

TEST(expected_journal, compares_what_is_said_only) {
    const auto read = entry(mock::request_kind::read, "k", 0, result_code::ok);
    EXPECT_FALSE(compare({request({{"request", "read"}})}, {read}, where));
    EXPECT_FALSE(compare({request({{"request", "read"}, {"key", "k"}})}, {read}, where));
    EXPECT_FALSE(compare({request({{"request", "read"}, {"replica", "master"}})}, {read}, where));
    EXPECT_FALSE(compare({request({{"request", "read"}, {"result", "OK"}})}, {read}, where));
    EXPECT_FALSE(compare({}, {}, where));
}

TEST(expected_journal, finds_every_kind_of_difference) {
    const auto read = entry(mock::request_kind::read, "k", 1, result_code::ok);
    EXPECT_TRUE(compare({request({{"request", "write"}})}, {read}, where));
    EXPECT_TRUE(compare({request({{"request", "read"}, {"key", "other"}})}, {read}, where));
    EXPECT_TRUE(compare({request({{"request", "read"}, {"replica", "master"}})}, {read}, where));
    EXPECT_TRUE(compare({request({{"request", "read"}, {"replica", "none"}})}, {read}, where));
    EXPECT_TRUE(
        compare({request({{"request", "read"}, {"result", "RECORD_NOT_FOUND"}})}, {read}, where));
    EXPECT_TRUE(compare({}, {read}, where)) << "one too many";
    EXPECT_TRUE(compare({request({{"request", "read"}})}, {}, where)) << "one too few";
}

TEST(expected_journal, order_counts) {
    const auto one = entry(mock::request_kind::read, 1, 0, result_code::ok);
    const auto two = entry(mock::request_kind::read, 2, 0, result_code::ok);
    const std::vector<expected_request> expected{request({{"request", "read"}, {"key", 1}}),
                                                 request({{"request", "read"}, {"key", 2}})};
    EXPECT_FALSE(compare(expected, {one, two}, where));
    EXPECT_TRUE(compare(expected, {two, one}, where));
}

TEST(expected_journal, difference_is_told_in_the_cases_words) {
    const auto difference = compare(
        {request({{"request", "read"}, {"key", "k"}, {"replica", "master"}, {"result", "OK"}})},
        {entry(mock::request_kind::read, "k", 1, result_code::ok),
         entry(mock::request_kind::write, "x", std::nullopt, result_code::record_not_found)},
        where);
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->expected, R"(read of "k", at the master: OK)");
    EXPECT_EQ(difference->got,
              R"(read of "k", at the prole: OK; write of test/set/"x", at no replica: )"
              "RECORD_NOT_FOUND");
    EXPECT_EQ(
        compare({}, {entry(mock::request_kind::read, "k", 0, result_code::ok)}, where)->expected,
        "no request");
}

TEST(expected_journal, refuses_what_it_does_not_know_and_says_what_it_does) {
    EXPECT_THAT(refusal({{"request", "get"}}), HasSubstr("journal[0].request: \"get\""));
    EXPECT_THAT(refusal({{"request", "get"}}), HasSubstr("batch"));
    EXPECT_THAT(refusal({{"request", "read"}, {"replica", "slave"}}), HasSubstr("prole"));
    EXPECT_THAT(refusal({{"request", "read"}, {"result", "NOT_FOUND"}}), HasSubstr("chapter 02"));
    EXPECT_THAT(refusal({{"request", "read"}, {"node", "A1"}}), HasSubstr("replica"));
    EXPECT_THAT(refusal({{"key", "k"}}), HasSubstr("request: is missing"));
}

}  // namespace
}  // namespace spikelet::conformance
