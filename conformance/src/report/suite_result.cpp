#include "report/suite_result.hpp"

#include <algorithm>

namespace spikelet::conformance {

std::string_view name(verdict v) {
    switch (v) {
        case verdict::passed:
            return "passed";
        case verdict::failed:
            return "failed";
        case verdict::skipped:
            break;
    }
    return "skipped";
}

void result_counts::add(const case_result& c) {
    if (c.outcome == verdict::skipped) {
        ++skipped;
    } else if (c.is_unconfirmed) {
        ++unconfirmed;
        if (c.outcome == verdict::failed) ++differing;
    } else if (c.outcome == verdict::passed) {
        ++passed;
    } else {
        ++failed;
    }
}

result_counts count(const suite_result& result) {
    result_counts counts;
    for (const case_result& c : result.cases)
        counts.add(c);
    return counts;
}

parity_matrix make_matrix(const suite_result& result) {
    parity_matrix matrix;
    for (const case_result& c : result.cases)
        matrix[c.area][c.operation].add(c);
    return matrix;
}

std::vector<std::pair<std::string, std::vector<const case_result*>>> skips_by_reason(
    const suite_result& result) {
    std::map<std::string, std::vector<const case_result*>> by_reason;
    for (const case_result& c : result.cases) {
        if (c.outcome == verdict::skipped) by_reason[c.skip_reason].push_back(&c);
    }
    std::vector<std::pair<std::string, std::vector<const case_result*>>> sorted(by_reason.begin(),
                                                                                by_reason.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return a.second.size() > b.second.size();
    });
    return sorted;
}

std::string rerun_command(const suite_result& result, const case_result& c) {
    return result.command + " --filter " + c.id;
}

}  // namespace spikelet::conformance
