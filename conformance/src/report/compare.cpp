#include "report/reports.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace spikelet::conformance {
namespace {

using json = nlohmann::json;

struct read_report {
    std::string title;
    std::string version;                          // of the suite
    std::string cut_short;                        // why; empty: it was not
    std::map<std::string, std::string> outcomes;  // by case id
};

bool is_outcome(const std::string& text) {
    return text == name(verdict::passed) || text == name(verdict::failed) ||
           text == name(verdict::skipped);
}

read_report load(const std::filesystem::path& file) {
    const auto refuse = [&](const std::string& why) {
        throw std::runtime_error("report \"" + file.string() + "\": " + why);
    };
    if (std::filesystem::is_directory(file)) refuse("is a folder");
    std::ifstream in(file, std::ios::binary);
    if (!in) refuse("cannot be opened");
    const json document = json::parse(in, nullptr, false);
    if (document.is_discarded()) refuse("is no JSON; compare takes what --report FILE.json wrote");
    read_report report;
    try {
        const json& target = document.at("target");
        report.title = target.at("address").get<std::string>() + ", " +
                       target.at("edition").get<std::string>() + " " +
                       target.at("build").get<std::string>();
        report.version = document.at("version").get<std::string>();
        report.cut_short = document.value("cut_short", "");
        for (const json& c : document.at("cases").get_ref<const json::array_t&>()) {
            const std::string id = c.at("id").get<std::string>();
            const std::string outcome = c.at("outcome").get<std::string>();
            if (!is_outcome(outcome)) refuse("case " + id + " has the outcome \"" + outcome + "\"");
            if (!report.outcomes.emplace(id, outcome).second) refuse("has case " + id + " twice");
        }
    } catch (const json::exception& e) {
        refuse(std::string("is no report of this program: ") + e.what());
    }
    return report;
}

// "passed", or "not run"
std::string outcome_of(const read_report& report, const std::string& id) {
    const auto found = report.outcomes.find(id);
    return found == report.outcomes.end() ? "not run" : found->second;
}

// What they are, and what a reader must know before he wonders about differences.
std::string heading(const read_report& a, const read_report& b) {
    std::string out = "A: " + a.title + "\nB: " + b.title + "\n";
    if (a.version != b.version) {
        out += "A is of version " + a.version + " of the suite, B of version " + b.version +
               ": cases may be others, too\n";
    }
    if (!a.cut_short.empty()) out += "A was cut short: " + a.cut_short + "\n";
    if (!b.cut_short.empty()) out += "B was cut short: " + b.cut_short + "\n";
    return out;
}

}  // namespace

report_comparison compare_reports(const std::filesystem::path& a, const std::filesystem::path& b) {
    const read_report first = load(a);
    const read_report second = load(b);
    // Which change of outcome which cases made.
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> changes;
    std::map<std::string, std::string> ids = first.outcomes;
    ids.insert(second.outcomes.begin(), second.outcomes.end());
    for (const auto& [id, unused] : ids) {
        std::string before = outcome_of(first, id);
        std::string after = outcome_of(second, id);
        if (before != after) changes[{std::move(before), std::move(after)}].push_back(id);
    }

    report_comparison out;
    out.same = changes.empty();
    out.text = heading(first, second);
    std::size_t changed = 0;
    for (const auto& [change, cases] : changes) {
        changed += cases.size();
        out.text += "\n" + change.first + " in A, " + change.second +
                    " in B: " + std::to_string(cases.size()) + "\n";
        for (const std::string& id : cases)
            out.text += "  " + id + "\n";
    }
    out.text += "\n" + std::to_string(ids.size() - changed) + " cases the same, " +
                std::to_string(changed) + " different\n";
    return out;
}

}  // namespace spikelet::conformance
