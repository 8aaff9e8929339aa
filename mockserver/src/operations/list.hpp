// List operations (chapter 08).
#pragma once

#include "operations/operation.hpp"

namespace spikelet::mock {

// Operation CDT_MODIFY: the value is msgpack `[code, arguments…]`.
result_code run_collection_modify(const wire::operation_view& op, operation_context& context);

}  // namespace spikelet::mock
