// Operations on scalar bins and on the record as a whole (chapter 13 §2).
#pragma once

#include "operations/operation.hpp"

namespace spikelet::mock {

result_code run_read(const wire::operation_view& op, operation_context& context);
// A nil value removes the bin.
result_code run_write(const wire::operation_view& op, operation_context& context);
result_code run_increment(const wire::operation_view& op, operation_context& context);
result_code run_append(const wire::operation_view& op, operation_context& context);
result_code run_prepend(const wire::operation_view& op, operation_context& context);
// Nothing to do here: generation and void-time are the engine's.
result_code run_touch(const wire::operation_view& op, operation_context& context);
result_code run_delete_all(const wire::operation_view& op, operation_context& context);

}  // namespace spikelet::mock
