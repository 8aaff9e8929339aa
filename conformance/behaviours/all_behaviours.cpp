#include "behaviours/tables.hpp"

#include <algorithm>
#include <iterator>

namespace spikelet::conformance {

std::vector<behaviour> all_behaviours() {
    std::vector<behaviour> out;
    for (auto table : {concurrency_behaviours(), identity_behaviours(), value_behaviours()})
        std::move(table.begin(), table.end(), std::back_inserter(out));
    return out;
}

}  // namespace spikelet::conformance
