#include "operations/expression_size.hpp"

#include <optional>

namespace spikelet::mock {
namespace {

constexpr std::uint8_t code_device_size = 65;
constexpr std::uint8_t code_memory_size = 73;
constexpr std::uint8_t code_record_size = 74;

// The only shape that can be valid: a list of (a list of one code) and flags, all in one byte each.
std::optional<std::uint8_t> parse_code(bytes_view value) {
    if (value.size() != 4 || value[0] != 0x92 || value[1] != 0x91 || value[3] > 0x1f) {
        return std::nullopt;
    }
    const std::uint8_t code = value[2];
    if (code != code_device_size && code != code_memory_size && code != code_record_size) {
        return std::nullopt;
    }
    return code;
}

}  // namespace

result_code validate_size_expression(const wire::operation_view& op) {
    return parse_code(op.value) ? result_code::ok : result_code::parameter;
}

result_code run_size_expression(const wire::operation_view& op, operation_context& context) {
    const auto code = parse_code(op.value);
    // Data lies in memory: nothing is on a device.
    const std::uint64_t size = *code == code_device_size ? 0 : context.stored_size_before;
    wire::store_be(context.reply.operation(op.type, op.bin, particle_type::integer, 8), size);
    return result_code::ok;
}

}  // namespace spikelet::mock
