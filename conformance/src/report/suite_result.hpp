// What a run of the suite found: plain data that the runner fills and the reports show.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet::conformance {

enum class verdict : std::uint8_t { passed, failed, skipped };
// "passed", "failed", "skipped"
std::string_view name(verdict v);

// One request and its answer, as bytes.
struct exchange_bytes {
    std::string request;
    std::string reply;
    bool closed = false;  // the server closed the connection
};

// One thing that was not as the case says.
struct failed_check {
    std::string where;      // "do[1] increment", "record \"ann\" afterwards"
    std::string sent = {};  // the call as the case writes it; empty: there was none
    std::string expected;
    std::string got;
    std::string note = {};                       // what else a reader should know; may be empty
    std::vector<exchange_bytes> exchanges = {};  // of that call; empty when nobody could listen
};

struct case_result {
    std::string id;         // "scalar/increment/adds_to_an_integer"
    std::string area;       // "scalar": a row of the matrix
    std::string operation;  // "increment": a field of that row
    std::string description;
    std::vector<std::string> references =
        {};  // chapters and recorded cases that settle what is right
    std::vector<std::string> tags = {};
    // Neither a recording nor a chapter settles it: shown apart, and no reason to fail.
    bool is_unconfirmed = false;
    bool is_behaviour = false;  // C++ rather than data
    verdict outcome = verdict::passed;
    std::string skip_reason = {};
    std::vector<failed_check> failures = {};
    double seconds = 0;
};

// What the target says of itself.
struct target_facts {
    std::string kind;     // "direct", "tcp": a mock in this process; "hosts": servers elsewhere
    std::string address;  // "mock cluster in this process", "10.0.0.7:3000"
    std::string options;  // of the command line that reach it again: "--hosts 10.0.0.7:3000"
    std::string edition;  // "community", "enterprise", or what the server says
    std::string build;    // "8.1.2.0"
    std::string cluster_name;
    std::string namespace_name;
    std::size_t nodes = 0;
    std::set<std::string, std::less<>> features;
    // Configuration and statistics of the namespace, by the server's names.
    std::map<std::string, std::string, std::less<>> namespace_info;
    bool is_mock() const { return kind != "hosts"; }
    // Whether the namespace is so, in the server's words.
    bool tells(std::string_view key, std::string_view value) const {
        const auto found = namespace_info.find(key);
        return found != namespace_info.end() && found->second == value;
    }
};

struct suite_result {
    target_facts target;
    std::vector<case_result> cases;  // in the order of their ids
    std::string started;             // "2026-01-31T12:00:00Z"
    double seconds = 0;
    // Runs the suite in the same way; with --filter ID behind it, one case.
    std::string command = {};
    // Why cases were left out at the end: the target went away, or somebody stopped the run. Empty:
    // none were.
    std::string cut_short = {};
};

// Unconfirmed cases that ran are counted under `unconfirmed` only.
struct result_counts {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
    std::size_t unconfirmed = 0;
    std::size_t differing = 0;  // those of the unconfirmed that did not behave as written

    std::size_t total() const { return passed + failed + skipped + unconfirmed; }
    void add(const case_result& c);
    friend bool operator==(const result_counts&, const result_counts&) = default;
};

result_counts count(const suite_result& result);

// Counts by area and operation, in the order of names.
using parity_matrix = std::map<std::string, std::map<std::string, result_counts>>;
parity_matrix make_matrix(const suite_result& result);

// Skipped cases by reason, the most frequent reason first.
std::vector<std::pair<std::string, std::vector<const case_result*>>> skips_by_reason(
    const suite_result& result);

// The command that runs this one case again.
std::string rerun_command(const suite_result& result, const case_result& c);

}  // namespace spikelet::conformance
