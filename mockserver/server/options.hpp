// What the command line of spikelet-server says.
#pragma once

#include <spikelet/mock/cluster.hpp>

#include <string>
#include <vector>

namespace spikelet::server {

enum class action {
    serve,   // until SIGTERM or SIGINT
    run,     // a command with a cluster of its own
    decode,  // explain bytes
    quit,    // help or version was printed
};

struct options {
    server::action action = action::serve;
    mock::cluster_config cluster;
    mock::listen_options listen;
    bool trace = false;
    bool exit_with_parent = false;
    std::vector<std::string> command;  // of `run`
    std::string hex;                   // of `decode`; "-" for standard input
};

// Exit statuses of the program.
inline constexpr int status_ok = 0;
inline constexpr int status_failed = 1;  // the system refused something: a port in use, say
inline constexpr int status_usage = 2;   // wrong options or configuration

// Reads the command line and the configuration file that it names. Throws usage_error with a
// message for the user; prints help and version itself.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};
options parse_command_line(int argc, char** argv);

}  // namespace spikelet::server
