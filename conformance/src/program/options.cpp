#include "program/options.hpp"

#include <spikelet/client.hpp>

#include <CLI/CLI.hpp>

#include <ostream>

namespace spikelet::conformance {
namespace {

constexpr const char* description =
    "Runs the conformance suite against a mock cluster in this process, or against servers.\n"
    "Each case has a set to itself and cleans up; nothing else on a server is touched.\n"
    "Exit status: 0 all passed, 1 some failed, 2 it could not run.";

void add_options(CLI::App& app, suite_command& c) {
    auto* mock =
        app.add_option("--mock", c.mock, "A mock cluster in this process, community or enterprise")
            ->expected(0, 1)
            ->default_str("community")
            ->check(CLI::IsMember({"community", "enterprise"}))
            ->type_name("[PERSONALITY]");
    auto* tcp = app.add_flag("--tcp", c.tcp, "Reach the mock cluster over TCP, not by calls");
    auto* nodes = app.add_option("--nodes", c.nodes, "Nodes of the mock cluster")
                      ->check(CLI::Range(1, 64))
                      ->capture_default_str();
    app.add_option("--hosts", c.hosts, "Servers: HOST:PORT, several with commas")
        ->excludes(mock)
        ->excludes(tcp)
        ->excludes(nodes)
        ->type_name("H:P,...");
    app.add_option("--namespace", c.namespace_name, "The namespace to work in")
        ->type_name("NAME")
        ->capture_default_str();
    app.add_option("--filter", c.filters,
                   "Only these cases: an id, the beginning of one, or a pattern with * and ?; "
                   "-PATTERN leaves cases out (repeatable)")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("ID");
    app.add_option("--jobs", c.jobs, "Cases at a time; 0: one a core")
        ->check(CLI::Range(0, 256))
        ->capture_default_str()
        ->type_name("N");
    app.add_option("--report", c.reports,
                   "Write a report: .json, .xml (JUnit), .md or .html (repeatable)")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("FILE");
    app.add_option("--cases", c.cases, "The folder of cases, if not the program's own")
        ->type_name("DIR");
    app.add_option("--set-prefix", c.set_prefix,
                   "Begins the names of the sets it works in; runs at the same time on one "
                   "server need different ones")
        ->type_name("NAME")
        ->capture_default_str();
    app.add_option("--color", c.colour, "auto, always or never")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->capture_default_str()
        ->type_name("WHEN");
    app.add_flag("--list", c.list, "Only list the cases");
}

}  // namespace

int run_program(int argc, const char* const* argv, std::ostream& out, std::ostream& err,
                std::size_t columns) {
    CLI::App app(description, "spikelet-conformance");
    app.set_version_flag("--version", std::string(version()));
    suite_command suite;
    if (argc > 0) suite.program = argv[0];
    add_options(app, suite);
    app.require_subcommand(0, 1);

    replay_command replay;
    CLI::App& replay_app = *app.add_subcommand(
        "replay", "Replays recorded requests against a server and compares the answers");
    add_options(replay_app, replay);

    record_command record;
    CLI::App& record_app = *app.add_subcommand(
        "record", "Stands between a client and a server and writes down what they say");
    add_options(record_app, record);

    compare_command compare;
    CLI::App& compare_app =
        *app.add_subcommand("compare", "Tells which cases came out differently in two reports");
    compare_app.add_option("a", compare.a, "A report, .json")->required()->type_name("A.json");
    compare_app.add_option("b", compare.b, "Another one")->required()->type_name("B.json");

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e, out, err) == 0 ? exit_passed : exit_could_not_run;
    }
    try {
        if (replay_app.parsed()) return run(replay, out, err);
        if (record_app.parsed()) return run(record, out);
        if (compare_app.parsed()) return run_compare_command(compare, out);
        return run_suite_command(suite, out, err, columns);
    } catch (const std::exception& e) {
        err << "spikelet-conformance: " << e.what() << "\n";
        return exit_could_not_run;
    }
}

}  // namespace spikelet::conformance
