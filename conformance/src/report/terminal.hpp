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
    // `columns` of the terminal; 0: it is none.
    terminal_report(std::ostream& out, std::size_t columns, bool use_colour)
        : out_(out), columns_(columns), use_colour_(use_colour) {}

    // `command` is suite_result's, for the commands that run single cases again.
    void begin(const target_facts& target, std::size_t cases, const std::string& command);
    void ended(const case_result& c, std::size_t done, std::size_t all);
    void end(const suite_result& result);

private:
    std::string painted(std::string_view text, std::string_view colour) const;
    void clear_line();
    void show_areas(const suite_result& result);

    std::ostream& out_;
    const std::size_t columns_;
    const bool use_colour_;
    std::string command_;
    std::size_t failed_ = 0;
};

}  // namespace spikelet::conformance
