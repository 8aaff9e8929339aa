// Runs many cases and behaviours, several at a time.
#pragma once

#include "load/case.hpp"
#include "report/suite_result.hpp"
#include "run/behaviour.hpp"
#include "target/target.hpp"

#include <spikelet/conformance/replay.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace spikelet::conformance {

struct suite_options {
    unsigned jobs = 1;
    std::string set_prefix = "conform";
    // For suite_result; empty: that of a run with the target's options and no others.
    std::string command = {};
    // Cases that fail where they are expected to are skipped, with the reason.
    known_differences known = {};
    // Called after each case, from one thread at a time.
    std::function<void(const case_result& c, std::size_t done, std::size_t all)> progress = {};
    // Asked before each case, by any thread: whether to begin no more of them.
    std::function<bool()> stop = {};
};

// In the order of ids, whatever the order in which they ended. When the target goes away in
// between, or the run is stopped, what was not run by then is skipped.
suite_result run_suite(target& where, const std::vector<conformance_case>& cases,
                       const std::vector<behaviour>& behaviours, const suite_options& options);

}  // namespace spikelet::conformance
