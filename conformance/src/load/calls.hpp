// The calls that a case can make: documented dictionaries become calls of the client.
#pragma once

#include "load/case.hpp"
#include "load/node.hpp"

#include <string_view>
#include <vector>

namespace spikelet::conformance {

// One step of "do": {"call": "put", "key": …, "bins": …, "meta": …, "policy": …, "expect": …}.
// `written` is the same step as the file has it, with long values written short; it is what is
// shown of the call when it fails. Throws json_error, also for keys that the call does not have.
step step_from_json(const node& n, const nlohmann::json& written);

// "10s", "5m", "24h", "30d"; throws json_error.
std::chrono::seconds duration_from_json(const node& n);

// Of every call, in the order of names; for tests that keep the schema and the guide true.
std::vector<std::string_view> call_names();

}  // namespace spikelet::conformance
