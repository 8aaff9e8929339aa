#include "load/case.hpp"
#include "program/interruption.hpp"
#include "program/options.hpp"
#include "report/reports.hpp"
#include "report/terminal.hpp"
#include "run/behaviour.hpp"
#include "run/selection.hpp"
#include "run/suite.hpp"
#include "target/hosts_option.hpp"
#include "target/target.hpp"

#include <algorithm>
#include <cstdlib>
#include <ostream>
#include <stdexcept>
#include <thread>

namespace spikelet::conformance {
namespace {

struct chosen {
    std::vector<conformance_case> cases;
    std::vector<behaviour> behaviours;
    std::size_t size() const { return cases.size() + behaviours.size(); }
};

chosen choose(const suite_command& command) {
    const selection wanted(command.filters);
    chosen out{load_cases(find_cases(command.cases)), all_behaviours()};
    std::erase_if(out.cases, [&](const auto& c) { return !wanted.takes(c.id); });
    std::erase_if(out.behaviours, [&](const auto& b) { return !wanted.takes(b.id()); });
    if (out.size() == 0) {
        std::string filters;
        for (const std::string& f : command.filters)
            filters += " --filter \"" + f + "\"";
        throw std::invalid_argument("no case matches" + filters + "; --list shows all of them");
    }
    return out;
}

int list(const chosen& what, std::ostream& out) {
    std::vector<std::pair<std::string, std::string>> lines;
    for (const conformance_case& c : what.cases)
        lines.emplace_back(c.id, c.description);
    for (const behaviour& b : what.behaviours)
        lines.emplace_back(b.id(), b.description);
    std::sort(lines.begin(), lines.end());
    for (const auto& [id, description] : lines)
        out << id << "\n    " << description << "\n";
    return exit_passed;
}

std::unique_ptr<target> make_target(const suite_command& command) {
    if (command.hosts)
        return make_hosts_target(parse_hosts_option(*command.hosts), command.namespace_name);
    return make_mock_target({.personality = command.mock == "enterprise"
                                                ? mock::personality::enterprise
                                                : mock::personality::community,
                             .nodes = command.nodes,
                             .namespace_name = command.namespace_name,
                             .over_tcp = command.tcp});
}

bool is_set_prefix(const std::string& text) {
    constexpr std::size_t size_max = 20;
    return !text.empty() && text.size() <= size_max &&
           std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-';
           });
}

// As a shell takes it for one word.
std::string quoted(const std::string& text) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,@%+";
    if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

// What runs the suite in the same way, but for the choice of cases.
std::string command_to_rerun(const suite_command& command, const target_facts& target) {
    std::string out = quoted(command.program) + " " + target.options;
    if (!command.cases.empty()) out += " --cases " + quoted(command.cases);
    if (command.set_prefix != suite_command().set_prefix)
        out += " --set-prefix " + quoted(command.set_prefix);
    return out;
}

}  // namespace

int run_suite_command(const suite_command& command, std::ostream& out, std::ostream& err,
                      std::size_t columns) {
    for (const std::string& file : command.reports)
        check_report_name(file);
    if (!is_set_prefix(command.set_prefix)) {
        throw std::invalid_argument("--set-prefix \"" + command.set_prefix +
                                    "\": it is 1 to 20 letters, digits, _ and -");
    }
    const chosen what = choose(command);
    if (command.list) return list(what, out);

    const auto where = make_target(command);
    const bool use_colour =
        command.colour == "always" ||
        (command.colour == "auto" && columns != 0 && std::getenv("NO_COLOR") == nullptr);
    suite_options options{
        .jobs = command.jobs != 0 ? command.jobs : std::thread::hardware_concurrency(),
        .set_prefix = command.set_prefix,
        .command = command_to_rerun(command, where->facts())};
    terminal_report terminal(out, columns, use_colour);
    terminal.begin(where->facts(), what.size(), options.command);
    if (where->facts().is_mock()) options.known = load_not_built(find_cases(command.cases));
    options.progress = [&](const case_result& c, std::size_t done, std::size_t all) {
        terminal.ended(c, done, all);
    };
    suite_result result;
    {
        const interruption ctrl_c;
        options.stop = &interruption::is_asked_for;
        result = run_suite(*where, what.cases, what.behaviours, options);
    }
    terminal.end(result);
    for (const std::string& file : command.reports)
        write_report(result, file);

    const result_counts counts = count(result);
    if (!result.cut_short.empty()) {
        err << "spikelet-conformance: " << result.cut_short << "\n";
        return exit_could_not_run;
    }
    if (counts.failed != 0) return exit_failed;
    if (counts.passed + counts.unconfirmed == 0) {
        err << "spikelet-conformance: every case was skipped\n";
        return exit_could_not_run;
    }
    return exit_passed;
}

int run_compare_command(const compare_command& command, std::ostream& out) {
    const report_comparison comparison = compare_reports(command.a, command.b);
    out << comparison.text;
    return comparison.same ? exit_passed : exit_failed;
}

std::filesystem::path find_cases(const std::string& given) {
    if (!given.empty()) return given;
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::filesystem::path installed =
        program.parent_path().parent_path() / SPIKELET_CASES_INSTALLED;
    const std::filesystem::path source = SPIKELET_CASES_SOURCE;
    for (const auto& place : {installed, source}) {
        if (std::filesystem::is_directory(place, error)) return place;
    }
    throw std::invalid_argument("the cases are neither in " + installed.string() + " nor in " +
                                source.string() + "; name their folder with --cases");
}

}  // namespace spikelet::conformance
