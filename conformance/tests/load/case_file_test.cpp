#include "load/case.hpp"

#include <filesystem>
#include <fstream>

namespace spikelet::conformance {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::string_view head = R"({"description": "d", "cases": [{
    "name": "n", "description": "d", "reference": "chapter 13", )";

std::vector<conformance_case> parse_cases(const std::string& text) {
    return parse_case_file(text, "area", "operation", "test.json");
}
// One case with this behind its reference.
conformance_case parse_one(const std::string& rest) {
    return parse_cases(std::string(head) + rest + "}]}").at(0);
}
std::string message_of(const std::string& text) {
    try {
        parse_cases(text);
    } catch (const case_error& e) {
        return e.what();
    }
    return "no error";
}
std::string message_of_one(const std::string& rest) {
    return message_of(std::string(head) + rest + "}]}");
}

TEST(case_file, takes_id_area_and_operation_from_its_place) {
    const auto c = parse_one(R"("do": [{"call": "get", "key": 1}])");
    EXPECT_EQ(c.id, "area/operation/n");
    EXPECT_EQ(c.area, "area");
    EXPECT_EQ(c.operation, "operation");
    EXPECT_EQ(c.references, std::vector<std::string>{"chapter 13"});
    EXPECT_EQ(c.position, "test.json: cases[0]");
}

TEST(case_file, shares_what_the_file_says_among_its_cases) {
    const auto cases = parse_cases(R"({
        "description": "d", "reference": "chapter 1", "tags": "slow",
        "requires": {"edition": "community", "features": "geo"},
        "cases": [
            {"name": "a", "description": "d", "do": [{"call": "get", "key": 1}]},
            {"name": "b", "description": "d", "reference": "chapter 2", "tags": ["unconfirmed"],
             "requires": {"edition": "enterprise", "nodes": 2}, "do": [{"call": "get", "key": 1}]}
        ]})");
    EXPECT_EQ(cases[0].references, std::vector<std::string>{"chapter 1"});
    EXPECT_EQ(cases[0].requires_.edition, "community");
    EXPECT_FALSE(cases[0].is_unconfirmed());
    EXPECT_EQ(cases[1].references, std::vector<std::string>{"chapter 2"});
    EXPECT_EQ(cases[1].requires_.edition, "enterprise");
    EXPECT_EQ(cases[1].requires_.features, std::vector<std::string>{"geo"});
    EXPECT_EQ(cases[1].requires_.nodes, 2U);
    EXPECT_TRUE(cases[1].is_unconfirmed());
    EXPECT_EQ(cases[1].tags, (std::vector<std::string>{"slow", "unconfirmed"}));
}

TEST(case_file, keeps_a_call_as_one_line_without_what_is_expected) {
    const auto c = parse_one(
        R"("do": [{"key": "k", "call": "exists", "times": 3, "expect": {"absent": true}}])");
    EXPECT_EQ(c.steps[0].text, R"({"call":"exists","key":"k"})");
    EXPECT_EQ(c.steps[0].times, 3U);
    EXPECT_EQ(c.steps[0].expect.absent, true);
}

TEST(case_file, keeps_long_values_of_a_call_as_they_are_written) {
    const auto c = parse_one(
        R"("do": [{"call": "put", "key": "k", "bins": {"a": {"$fill": "x", "size": 100000}}}])");
    EXPECT_EQ(c.steps[0].text,
              R"({"call":"put","bins":{"a":{"$fill":"x","size":100000}},"key":"k"})");
}

TEST(case_file, does_not_fill_in_calls_and_cases) {
    EXPECT_THAT(message_of_one(R"("do": {"$fill_list": {"call": "get", "key": "k"}, "size": 2})"),
                HasSubstr("test.json: "));
    EXPECT_THAT(message_of(R"({"description": "d", "cases": {"$fill_list": {"name": "n"},
        "size": 2}})"),
                HasSubstr("test.json: "));
}

TEST(case_file, reads_times_of_the_clock) {
    const auto c = parse_one(
        R"("given": {"clock": "movable"}, "do": [{"call": "advance_clock", "by": "90m"}])");
    EXPECT_EQ(c.steps[0].advance, std::chrono::minutes(90));
    EXPECT_TRUE(c.given.needs_own_place());
}

