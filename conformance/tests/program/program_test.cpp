#include "program/options.hpp"

#include <spikelet/mock/cluster.hpp>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace spikelet::conformance {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct outcome {
    int status = 0;
    std::string out;
    std::string err;
};

outcome run_with(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "spikelet-conformance");
    std::vector<const char*> argv;
    argv.reserve(arguments.size() + 1);
    for (const std::string& a : arguments)
        argv.push_back(a.c_str());
    std::ostringstream out;
    std::ostringstream err;
    const int status = run_program(static_cast<int>(argv.size()), argv.data(), out, err, 0);
    return {status, out.str(), err.str()};
}

const std::string selftest_folder =
    std::filesystem::path(SPIKELET_SOURCE_DIR) / "conformance/selftest/cases";

TEST(program, answers_0_when_all_pass) {
    const outcome o = run_with({"--filter", "scalar/get"});
    EXPECT_EQ(o.status, 0) << o.out << o.err;
    EXPECT_THAT(o.out, AllOf(HasSubstr("of 1 node"), HasSubstr(" 0 failed, ")));
}

TEST(program, answers_1_when_one_fails) {
    const outcome o = run_with({"--cases", selftest_folder, "--filter", "fail/records/wrong_bins"});
    EXPECT_EQ(o.status, 1);
    EXPECT_THAT(o.out, AllOf(HasSubstr("FAILED fail/records/wrong_bins"),
                             HasSubstr("expected  bins {a: 2}"),
                             HasSubstr("rerun: spikelet-conformance --mock=community --nodes 1 "
                                       "--cases " +
                                       selftest_folder + " --filter fail/records/wrong_bins")));
}

TEST(program, command_to_run_a_case_again_is_what_a_shell_takes) {
    const outcome o = run_with({"--cases", selftest_folder + "/../cases", "--set-prefix", "mine",
                                "--filter", "fail/records/wrong_bins"});
    EXPECT_THAT(o.out, HasSubstr(" --set-prefix mine --filter fail/records/wrong_bins"));
    const std::string odd = ::testing::TempDir() + "it's odd";
    std::filesystem::remove_all(odd);
    std::filesystem::copy(selftest_folder, odd, std::filesystem::copy_options::recursive);
    EXPECT_THAT(run_with({"--cases", odd, "--filter", "fail/records/wrong_bins"}).out,
                HasSubstr(" --cases '" + ::testing::TempDir() + "it'\\''s odd' --filter"));
}

TEST(program, answers_2_and_why_when_it_cannot_run) {
    EXPECT_THAT(run_with({"--filter", "no/such"}).err, HasSubstr("no case matches"));
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"--filter", "no/such"},
             {"--report", "r.txt"},
             {"--cases", "/nonexistent"},
             {"--report", "/nonexistent/r.json"},
             {"--hosts", ""},
             {"--hosts", "127.0.0.1:x"},
             {"--hosts", "127.0.0.1:3000", "--mock"},
             {"--mock=gold"},
             {"--nodes", "0"},
             {"--set-prefix", "a b"},
             {"--no-such-option"},
             {"compare", "a.json", "b.json"},
             {"replay"},
             {"record", "--to", "127.0.0.1:1"},
             {"record", "--to", "127.0.0.1:1", "--out", "r.jsonl", "--exchanges", "-1"},
             {"record", "--to", "127.0.0.1:1", "--out", "r.txt"},
             {"record", "--to", "127.0.0.1:4000", "--listen", "127.0.0.1:4000", "--out",
              "r.jsonl"}}) {
        const outcome o = run_with(arguments);
        EXPECT_EQ(o.status, 2) << arguments[0];
        EXPECT_FALSE(o.err.empty()) << arguments[0];
    }
}

TEST(program, answers_2_when_every_case_is_skipped) {
    const outcome o = run_with({"--cases", selftest_folder, "--filter", "skip"});
    EXPECT_EQ(o.status, 2);
    EXPECT_THAT(o.err, HasSubstr("every case was skipped"));
}

TEST(program, answers_2_when_nobody_is_there) {
    // A port that was free a moment ago.
    mock::cluster gone;
    const std::string hosts = gone.hosts();
    gone.stop_listening();
    const outcome o = run_with({"--hosts", hosts});
    EXPECT_EQ(o.status, 2);
    EXPECT_FALSE(o.err.empty());
}

