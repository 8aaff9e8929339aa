#include "answers.hpp"
#include "replay_command.hpp"

#include <CLI/CLI.hpp>

#include <sstream>

namespace spikelet::conformance {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

replay_command parse(std::vector<std::string> arguments) {
    CLI::App app;
    replay_command command;
    add_options(app, command);
    std::reverse(arguments.begin(), arguments.end());
    app.parse(std::move(arguments));
    return command;
}

// Exit status, and what was said.
std::pair<int, std::string> execute(const replay_command& command) {
    std::ostringstream out;
    std::ostringstream err;
    const int status = run(command, out, err);
    return {status, err.str()};
}

TEST(replay_command, options_reach_the_command) {
    const auto c = parse({"--hosts",        "h:1",
                          "--only",         "a",
                          "--only",         "b",
                          "--op",           "o",
                          "--id",           "i",
                          "--feature",      "f",
                          "--skip-feature", "g",
                          "--max-show",     "3",
                          "--timeout",      "0.5",
                          "--give-up",      "7",
                          "--strict",       "--strict-known",
                          "--summary",      "--known",
                          "k.json",         "--json",
                          "out.json",       "x.jsonl",
                          "y.jsonl.gz"});
    EXPECT_EQ(c.hosts, "h:1");
    EXPECT_THAT(c.selection.categories, ElementsAre("a", "b"));
    EXPECT_THAT(c.selection.operations, ElementsAre("o"));
    EXPECT_THAT(c.selection.ids, ElementsAre("i"));
    EXPECT_THAT(c.selection.features, ElementsAre("f"));
    EXPECT_THAT(c.selection.skipped_features, ElementsAre("g"));
    EXPECT_EQ(c.details_max, 3u);
    EXPECT_EQ(c.timeout_s, 0.5);
    EXPECT_EQ(c.timeouts_max, 7u);
    EXPECT_TRUE(c.strict && c.strict_known && c.summary_only);
    EXPECT_EQ(c.known_file, "k.json");
    EXPECT_EQ(c.json_file, "out.json");
    EXPECT_THAT(c.corpora, ElementsAre("x.jsonl", "y.jsonl.gz"));
}

TEST(replay_command, a_corpus_is_required) {
    EXPECT_THROW(parse({"--strict"}), CLI::RequiredError);
}

TEST(replay_command, counts_are_not_negative) {
    EXPECT_THROW(parse({"--max-show", "-1", "x.jsonl"}), CLI::ValidationError);
    EXPECT_THROW(parse({"--give-up", "-1", "x.jsonl"}), CLI::ValidationError);
}

TEST(replay_command, wrong_values_are_named_with_what_is_allowed) {
    for (const char* hosts : {"h", ":1", "h:", "h:0", "h:65536", "h:x", "h:1x", "h:1,i:2", ""}) {
        replay_command c;
        c.hosts = hosts;
        const auto [status, said] = execute(c);
        EXPECT_EQ(status, 2) << hosts;
        EXPECT_THAT(said, HasSubstr("--hosts \"" + std::string(hosts) + "\" "));
        EXPECT_THAT(said, HasSubstr("allowed: HOST:PORT"));
    }
    for (const double timeout : {0.0, -1.0, 1e9, std::nan("")}) {
        replay_command c;
        c.timeout_s = timeout;
        const auto [status, said] = execute(c);
        EXPECT_EQ(status, 2) << timeout;
        EXPECT_THAT(said, HasSubstr("--timeout is out of range; allowed: 0.001 to 3600 seconds"));
    }
}

TEST(replay_command, files_that_cannot_be_read_are_named) {
    replay_command c;
    c.known_file = "/nonexistent/known.json";
    EXPECT_EQ(execute(c), std::pair(2, std::string("/nonexistent/known.json: cannot open\n")));
}

}  // namespace
}  // namespace spikelet::conformance
