// A run of the suite on a terminal, or in a log.
#pragma once

#include "report/suite_result.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>

namespace spikelet::conformance {

// Writes failures as they happen and a summary at the end. On a terminal it also shows, in the last
// line, how far the run is, and uses colour.
class terminal_report {
public:
    terminal_report(std::ostream& out, bool is_terminal, bool use_colour)
        : out_(out), is_terminal_(is_terminal), use_colour_(use_colour) {}

    void begin(const target_facts& target, std::size_t cases);
    void ended(const case_result& c, std::size_t done, std::size_t all);
    // `rerun_options` of target.options make the commands that run single cases again.
    void end(const suite_result& result);

private:
    std::string painted(std::string_view text, std::string_view colour) const;
    void clear_line();

    std::ostream& out_;
    const bool is_terminal_;
    const bool use_colour_;
    std::string target_options_;
    std::size_t failed_ = 0;
};

}  // namespace spikelet::conformance
