// The command line of spikelet-conformance.
#pragma once

#include "record/record_command.hpp"
#include "replay/replay_command.hpp"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace spikelet::conformance {

inline constexpr int exit_passed = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_could_not_run = 2;

struct suite_command {
    std::string mock;  // a personality; empty: --hosts decides, else community
    bool tcp = false;
    std::optional<std::string> hosts;
    unsigned nodes = 1;
    std::string namespace_name = "test";
    std::vector<std::string> filters;
    std::string program = "spikelet-conformance";  // as it was called
    std::string cases;  // a folder; empty: those that came with the program
    std::string set_prefix = "conform";
    std::vector<std::string> reports;
    unsigned jobs = 0;  // 0: one a core
    bool list = false;
    std::string colour = "auto";
};

struct compare_command {
    std::string a;
    std::string b;
};

// Runs what the arguments ask for and answers the exit status. `columns` of the terminal that `out`
// is; 0: it is none.
int run_program(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                std::size_t columns);

// Where the cases are: `given` if it is not empty, else beside the installed program, else in the
// source tree that it was built from. Throws std::invalid_argument that names the places.
std::filesystem::path find_cases(const std::string& given);

int run_suite_command(const suite_command& command, std::ostream& out, std::ostream& err,
                      std::size_t columns);
int run_compare_command(const compare_command& command, std::ostream& out);

}  // namespace spikelet::conformance