TEST(case_file, reads_indexes_in_the_servers_words) {
    const auto c = parse_one(R"("given": {"indexes": {
            "ages": {"bin": "age", "type": "numeric"},
            "tags": {"bin": "t", "type": "string", "indextype": "list"}}},
        "do": [{"call": "get", "key": 1}])");
    ASSERT_EQ(c.given.indexes.size(), 2U);
    EXPECT_EQ(c.given.indexes[0].name, "ages");
    EXPECT_EQ(c.given.indexes[0].bin, "age");
    EXPECT_EQ(c.given.indexes[0].type, "numeric");
    EXPECT_EQ(c.given.indexes[0].collection, "default");
    EXPECT_EQ(c.given.indexes[1].collection, "list");
    const auto refusal = [](const std::string& indexes) {
        return message_of_one(R"("given": {"indexes": )" + indexes +
                              R"(}, "do": [{"call": "get", "key": 1}])");
    };
    EXPECT_THAT(refusal(R"({"i": {"bin": "a", "type": "text"}})"),
                AllOf(HasSubstr("given.indexes.i.type: \"text\""), HasSubstr("string")));
    EXPECT_THAT(refusal(R"({"i": {"bin": "a", "type": "string", "indextype": "set"}})"),
                HasSubstr("mapkeys"));
    EXPECT_THAT(refusal(R"({"i": {"type": "string"}})"), HasSubstr("bin: is missing"));
    EXPECT_THAT(refusal(R"({"a_name_of_twenty_six_bytes": {"bin": "a", "type": "string"}})"),
                HasSubstr("at most 25"));
    EXPECT_THAT(refusal("[]"), HasSubstr("secondary indexes by name"));
}

TEST(case_file, reads_the_journal) {
    const auto c = parse_one(R"("do": [{"call": "get", "key": 1}],
        "expect": {"journal": [{"request": "read", "key": 1}]})");
    ASSERT_TRUE(c.journal);
    EXPECT_EQ(c.journal->size(), 1U);
    EXPECT_TRUE(parse_one(R"("do": [{"call": "get", "key": 1}], "expect": {"journal": []})")
                    .journal->empty());
    EXPECT_FALSE(parse_one(R"("do": [{"call": "get", "key": 1}])").journal);
    EXPECT_THAT(message_of_one(R"("do": [{"call": "get", "key": 1}], "expect": {})"),
                HasSubstr("cases[0].expect"));
}

TEST(case_file, knows_which_calls_delete_durably) {
    const auto c = parse_one(R"("do": [{"call": "remove", "key": 1},
        {"call": "remove", "key": 1, "policy": {"durable_delete": true}},
        {"call": "remove", "key": 1, "policy": {"durable_delete": false}}])");
    EXPECT_FALSE(c.steps[0].deletes_durably);
    EXPECT_TRUE(c.steps[1].deletes_durably);
    EXPECT_FALSE(c.steps[2].deletes_durably);
}

TEST(case_file, names_file_path_fault_and_what_is_accepted) {
    EXPECT_THAT(message_of_one(R"("do": [{"call": "incremnt", "key": 1}])"),
                AllOf(HasSubstr("test.json: cases[0].do[0].call: \"incremnt\" is not accepted"),
                      HasSubstr("increment")));
    EXPECT_THAT(message_of_one(R"("do": [{"call": "get", "key": 1, "bin": "a"}])"),
                AllOf(HasSubstr("cases[0].do[0].bin: unknown key"), HasSubstr("policy")));
    EXPECT_THAT(message_of_one(R"("do": [{"call": "get"}])"),
                HasSubstr("cases[0].do[0].key: is missing"));
    EXPECT_THAT(
        message_of_one(R"("do": [{"call": "get", "key": 1, "expect": {"error": "NOT_FOUND"}}])"),
        AllOf(HasSubstr("cases[0].do[0].expect.error: \"NOT_FOUND\" is not accepted"),
              HasSubstr("RECORD_NOT_FOUND")));
    EXPECT_THAT(
        message_of_one(
            R"("do": [{"call": "put", "key": 1, "bins": {}, "policy": {"exists": "POLICY_X"}}])"),
        HasSubstr("cases[0].do[0].policy.exists"));
    EXPECT_THAT(message_of_one(R"("do": [{"call": "advance_clock", "by": "1s"}])"),
                HasSubstr(R"("clock": "movable")"));
    EXPECT_THAT(message_of_one(R"("given": {"namespace": {"default-tll": 1}},
                                  "do": [{"call": "get", "key": 1}])"),
                AllOf(HasSubstr("cases[0].given.namespace"), HasSubstr("default-t")));
    EXPECT_THAT(message_of_one(R"("given": {"client": {"hosts": []}},
                                  "do": [{"call": "get", "key": 1}])"),
                HasSubstr("cases[0].given.client.hosts: is given by the target"));
    EXPECT_THAT(message_of("{"), HasSubstr("test.json: "));
    EXPECT_THAT(message_of(R"({"description": "d", "description": "e", "cases": []})"),
                HasSubstr("description"));
}

