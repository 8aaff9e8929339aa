// `spikelet-server run`: a command with a cluster of its own.
#include "support/child_process.hpp"
#include "support/tcp_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::accepts;
using testing::child_process;
using testing::finished_process;
using ::testing::HasSubstr;
using testing::run_process;

finished_process run(const std::vector<std::string>& options, const std::string& script,
                     const std::string& input = {}) {
    std::vector<std::string> command{SPIKELET_SERVER, "run"};
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {"--", "sh", "-c", script});
    return run_process(command, input);
}

TEST(run, command_finds_the_hosts_in_its_environment) {
    const finished_process ended =
        run({"--nodes", "3"}, "echo $SPIKELET_HOSTS; echo $AEROSPIKE_HOSTS");
    EXPECT_EQ(ended.status, 0);
    EXPECT_EQ(ended.errors, "");
    const auto line = ended.output.find('\n');
    const std::string hosts = ended.output.substr(0, line);
    EXPECT_THAT(hosts,
                ::testing::MatchesRegex("127.0.0.1:[0-9]+,127.0.0.1:[0-9]+,127.0.0.1:[0-9]+"));
    EXPECT_EQ(ended.output, hosts + "\n" + hosts + "\n") << "only what the command prints";
}

TEST(run, options_of_the_server_may_stand_before_and_behind) {
    for (const std::vector<std::string>& options :
         {std::vector<std::string>{"--nodes", "2", "run"}, {"run", "--nodes", "2"}}) {
        std::vector<std::string> command{SPIKELET_SERVER};
        command.insert(command.end(), options.begin(), options.end());
        command.insert(command.end(), {"--", "sh", "-c", "echo $SPIKELET_HOSTS"});
        EXPECT_THAT(run_process(command).output, ::testing::MatchesRegex("[^,]+,[^,]+\n"));
    }
}

TEST(run, cluster_lives_as_long_as_the_command) {
    child_process process(
        {SPIKELET_SERVER, "run", "--", "sh", "-c", "echo $SPIKELET_HOSTS; exec sleep 1000"});
    const std::string address = process.read_line();
    EXPECT_TRUE(accepts(address));
    process.signal(SIGTERM);
    EXPECT_EQ(process.wait(), 128 + SIGTERM) << "passed on to the command, whose end is ours";
    EXPECT_FALSE(accepts(address));
}

TEST(run, status_of_the_command_is_ours) {
    EXPECT_EQ(run({}, "exit 0").status, 0);
    EXPECT_EQ(run({}, "exit 7").status, 7);
    EXPECT_EQ(run({}, "kill -9 $$").status, 128 + 9);
}

TEST(run, command_reads_our_standard_input) {
    EXPECT_EQ(run({}, "cat", "some text").output, "some text");
}

TEST(run, command_that_cannot_be_started_is_named) {
    const finished_process ended = run_process({SPIKELET_SERVER, "run", "--", "no-such-program"});
    EXPECT_EQ(ended.status, 127);
    EXPECT_THAT(ended.errors, HasSubstr("no-such-program"));
}

TEST(run, arguments_of_the_command_are_its_own) {
    const finished_process ended =
        run_process({SPIKELET_SERVER, "run", "--", "echo", "--nodes", "--", "-x"});
    EXPECT_EQ(ended.output, "--nodes -- -x\n");
}

}  // namespace
}  // namespace spikelet::mock
