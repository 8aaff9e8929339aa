#include "report/reports.hpp"

namespace spikelet::conformance {
namespace {

// Inside a table: no line ends, no bars.
std::string cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '|') out += '\\';
        out += c == '\n' ? ' ' : c;
    }
    return out;
}

std::string row(std::initializer_list<std::string> cells) {
    std::string out = "|";
    for (const std::string& c : cells)
        out += " " + cell(c) + " |";
    return out + "\n";
}

std::string number(std::size_t n) {
    return n == 0 ? "" : std::to_string(n);
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& t : texts)
        out += (out.empty() ? "" : ", ") + t;
    return out;
}

std::string target_section(const suite_result& result) {
    const target_facts& t = result.target;
    std::string out = "| target | |\n|---|---|\n";
    out += row({"address", t.address});
    out += row({"edition", t.edition});
    out += row({"build", t.build});
    out += row({"nodes", std::to_string(t.nodes)});
    out += row({"namespace", t.namespace_name});
    out += row({"features", joined({t.features.begin(), t.features.end()})});
    out += row({"started", result.started});
    out += row({"duration", duration_text(result.seconds)});
    return out;
}

std::string matrix_section(const suite_result& result) {
    std::string out =
        "## Parity\n\n| area | operation | passed | failed | skipped | unconfirmed |\n"
        "|---|---|---:|---:|---:|---:|\n";
    for (const auto& [area, operations] : make_matrix(result)) {
        for (const auto& [operation, c] : operations) {
            out += row({area, operation, number(c.passed), number(c.failed), number(c.skipped),
                        number(c.unconfirmed)});
        }
    }
    return out;
}

std::string failures_section(const suite_result& result) {
    std::string out;
    for (const case_result& c : result.cases) {
        if (c.outcome != verdict::failed || c.is_unconfirmed) continue;
        if (out.empty()) out = "\n## Failed\n";
        out += "\n### " + c.id + "\n\n" + c.description + " (" + joined(c.references) +
               ")\n\n```text\n";
        for (const failed_check& check : c.failures)
            out += failure_text(check, "");
        out += "rerun: " + rerun_command(result, c) + "\n```\n";
    }
    return out;
}

std::string unconfirmed_section(const suite_result& result) {
    std::string out;
    for (const case_result& c : result.cases) {
        if (!c.is_unconfirmed || c.outcome == verdict::skipped) continue;
        if (out.empty()) {
            out =
                "\n## Unconfirmed\n\nNeither a recording nor the specification settles these.\n\n"
                "| case | | what it says |\n|---|---|---|\n";
        }
        out += row({c.id, c.outcome == verdict::passed ? "agrees" : "differs", c.description});
    }
    return out;
}

std::string skips_section(const suite_result& result) {
    std::string out;
    for (const auto& [reason, cases] : skips_by_reason(result)) {
        if (out.empty()) out = "\n## Skipped\n\n| cases | reason | which |\n|---:|---|---|\n";
        std::string which;
        for (const case_result* c : cases)
            which += (which.empty() ? "" : ", ") + c->id;
        out += row({std::to_string(cases.size()), reason, which});
    }
    return out;
}

}  // namespace

std::string markdown_report(const suite_result& result) {
    const result_counts all = count(result);
    const std::string cut_short =
        result.cut_short.empty() ? "" : "**Cut short:** " + result.cut_short + "\n\n";
    return "# Conformance\n\n**" + std::to_string(all.passed) + " passed, " +
           std::to_string(all.failed) + " failed, " + std::to_string(all.skipped) + " skipped, " +
           std::to_string(all.unconfirmed) + " unconfirmed**\n\n" + cut_short +
           target_section(result) + "\n" + matrix_section(result) + failures_section(result) +
           unconfirmed_section(result) + skips_section(result);
}

}  // namespace spikelet::conformance
