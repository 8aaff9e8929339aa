// The names in client/docs/names.md that are not constants: functions, keys of dictionaries,
// helpers, calls.
#pragma once

#include <set>
#include <string>

namespace spikelet {

using name_set = std::set<std::string>;

name_set documented_functions();
// Of one part of the configuration: "### 2.2" to "### 2.3".
name_set documented_config_keys(const std::string& from, const std::string& to);
// Keys of the whole configuration and of its policies in the current release.
name_set current_config_keys(const std::string& dictionary);
// "total_timeout of read", for each policy and each smaller dictionary.
name_set documented_policy_keys();
name_set documented_helpers();
name_set documented_calls();

}  // namespace spikelet
