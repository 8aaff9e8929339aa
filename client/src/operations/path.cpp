#include "call.hpp"
#include "packed_expression.hpp"

#include <spikelet/path.hpp>

namespace spikelet::path {
namespace {

using wire::operation_type;

constexpr std::uint16_t select_by_path = 254;
constexpr std::uint32_t apply = 4;  // beside the flags, for changing

// The steps are an argument here, not a context around the call.
value::list flattened(std::vector<context_step> path) {
    value::list steps;
    steps.reserve(2 * path.size());
    for (context_step& step : path) {
        steps.emplace_back(step.type);
        steps.push_back(std::move(step.value));
    }
    return steps;
}

}  // namespace

operation select(std::string bin, std::vector<context_step> path, select_flags flags) {
    return {operation_type::cdt_read,
            std::move(bin),
            {select_by_path, calls::arguments(flattened(std::move(path)), flags), {}, false}};
}

operation modify(std::string bin, std::vector<context_step> path, expression_view expression,
                 modify_flags flags) {
    return {operation_type::cdt_modify,
            std::move(bin),
            {select_by_path,
             calls::arguments(flattened(std::move(path)), static_cast<std::uint32_t>(flags) | apply,
                              unpack_expression("path::modify", expression)),
             {},
             false}};
}

}  // namespace spikelet::path
