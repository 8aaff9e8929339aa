#include "answers.hpp"

#include <spikelet/conformance/replay.hpp>

namespace spikelet::conformance {
namespace {

using namespace testing;
using ::testing::HasSubstr;

known_differences load(std::string_view text) {
    const temporary_folder folder;
    return known_differences::load(folder.write("known.json", text));
}

std::string complaint_about(std::string_view text) {
    try {
        load(text);
    } catch (const corpus_error& error) {
        return error.what();
    }
    return "";
}

std::string reason(const known_differences& known, std::string_view id) {
    const std::string* found = known.reason(id);
    return found != nullptr ? *found : "none";
}

TEST(known_differences, most_specific_entry_gives_the_reason) {
    const auto known = load(R"([{"prefix": "a/", "reason": "p"}, {"prefix": "a/b/", "reason": "q"},
                               {"prefix": "a/b/c", "reason": "c"}, {"id": "a/b/1", "reason": "i"},
                               {"prefix": "a/b/00", "reason": "zero"}])");
    EXPECT_EQ(reason(known, "a/b/1"), "i");
    EXPECT_EQ(reason(known, "a/b/12"), "q");
    EXPECT_EQ(reason(known, "a/b/003"), "zero");
    EXPECT_EQ(reason(known, "a/b/c9"), "c");
    EXPECT_EQ(reason(known, "a/b/d"), "q");
    EXPECT_EQ(reason(known, "a/z/1"), "p");
    EXPECT_EQ(reason(known, "a/"), "p");
    EXPECT_EQ(reason(known, "a"), "none");
    EXPECT_EQ(reason(known, "b"), "none");
    EXPECT_EQ(reason(known, ""), "none");
}

TEST(known_differences, empty_list_knows_nothing) {
    EXPECT_EQ(reason(load("[]"), "a"), "none");
    EXPECT_EQ(reason({}, "a"), "none");
}

TEST(known_differences, unneeded_entries_are_those_that_no_expected_failure_bears_out) {
    const auto known =
        load(R"([{"prefix": "a/b/", "reason": "p"}, {"prefix": "a/c/", "reason": "p"},
                               {"id": "a/d/1", "reason": "i"}, {"id": "a/d/2", "reason": "i"},
                               {"prefix": "other/", "reason": "p"}])");
    replay_result result;
    result.table[{"a", "b"}].cases = 3;
    result.known.resize(2);
    result.known[0].id = "a/b/7";
    result.known[1].id = "a/d/2";
    EXPECT_THAT(known.unneeded(result), ::testing::ElementsAre("a/c/", "a/d/1"));
}

TEST(known_differences, wrong_files_are_explained) {
    EXPECT_THAT(complaint_about("{"), HasSubstr("known.json: is not JSON: "));
    EXPECT_THAT(complaint_about("{}"), HasSubstr("known.json: must be a list"));
    for (const char* entry : {
             "1",
             R"({"id": "a"})",
             R"({"reason": "r"})",
             R"({"id": "", "reason": "r"})",
             R"({"id": "a", "reason": ""})",
             R"({"id": "a", "prefix": "b", "reason": "r"})",
             R"({"id": "a", "reason": "r", "note": "n"})",
             R"({"id": 1, "reason": "r"})",
         }) {
        EXPECT_THAT(complaint_about(std::string("[") + entry + "]"),
                    HasSubstr("entry 1 must have \"reason\""))
            << entry;
    }
    EXPECT_THAT(complaint_about(R"([{"id": "a", "reason": "r"}, {"id": "a", "reason": "s"}])"),
                HasSubstr("entry 2 repeats \"a\""));
    EXPECT_THROW(known_differences::load("/nonexistent/known.json"), corpus_error);
}

}  // namespace
}  // namespace spikelet::conformance
