// The command line of the replayer, for a program of its own or as one command of a larger one.
#pragma once

#include <spikelet/conformance/replay.hpp>

#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace spikelet::conformance {

struct replay_command {
    std::string hosts = "127.0.0.1:3000";
    std::vector<std::string> corpora;
    case_selection selection;
    std::size_t details_max = 20;
    std::size_t timeouts_max = 20;
    double timeout_s = 5;
    bool strict = false;
    bool summary_only = false;
    std::string known_file;
    bool strict_known = false;
    std::string json_file;
};

// Declares the options; `command` receives them when `app` parses, and must outlive it.
void add_options(CLI::App& app, replay_command& command);

// Exit status: 0 all pass, 1 some fail, 2 it could not run, which `err` explains.
int run(const replay_command& command, std::ostream& out, std::ostream& err);

}  // namespace spikelet::conformance
