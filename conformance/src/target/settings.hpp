// What the suite makes of a namespace's configuration.
#pragma once

#include "report/suite_result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace spikelet::conformance {

// Whether what a server tells of a key is what a case asks for. Servers tell plain numbers, cases
// may use the units of configuration files: "64K" of bytes is "65536", "24h" are "86400" seconds.
bool is_setting(std::string_view told, std::string_view wanted);

// Why the suite must not work in such a namespace; nullopt if it may.
std::optional<std::string> unsuitability(const target_facts& target);

}  // namespace spikelet::conformance
