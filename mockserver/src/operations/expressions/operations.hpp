// Operations whose value is an expression: reading what it gives, and writing that to a bin
// (chapter 12 §7).
#pragma once

#include "operations/operation.hpp"

namespace spikelet::mock::expressions {

result_code run_read(const wire::operation_view& op, operation_context& context);
result_code run_write(const wire::operation_view& op, operation_context& context);

}  // namespace spikelet::mock::expressions
