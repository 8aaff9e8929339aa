// Operations on lists and maps: from the bytes of the request to the function that runs one.
#pragma once

#include "operations/operation.hpp"

namespace spikelet::mock {

// Operations CDT_READ and CDT_MODIFY. The value is msgpack `[code, arguments…]`, or
// `[255, [context…], [code, arguments…]]`, or `[254, [context…], flags, …]` (chapters 08 to 10).
result_code run_cdt_read(const wire::operation_view& op, operation_context& context);
result_code run_cdt_modify(const wire::operation_view& op, operation_context& context);

}  // namespace spikelet::mock
