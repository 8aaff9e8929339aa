#include "report/terminal.hpp"

#include "report/reports.hpp"

#include <algorithm>
#include <iomanip>
#include <ostream>
#include <sstream>

namespace spikelet::conformance {
namespace {

constexpr std::string_view red = "31";
constexpr std::string_view green = "32";
constexpr std::string_view yellow = "33";
constexpr std::string_view bold = "1";
constexpr std::string_view soft = "2";
// A run of thousands of failures has one cause; its first ones tell it.
constexpr std::size_t failures_shown_max = 50;
// Of the table of areas; narrower terminals, and areas where all passes, have it in words.
constexpr std::size_t table_width = 70;

std::string some(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what);
}

}  // namespace

std::string terminal_report::painted(std::string_view text, std::string_view colour) const {
    if (!use_colour_ || colour.empty()) return std::string(text);
    return "\x1b[" + std::string(colour) + "m" + std::string(text) + "\x1b[0m";
}

void terminal_report::clear_line() {
    if (columns_ != 0) out_ << "\r\x1b[K";
}

void terminal_report::begin(const target_facts& target, std::size_t cases,
                            const std::string& command) {
    command_ = command;
    out_ << painted("conformance", bold) << " of " << target.address << " (" << target.edition
         << " " << target.build << ", namespace " << target.namespace_name << "), " << cases
         << (cases == 1 ? " case" : " cases") << "\n";
}

void terminal_report::ended(const case_result& c, std::size_t done, std::size_t all) {
    clear_line();
    if (c.outcome == verdict::failed && !c.is_unconfirmed && ++failed_ <= failures_shown_max) {
        out_ << "\n"
             << painted("FAILED", red) << " " << painted(c.id, bold) << "\n  " << c.description
             << "\n";
        for (const failed_check& check : c.failures)
            out_ << failure_text(check, "  ");
        suite_result only;
        only.command = command_;
        out_ << painted("  rerun: " + rerun_command(only, c), soft) << "\n";
    }
    if (columns_ == 0) return;
    std::string line = "[" + std::to_string(done) + "/" + std::to_string(all) + "] " +
                       (failed_ == 0 ? "" : some(failed_, "failed, ")) + c.id;
    // A line that reaches the edge would wrap, and the rest of it could not be cleared.
    if (line.size() >= columns_) line.resize(columns_ - 1);
    out_ << line << std::flush;
}

void terminal_report::show_areas(const suite_result& result) {
    const bool as_table = columns_ == 0 || columns_ >= table_width;
    for (const auto& [area, operations] : make_matrix(result)) {
        result_counts sum;
        for (const auto& [operation, c] : operations) {
            sum.passed += c.passed;
            sum.failed += c.failed;
            sum.skipped += c.skipped;
            sum.unconfirmed += c.unconfirmed;
        }
        out_ << "  " << std::left << std::setw(14) << area << std::right;
        std::string_view between;
        const auto show = [&](std::size_t n, std::string_view what, std::string_view colour) {
            if (as_table) {
                std::ostringstream field;
                field << std::setw(5) << n << " " << what;
                out_ << painted(field.str(), n == 0 ? soft : colour);
            } else if (n != 0) {
                out_ << between << painted(some(n, what), colour);
                between = ", ";
            }
        };
        show(sum.passed, "passed", green);
        show(sum.failed, "failed", red);
        show(sum.skipped, "skipped", "");
        show(sum.unconfirmed, "unconfirmed", "");
        out_ << "\n";
    }
}

void terminal_report::end(const suite_result& result) {
    clear_line();
    const result_counts all = count(result);
    if (failed_ > failures_shown_max)
        out_ << "\n… and " << failed_ - failures_shown_max << " failures more\n";
    out_ << "\n";
    show_areas(result);
    const auto skipped = skips_by_reason(result);
    if (!skipped.empty()) out_ << "\nskipped\n";
    for (const auto& [reason, cases] : skipped)
        out_ << std::setw(6) << cases.size() << "  " << reason << "\n";
    if (all.differing != 0) out_ << "\nunconfirmed, and different here\n";
    for (const case_result& c : result.cases) {
        if (c.is_unconfirmed && c.outcome == verdict::failed) {
            out_ << painted("  ? ", yellow) << c.id;
            if (!c.failures.empty()) {
                const failed_check check = readable(c.failures.front());
                out_ << ": expected " << check.expected << ", got " << check.got;
            }
            out_ << "\n";
        }
    }
    out_ << "\n"
         << painted(some(all.passed, "passed"), green) << ", "
         << (all.failed == 0 ? some(0, "failed") : painted(some(all.failed, "failed"), red)) << ", "
         << some(all.skipped, "skipped") << ", " << some(all.unconfirmed, "unconfirmed") << " in "
         << duration_text(result.seconds) << "\n";
}

}  // namespace spikelet::conformance
