// spikelet-server's command line and configuration file: what is wrong is named, with status 2.
#include "support/child_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::child_process;
using testing::finished_process;
using ::testing::HasSubstr;
using testing::run_process;

finished_process server(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), SPIKELET_SERVER);
    return run_process(arguments);
}

TEST(options, wrong_ones_are_named_with_what_is_allowed) {
    const struct {
        std::vector<std::string> arguments;
        std::vector<std::string> named;
    } cases[] = {
        {{"--nodez", "3"}, {"--nodez"}},
        {{"serve"}, {"serve"}},
        {{"--nodes", "0"}, {"--nodes", "1", "64"}},
        {{"--nodes", "65"}, {"--nodes", "1", "64"}},
        {{"--nodes", "many"}, {"--nodes", "many"}},
        {{"--port", "65536"}, {"--port", "65536", "0 to 65535"}},
        {{"--port", "http"}, {"--port", "http", "0 to 65535"}},
        {{"--port", ""}, {"--port", "0 to 65535"}},
        {{"--port"}, {"--port"}},
        {{"--port", "65534", "--nodes", "3"}, {"--port", "65534", "3 nodes", "65533"}},
        {{"--personality", "oracle"}, {"--personality", "oracle", "community", "enterprise"}},
        {{"--namespace", "a:b"}, {"namespace", "a:b"}},
        {{"--namespace", "a", "--namespace", "a"}, {"namespace", "'a'", "once"}},
        {{"--threads", "0"}, {"--threads"}},
        {{"--config", "/does/not/exist.json"}, {"--config", "/does/not/exist.json"}},
        {{"--config", "/"}, {"--config", "'/'", "directory"}},
        {{"--advertise", "db.example:3000"}, {"--advertise", "db.example:3000", "host name"}},
        {{"--advertise", "a,b"}, {"--advertise", "'a,b'", "host name"}},
        {{"--advertise", ""}, {"--advertise", "host name"}},
        {{"--listen", "localhost", "--port", "0"}, {"localhost", "numeric"}},
        {{"--seed", "-1"}, {"--seed", "-1", "whole number"}},
        {{"--seed", "18446744073709551616"}, {"--seed"}},
        {{"run"}, {"COMMAND"}},
        {{"run", "--nodez", "3", "--", "true"}, {"--nodez"}},
        {{"decode"}, {"HEX"}},
        {{"decode", "0g"}, {"'g'", "position 1"}},
        {{"decode", "020"}, {"last byte"}},
    };
    for (const auto& c : cases) {
        const std::string what = ::testing::PrintToString(c.arguments);
        const finished_process ended = server(c.arguments);
        EXPECT_EQ(ended.status, 2) << what << ended.errors;
        EXPECT_EQ(ended.output, "") << what;
        EXPECT_THAT(ended.errors, ::testing::StartsWith("spikelet-server: ")) << what;
        for (const std::string& named : c.named)
            EXPECT_THAT(ended.errors, HasSubstr(named)) << what;
    }
}

TEST(options, help_and_version_are_printed_with_status_0) {
    const finished_process help = server({"--help"});
    EXPECT_EQ(help.status, 0);
    for (const char* option :
         {"--listen", "--port", "--nodes", "--namespace", "--config", "--threads", "--personality",
          "--seed", "--advertise", "--trace", "--exit-with-parent", "run", "decode", "ready "}) {
        EXPECT_THAT(help.output, HasSubstr(option));
    }
    const finished_process version = server({"--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_THAT(version.output, ::testing::MatchesRegex("spikelet-server [0-9.]+\n"));
}

class config_file : public ::testing::Test {
protected:
    config_file()
        : path_(std::filesystem::temp_directory_path() /
                ("spikelet_" + std::to_string(::getpid()) + ".json")) {}
    ~config_file() override { std::filesystem::remove(path_); }

    const std::string& write(std::string_view text) {
        std::ofstream(path_) << text;
        return path_.native();
    }

private:
    std::filesystem::path path_;
};

TEST_F(config_file, what_is_wrong_is_named_with_the_file) {
    const struct {
        const char* text;
        std::vector<std::string> named;
    } cases[] = {
        {"{", {"JSON"}},
        {R"({"nodes": 0})", {"nodes", "0", "1 to 64"}},
        {R"({"node": 1})", {"node", "nodes"}},
        {R"({"namespaces": [{"name": "test", "default-tll": 1}]})", {"default-tll", "default-ttl"}},
        {R"({"namespaces": [{"name": "test", "default-ttl": "soon"}]})",
         {"namespaces[0].default-ttl", "soon", "seconds"}},
    };
    for (const auto& c : cases) {
        const std::string& path = write(c.text);
        const finished_process ended = server({"--config", path, "--port", "0"});
        EXPECT_EQ(ended.status, 2) << c.text;
        EXPECT_THAT(ended.errors, HasSubstr(path)) << c.text;
        for (const std::string& named : c.named)
            EXPECT_THAT(ended.errors, HasSubstr(named)) << c.text;
    }
}

TEST_F(config_file, file_that_is_no_configuration_by_its_size_is_not_read_on) {
    const std::string& path = write(std::string(2u << 20, ' '));
    const finished_process ended = server({"--config", path});
    EXPECT_EQ(ended.status, 2);
    EXPECT_THAT(ended.errors, HasSubstr(path));
    EXPECT_THAT(ended.errors, HasSubstr("mebibyte"));
}

TEST_F(config_file, command_line_has_the_last_word) {
    const std::string& path = write(R"({"nodes": 3, "namespaces": [{"name": "mine"}]})");
    child_process from_file({SPIKELET_SERVER, "--config", path, "--port", "0"});
    EXPECT_THAT(from_file.read_line(), ::testing::MatchesRegex("ready [^,]*,[^,]*,[^,]*"));
    child_process overruled({SPIKELET_SERVER, "--config", path, "--port", "0", "--nodes", "1"});
    EXPECT_THAT(overruled.read_line(), ::testing::MatchesRegex("ready [^,]*"));
}

}  // namespace
}  // namespace spikelet::mock
