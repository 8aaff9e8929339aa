#include "replay_command.hpp"

#include <spikelet/host_address.hpp>

#include <CLI/CLI.hpp>

#include <cmath>
#include <exception>
#include <fstream>
#include <ostream>
#include <stdexcept>

namespace spikelet::conformance {

namespace {

constexpr int all_passed = 0;
constexpr int some_failed = 1;
constexpr int could_not_run = 2;

host_address parse_hosts(const std::string& text) {
    constexpr std::uint16_t none = 0;
    auto address = parse_host_address(text, none);
    if (!address || address->port == none)
        throw std::invalid_argument("--hosts \"" + text +
                                    "\" is no address; allowed: HOST:PORT, one node, the port 1 to "
                                    "65535");
    return *std::move(address);
}

std::chrono::milliseconds parse_timeout(double seconds) {
    constexpr double timeout_max_s = 3600;
    if (!(seconds >= 0.001 && seconds <= timeout_max_s))
        throw std::invalid_argument("--timeout is out of range; allowed: 0.001 to 3600 seconds");
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

void write_file(const std::string& name, const std::string& text) {
    std::ofstream file(name, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw std::runtime_error("--json " + name + ": cannot write the file");
}

}  // namespace

void add_options(CLI::App& app, replay_command& command) {
    case_selection& select = command.selection;
    // One value an option, so that the files behind are not taken for more of them.
    const auto list = [&](const char* name, std::vector<std::string>& values, const char* help) {
        return app.add_option(name, values, help)
            ->allow_extra_args(false)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    app.add_option("corpus", command.corpora, "Recordings, .jsonl or .jsonl.gz")
        ->required()
        ->type_name("FILE");
    app.add_option("--hosts", command.hosts, "Server to replay against")
        ->type_name("HOST:PORT")
        ->capture_default_str();
    list("--only", select.categories, "Only this category (repeatable)")->type_name("CATEGORY");
    list("--op", select.operations, "Only this operation (repeatable)")->type_name("OP");
    list("--id", select.ids, "Only this case (repeatable)")->type_name("ID");
    list("--feature", select.features, "Only cases with this feature (repeatable)")->type_name("F");
    list("--skip-feature", select.skipped_features,
         "Leave out cases with this feature (repeatable)")
        ->type_name("F");
    app.add_option("--max-show", command.details_max, "Failures to explain at length")
        ->check(CLI::Range(0, 1000000))
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--timeout", command.timeout_s, "Time for one answer")
        ->type_name("SECONDS")
        ->capture_default_str();
    app.add_option("--give-up", command.timeouts_max,
                   "Fail the rest of a file after so many timeouts in a row")
        ->check(CLI::Range(0, 1000000))
        ->type_name("N")
        ->capture_default_str();
    app.add_flag("--strict", command.strict, "Compare geojson cells and hashed index values too");
    app.add_flag("--summary", command.summary_only, "Print one line only");
    app.add_option("--known", command.known_file, "Cases that are expected to fail, and why")
        ->type_name("FILE");
    app.add_flag("--strict-known", command.strict_known,
                 "An expected failure that passes is an error");
    app.add_option("--json", command.json_file, "Write the result there")->type_name("FILE");
}

int run(const replay_command& command, std::ostream& out, std::ostream& err) {
    try {
        const host_address server = parse_hosts(command.hosts);
        const auto timeout = parse_timeout(command.timeout_s);
        replay_options options;
        options.selection = command.selection;
        options.strict = command.strict;
        options.timeouts_max = command.timeouts_max;
        options.details_max = command.details_max;
        if (!command.known_file.empty())
            options.known = known_differences::load(command.known_file);

        const replay_result result =
            replay({command.corpora.begin(), command.corpora.end()},
                   tcp_transport(server.host, server.port, timeout), options);
        if (!command.json_file.empty()) write_file(command.json_file, report_json(result));
        if (result.table.empty()) {
            err << (command.selection.takes_all()
                        ? "the recordings hold no case\n"
                        : "no case matches --only, --op, --id, --feature and --skip-feature\n");
            return could_not_run;
        }
        out << (command.summary_only ? report_summary(result) : report_text(result));
        const bool stale_known = command.strict_known && !result.unexpected_passes.empty();
        return result.all_passed() && !stale_known ? all_passed : some_failed;
    } catch (const std::exception& error) {
        err << error.what() << '\n';
        return could_not_run;
    }
}

}  // namespace spikelet::conformance
