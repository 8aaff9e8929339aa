// The command line of the recorder.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>

namespace CLI {
class App;
}

namespace spikelet::conformance {

struct record_command {
    std::string listen = "127.0.0.1:3000";
    std::string to;
    std::string out_file;
    std::size_t exchanges_max = 0;  // 0: until it is interrupted
};

// Declares the options; `command` receives them when `app` parses, and must outlive it.
void add_options(CLI::App& app, record_command& command);

// Records until SIGINT or SIGTERM. 0; throws what keeps it from running.
int run(const record_command& command, std::ostream& out);

}  // namespace spikelet::conformance
