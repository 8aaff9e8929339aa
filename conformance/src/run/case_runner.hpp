// Runs one case: prepares its records, makes its calls, looks at what is left, cleans up.
#pragma once

#include "load/case.hpp"
#include "report/suite_result.hpp"
#include "target/target.hpp"

#include <spikelet/conformance/replay.hpp>

#include <memory>
#include <string>

namespace spikelet::conformance {

// Of one worker: keeps its client between cases. One thread.
class case_runner {
public:
    // `set_prefix` begins the names of the sets that cases work in. What `known` lists may fail: it
    // is skipped then. All of them outlive the runner.
    case_runner(target& where, std::string set_prefix, const known_differences& known)
        : target_(where), set_prefix_(std::move(set_prefix)), known_(known) {}

    // Never throws for what a case or the target does: that is a failure of the case.
    case_result run(const conformance_case& c);

private:
    std::vector<failed_check> attempt(const conformance_case& c, bool observed);
    environment& shared_environment();

    target& target_;
    const std::string set_prefix_;
    const known_differences& known_;
    std::unique_ptr<environment> environment_;
};

// What every result says of its case.
case_result describe(const conformance_case& c);

}  // namespace spikelet::conformance