TEST(case_file, refuses_two_cases_of_one_name) {
    EXPECT_THAT(message_of(R"({"description": "d", "reference": "r", "cases": [
                    {"name": "n", "description": "d", "do": [{"call": "get", "key": 1}]},
                    {"name": "n", "description": "d", "do": [{"call": "get", "key": 1}]}]})"),
                HasSubstr("cases[1].name: is the name of an earlier case"));
}

TEST(case_file, wants_a_reference_or_the_tag_unconfirmed) {
    const std::string bare = R"({"description": "d", "cases": [
        {"name": "n", "description": "d", "do": [{"call": "get", "key": 1}])";
    EXPECT_THAT(message_of(bare + "}]}"), HasSubstr("has no reference"));
    EXPECT_EQ(parse_cases(bare + R"(, "tags": "unconfirmed"}]})").size(), 1U);
}

TEST(case_file, writes_long_values_short) {
    const auto c = parse_one(R"("given": {"records": [{"key": "k", "bins": {
        "t": {"$fill": "abc", "size": 7}, "b": {"$fill_bytes": "00ff", "size": 3},
        "l": {"$fill_list": [1], "size": 2}}}]}, "do": [{"call": "get", "key": 1}])");
    const bins& b = c.given.records[0].bins;
    EXPECT_EQ(b.at("t"), value("abcabca"));
    EXPECT_EQ(b.at("b"), value(std::vector<std::uint8_t>{0, 255, 0}));
    EXPECT_EQ(b.at("l"), value(value::list{value::list{1}, value::list{1}}));
    EXPECT_THAT(message_of_one(R"("do": [{"call": "get", "key": {"$fill": "", "size": 1}}])"),
                HasSubstr("$fill"));
    EXPECT_THAT(message_of_one(R"("do": [{"call": "put", "key": 1, "bins": {
            "a": {"$fill_list": [1, 2, 3, 4, 5, 6, 7, 8], "size": 1000000}}}])"),
                HasSubstr("at most 64 MiB"));
    EXPECT_THAT(
        message_of_one(R"("do": [{"call": "get", "key": {"$fill": "a", "size": 999999999}}])"),
        HasSubstr("size"));
}

TEST(case_files, all_load) {
    const auto cases = load_cases(std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/cases");
    EXPECT_GE(cases.size(), 250U);
}

TEST(case_files, a_folder_without_cases_is_an_error) {
    EXPECT_THROW(load_cases("/nonexistent"), case_error);
}

// Else two files could hold cases of one id.
TEST(case_files, lie_in_the_folder_of_their_area_and_no_deeper) {
    namespace fs = std::filesystem;
    const fs::path root = fs::path(::testing::TempDir()) / "case_files";
    fs::remove_all(root);
    fs::create_directories(root / "area" / "folder.json");
    const std::string text = R"({"description": "d", "reference": "chapter 13", "cases": [{
        "name": "n", "description": "d", "do": [{"call": "get", "key": 1}]}]})";
    std::ofstream(root / "area" / "operation.json") << text;
    ASSERT_EQ(load_cases(root).size(), 1U);
    EXPECT_EQ(load_cases(root)[0].id, "area/operation/n");
    std::ofstream(root / "area" / "folder.json" / "operation.json") << text;
    try {
        load_cases(root);
        FAIL() << "a case that lies too deep";
    } catch (const case_error& e) {
        EXPECT_THAT(e.what(), HasSubstr("folder.json/operation.json: lies too deep"));
    }
}

}  // namespace
}  // namespace spikelet::conformance
