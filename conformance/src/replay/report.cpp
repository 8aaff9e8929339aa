#include <spikelet/conformance/replay.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace spikelet::conformance {

namespace {

constexpr int category_width = 10;
constexpr int operation_width = 32;
constexpr int count_width = 8;

std::string shown(std::size_t count) {
    return count == 0 ? "-" : std::to_string(count);
}

void write_row(std::ostream& out, const std::string& category, const std::string& operation,
               const replay_counts& counts) {
    out << std::left << std::setw(category_width) << category << ' ' << std::setw(operation_width)
        << operation << std::right << std::setw(count_width) << counts.cases
        << std::setw(count_width) << counts.passed << std::setw(count_width) << shown(counts.failed)
        << std::setw(count_width) << shown(counts.known + counts.unexpected_passes) << '\n';
}

void write_table(std::ostream& out, const replay_result& result) {
    out << std::left << std::setw(category_width) << "category" << ' ' << std::setw(operation_width)
        << "operation" << std::right << std::setw(count_width) << "cases" << std::setw(count_width)
        << "pass" << std::setw(count_width) << "fail" << std::setw(count_width) << "known" << '\n';
    std::map<std::string, replay_counts> categories;
    for (const auto& [name, counts] : result.table) {
        write_row(out, name.first, name.second, counts);
        categories[name.first] += counts;
    }
    out << '\n';
    for (const auto& [category, counts] : categories)
        write_row(out, category, "", counts);
}

void write_failure(std::ostream& out, const char* label, const case_note& note) {
    out << '\n' << label << ' ' << note.id << "  operation=" << note.operation;
    if (note.step != 0) out << "  step " << note.step << " of " << note.step_count;
    out << "\n  case:     " << note.text << '\n' << note.details;
}

std::string percentage(std::size_t part, std::size_t whole) {
    std::ostringstream out;
    out << std::fixed << std::setprecision(2)
        << (whole == 0 ? 0.0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole))
        << '%';
    return out.str();
}

nlohmann::json to_json(const case_note& note) {
    nlohmann::json out = {
        {"id", note.id},     {"op", note.operation},      {"text", note.text},
        {"step", note.step}, {"expected", note.expected}, {"actual", note.actual}};
    if (!note.reason.empty()) out["reason"] = note.reason;
    return out;
}

nlohmann::json to_json(const std::vector<case_note>& notes) {
    auto out = nlohmann::json::array();
    for (const case_note& note : notes)
        out.push_back(to_json(note));
    return out;
}

}  // namespace

std::string report_text(const replay_result& result) {
    std::ostringstream out;
    write_table(out, result);
    for (const case_note& note : result.preambles)
        write_failure(out, "PREAMBLE", note);
    std::size_t detailed = 0;
    for (const case_note& note : result.failures) {
        if (note.details.empty()) continue;
        write_failure(out, "FAIL", note);
        ++detailed;
    }
    if (detailed != 0 && detailed < result.failures.size())
        out << "\n… and " << result.failures.size() - detailed << " more\n";

    if (!result.known.empty()) {
        std::map<std::string, std::size_t> reasons;
        for (const case_note& note : result.known)
            ++reasons[note.reason];
        out << '\n';
        for (const auto& [reason, count] : reasons)
            out << "skipped: " << reason << " (" << count << ")\n";
    }
    if (!result.unexpected_passes.empty()) out << '\n';
    for (const case_note& note : result.unexpected_passes)
        out << "unexpected pass: " << note.id << ", known as: " << note.reason << '\n';
    out << '\n';
    out << report_summary(result);
    return out.str();
}

std::string report_summary(const replay_result& result) {
    std::ostringstream out;
    const replay_counts total = result.total();
    out << "replay: " << total.passed << '/' << total.cases << " pass ("
        << percentage(total.passed, total.cases) << ')';
    if (total.failed != 0) out << ", " << total.failed << " fail";
    if (total.known != 0) out << ", " << total.known << " skipped as known";
    if (total.unexpected_passes != 0)
        out << ", " << total.unexpected_passes << " unexpected pass"
            << (total.unexpected_passes == 1 ? "" : "es");
    out << ", " << std::fixed << std::setprecision(1) << result.seconds << " s\n";
    return out.str();
}

std::string report_json(const replay_result& result) {
    auto table = nlohmann::json::array();
    for (const auto& [name, counts] : result.table) {
        table.push_back({{"category", name.first},
                         {"op", name.second},
                         {"cases", counts.cases},
                         {"pass", counts.passed},
                         {"fail", counts.failed},
                         {"known", counts.known},
                         {"unexpected_pass", counts.unexpected_passes}});
    }
    const replay_counts total = result.total();
    const nlohmann::json out = {{"total", total.cases},
                                {"pass", total.passed},
                                {"fail", total.failed},
                                {"known", total.known},
                                {"unexpected_pass", total.unexpected_passes},
                                {"seconds", result.seconds},
                                {"table", std::move(table)},
                                {"failures", to_json(result.failures)},
                                {"known_failures", to_json(result.known)},
                                {"unexpected_passes", to_json(result.unexpected_passes)},
                                {"preambles", to_json(result.preambles)}};
    // Texts quote what a server sent; not all of that is UTF-8.
    return out.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace spikelet::conformance
