// The expressions that ask for a record's size: record_size, memory_size, device_size (chapter 18
// §4). They are the part of the expression language (chapter 12) that this server has.
#pragma once

#include "operations/operation.hpp"

namespace spikelet::mock {

// The value is msgpack `[[code], flags]` with one of the codes 65, 73, 74; anything else is a
// parameter error.
result_code validate_size_expression(const wire::operation_view& op);
result_code run_size_expression(const wire::operation_view& op, operation_context& context);

}  // namespace spikelet::mock