TEST(program, runs_against_servers_elsewhere) {
    mock::cluster_config config;
    config.nodes = 2;
    mock::cluster server(config);
    const outcome o = run_with({"--hosts", server.hosts(), "--filter", "scalar/increment"});
    EXPECT_EQ(o.status, 0) << o.out << o.err;
    EXPECT_THAT(o.out, HasSubstr(" 0 failed, 0 skipped"));
    EXPECT_EQ(server.count("test"), 0U) << "records were left behind";
}

TEST(program, answers_2_when_the_namespace_is_not_there) {
    mock::cluster server;
    const outcome o = run_with({"--hosts", server.hosts(), "--namespace", "nope"});
    EXPECT_EQ(o.status, 2);
    EXPECT_THAT(o.err, HasSubstr("has no such namespace"));
}

TEST(program, skips_what_servers_elsewhere_cannot_do) {
    mock::cluster server;
    const outcome o = run_with({"--hosts", server.hosts(), "--filter", "ttl"});
    EXPECT_EQ(o.status, 0) << o.out << o.err;
    EXPECT_THAT(o.out, HasSubstr("needs a clock that can be moved"));
}

TEST(program, lists_cases_and_behaviours) {
    const outcome o = run_with({"--list", "--filter", "scalar/get", "--filter", "concurrency"});
    EXPECT_EQ(o.status, 0);
    EXPECT_THAT(o.out, AllOf(HasSubstr("scalar/get/answers_every_bin\n    All bins come back"),
                             HasSubstr("concurrency/put/one_of_many_creates")));
    EXPECT_THAT(o.out, Not(HasSubstr("scalar/put")));
}

TEST(program, writes_reports_and_compares_them) {
    const std::string a = ::testing::TempDir() + "program_a.json";
    const std::string b = ::testing::TempDir() + "program_b.json";
    const std::string page = ::testing::TempDir() + "program.html";
    ASSERT_EQ(run_with({"--filter", "scalar/get", "--report", a, "--report", page}).status, 0);
    ASSERT_EQ(run_with({"--filter", "scalar/select", "--report", b}).status, 0);
    std::ifstream in(a);
    const auto report = nlohmann::json::parse(in);
    EXPECT_EQ(report["summary"]["failed"], 0);
    EXPECT_GT(report["summary"]["passed"], 3);
    EXPECT_GT(std::filesystem::file_size(page), 1000U);
    EXPECT_EQ(run_with({"compare", a, a}).status, 0);
    const outcome different = run_with({"compare", a, b});
    EXPECT_EQ(different.status, 1);
    EXPECT_THAT(different.out, HasSubstr("passed in A, not run in B"));
}

TEST(program, replays_recordings) {
    mock::cluster server;
    const std::string corpus =
        std::filesystem::path(SPIKELET_SOURCE_DIR) / "fixtures/golden/scalar.jsonl.gz";
    const outcome o =
        run_with({"replay", "--hosts", server.hosts(), "--op", "incr", "--summary", corpus});
    EXPECT_EQ(o.status, 0) << o.out << o.err;
}

TEST(program, tells_recordings_without_a_case_from_a_selection_of_none) {
    mock::cluster server;
    const std::string empty = ::testing::TempDir() + "empty.jsonl";
    std::ofstream(empty).flush();
    const outcome nothing = run_with({"replay", "--hosts", server.hosts(), empty});
    EXPECT_EQ(nothing.status, 2);
    EXPECT_THAT(nothing.err, HasSubstr("the recordings hold no case"));
    EXPECT_THAT(run_with({"replay", "--hosts", server.hosts(), "--op", "no", empty}).err,
                HasSubstr("no case matches --only"));
}

TEST(program, helps_and_tells_its_version) {
    EXPECT_THAT(run_with({"--help"}).out, AllOf(HasSubstr("--hosts"), HasSubstr("replay")));
    EXPECT_EQ(run_with({"--help"}).status, 0);
    EXPECT_EQ(run_with({"--version"}).status, 0);
}

}  // namespace
}  // namespace spikelet::conformance
