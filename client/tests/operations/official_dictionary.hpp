// The calls of the recorded official client, said as documented dictionaries.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace spikelet {

// {"fn": "lists.append", "args": ["l", 1, null], "chain": […]} as {"op": "OP_LIST_APPEND", …}. Null
// if it is no builder of lists, maps, bits or HLLs.
nlohmann::json official_dictionary(const nlohmann::json& recorded);

}  // namespace spikelet
