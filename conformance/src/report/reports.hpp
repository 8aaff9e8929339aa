// A run of the suite as a document.
#pragma once

#include "report/suite_result.hpp"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>

namespace spikelet::conformance {

// {"target": {…}, "summary": {"passed", "failed", "skipped", "unconfirmed"}, "matrix": […],
// "cases": […]}, and "cut_short" with the reason if it was; compare_reports() reads it again.
std::string json_report(const suite_result& result);
// A test suite an area, for CI systems. Unconfirmed cases that differ count as skipped there.
std::string junit_report(const suite_result& result);
std::string markdown_report(const suite_result& result);
// One page without anything beside it.
std::string html_report(const suite_result& result);

// Writes the document that the name's ending asks for: .json, .xml, .md or .html. Throws
// std::invalid_argument for another ending, std::runtime_error when the file cannot be written.
void write_report(const suite_result& result, const std::filesystem::path& file);
// The first of the two: before a run is begun whose report could not be written.
void check_report_name(const std::filesystem::path& file);

// "0.4 s", "12 ms", "2 min 5 s"
std::string duration_text(double seconds);
// The same with texts that people can take in: control characters, which a server may have sent,
// are escaped, but for line ends; what is very long is cut around the first difference.
failed_check readable(failed_check check);
// Lines that explain a failed check, readable: what was sent, expected and got, and the bytes. Each
// begins with `indent`.
std::string failure_text(const failed_check& failed, std::string_view indent);
// One exchange as explained text and as hex, cut at a readable size.
std::string explained(std::string_view frames);
std::string hex_text(std::string_view bytes);

// ---- two runs beside each other

struct report_comparison {
    std::string text;
    bool same = true;  // every case that both ran came out the same, and both ran the same ones
};
// Of two JSON reports. Throws std::runtime_error that names the file and what is wrong with it.
report_comparison compare_reports(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace spikelet::conformance
