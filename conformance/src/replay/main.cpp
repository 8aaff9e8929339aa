#include "replay_command.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

int main(int argc, char** argv) {
    CLI::App app("Replays recorded requests against a server and compares the answers");
    spikelet::conformance::replay_command command;
    add_options(app, command);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    return run(command, std::cout, std::cerr);
}
