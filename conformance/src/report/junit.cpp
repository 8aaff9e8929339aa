#include "report/markup.hpp"
#include "report/reports.hpp"

#include <cstdio>

namespace spikelet::conformance {
namespace {

std::string number(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.6f", seconds);
    return text;
}

std::string attribute(std::string_view key, std::string_view value) {
    return " " + std::string(key) + "=\"" + markup_text(value) + "\"";
}

std::string test_case(const suite_result& result, const case_result& c) {
    const std::string prefix = c.area + "/" + c.operation + "/";
    const std::string name = c.id.starts_with(prefix) ? c.id.substr(prefix.size()) : c.id;
    std::string out = "    <testcase" + attribute("classname", c.area + "." + c.operation) +
                      attribute("name", name) + attribute("time", number(c.seconds));
    if (c.outcome == verdict::passed) return out + "/>\n";
    out += ">\n";
    if (c.outcome == verdict::skipped) {
        out += "      <skipped" + attribute("message", c.skip_reason) + "/>\n";
    } else if (c.is_unconfirmed) {
        out += "      <skipped" + attribute("message", "unconfirmed, and it differs") + "/>\n";
    } else {
        std::string text;
        for (const failed_check& check : c.failures)
            text += failure_text(check, "");
        std::string first = "failed";
        if (!c.failures.empty()) {
            const failed_check check = readable(c.failures.front());
            first = check.where + ": expected " + check.expected + ", got " + check.got;
        }
        out += "      <failure" + attribute("message", first) + ">" + markup_text(text) +
               markup_text("rerun: " + rerun_command(result, c)) + "</failure>\n";
    }
    return out + "    </testcase>\n";
}

}  // namespace

std::string junit_report(const suite_result& result) {
    const result_counts all = count(result);
    std::string suites;
    for (const auto& [area, operations] : make_matrix(result)) {
        result_counts sum;
        double seconds = 0;
        std::string tests;
        for (const case_result& c : result.cases) {
            if (c.area != area) continue;
            sum.add(c);
            seconds += c.seconds;
            tests += test_case(result, c);
        }
        suites += "  <testsuite" + attribute("name", area) +
                  attribute("tests", std::to_string(sum.total())) +
                  attribute("failures", std::to_string(sum.failed)) + attribute("errors", "0") +
                  attribute("skipped", std::to_string(sum.skipped + sum.differing)) +
                  attribute("time", number(seconds)) + attribute("timestamp", result.started) +
                  ">\n" + tests + "  </testsuite>\n";
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
           attribute("name", "spikelet-conformance") +
           attribute("tests", std::to_string(all.total())) +
           attribute("failures", std::to_string(all.failed)) +
           attribute("time", number(result.seconds)) + ">\n" + suites + "</testsuites>\n";
}

}  // namespace spikelet::conformance
