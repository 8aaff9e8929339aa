// The operations on maps by code (chapter 09 §1).
#include "operations/cdt/call.hpp"

namespace spikelet::mock {

const cdt_operation* find_map_operation(std::uint8_t) {
    return nullptr;
}

}  // namespace spikelet::mock
