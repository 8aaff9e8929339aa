#include "operations/list.hpp"
namespace spikelet::mock {
result_code run_collection_modify(const wire::operation_view& op, operation_context& context) {
    (void)op;
    (void)context;
    return result_code::parameter;
}
}  // namespace spikelet::mock
