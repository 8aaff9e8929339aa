#include "report/reports.hpp"

#include <spikelet/client.hpp>

#include <nlohmann/json.hpp>

namespace spikelet::conformance {
namespace {

using nlohmann::ordered_json;

ordered_json counts_json(const result_counts& c) {
    return {{"passed", c.passed},
            {"failed", c.failed},
            {"skipped", c.skipped},
            {"unconfirmed", c.unconfirmed}};
}

ordered_json target_json(const target_facts& t) {
    ordered_json features = ordered_json::array();
    for (const auto& f : t.features)
        features.push_back(f);
    ordered_json out{{"kind", t.kind},
                     {"address", t.address},
                     {"options", t.options},
                     {"edition", t.edition},
                     {"build", t.build},
                     {"nodes", t.nodes},
                     {"namespace", t.namespace_name},
                     {"features", std::move(features)}};
    if (!t.cluster_name.empty()) out["cluster-name"] = t.cluster_name;
    return out;
}

ordered_json check_json(const failed_check& check) {
    ordered_json out{{"where", check.where}, {"expected", check.expected}, {"got", check.got}};
    if (!check.sent.empty()) out["sent"] = check.sent;
    if (!check.note.empty()) out["note"] = check.note;
    ordered_json exchanges = ordered_json::array();
    for (const exchange_bytes& e : check.exchanges) {
        ordered_json item{{"request", hex_text(e.request)},
                          {"request_text", explained(e.request)},
                          {"reply", hex_text(e.reply)}};
        if (!e.reply.empty()) item["reply_text"] = explained(e.reply);
        if (e.closed) item["closed"] = true;
        exchanges.push_back(std::move(item));
    }
    if (!exchanges.empty()) out["exchanges"] = std::move(exchanges);
    return out;
}

ordered_json case_json(const suite_result& result, const case_result& c) {
    ordered_json out{{"id", c.id},
                     {"area", c.area},
                     {"operation", c.operation},
                     {"description", c.description},
                     {"reference", c.references},
                     {"outcome", name(c.outcome)},
                     {"seconds", c.seconds}};
    if (!c.tags.empty()) out["tags"] = c.tags;
    if (c.is_unconfirmed) out["unconfirmed"] = true;
    if (c.outcome == verdict::skipped) out["reason"] = c.skip_reason;
    if (c.outcome == verdict::failed) {
        out["rerun"] = rerun_command(result, c);
        for (const failed_check& check : c.failures)
            out["failures"].push_back(check_json(check));
    }
    return out;
}

}  // namespace

std::string json_report(const suite_result& result) {
    ordered_json matrix = ordered_json::array();
    for (const auto& [area, operations] : make_matrix(result)) {
        for (const auto& [operation, counts] : operations) {
            ordered_json row{{"area", area}, {"operation", operation}};
            row.update(counts_json(counts));
            matrix.push_back(std::move(row));
        }
    }
    ordered_json cases = ordered_json::array();
    for (const case_result& c : result.cases)
        cases.push_back(case_json(result, c));
    ordered_json document{{"tool", "spikelet-conformance"},
                          {"version", version()},
                          {"started", result.started},
                          {"seconds", result.seconds},
                          {"target", target_json(result.target)},
                          {"summary", counts_json(count(result))},
                          {"matrix", std::move(matrix)},
                          {"cases", std::move(cases)}};
    if (!result.cut_short.empty()) document["cut_short"] = result.cut_short;
    // Answers may hold text that is not UTF-8.
    return document.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace spikelet::conformance
