// A result with one case of each outcome, for tests of reports.
#pragma once

#include "report/suite_result.hpp"

namespace spikelet::conformance {

inline suite_result sample_result() {
    suite_result r;
    r.started = "2026-01-31T12:00:00Z";
    r.seconds = 1.5;
    r.target.kind = "hosts";
    r.target.address = "10.0.0.7:3000";
    r.target.options = "--hosts 10.0.0.7:3000";
    r.command = "spikelet-conformance --hosts 10.0.0.7:3000";
    r.target.edition = "community";
    r.target.build = "8.1.2.0";
    r.target.nodes = 2;
    r.target.namespace_name = "test";
    r.target.features = {"geo", "udf"};
    const auto add = [&](const char* area, const char* operation, const char* name,
                         verdict outcome) -> case_result& {
        return r.cases.emplace_back(
            case_result{.id = std::string(area) + "/" + operation + "/" + name,
                        .area = area,
                        .operation = operation,
                        .description = "What <it> does & why.",
                        .references = {"chapter 13"},
                        .outcome = outcome,
                        .seconds = 0.001});
    };
    add("scalar", "get", "works", verdict::passed);
    add("scalar", "get", "works_too", verdict::passed);
    add("scalar", "put", "differs", verdict::failed).failures = {
        {.where = "do[0] put",
         .sent = R"({"call":"put"})",
         .expected = "gen 1",
         .got = "gen 2 | \x01\xff",
         .exchanges = {{.request = "", .reply = "\x02\x01"}}}};
    r.cases.back().failures[0].exchanges[0].request =
        std::string("\x02\x01\x00\x00\x00\x00\x00\x05node\n", 13);
    add("ttl", "write", "needs_more", verdict::skipped).skip_reason = "needs 3 nodes";
    add("ttl", "write", "perhaps", verdict::passed).is_unconfirmed = true;
    auto& unsure = add("ttl", "write", "perhaps_not", verdict::failed);
    unsure.is_unconfirmed = true;
    unsure.failures = {{.where = "do[0] put", .expected = "a", .got = "b"}};
    return r;
}

}  // namespace spikelet::conformance
