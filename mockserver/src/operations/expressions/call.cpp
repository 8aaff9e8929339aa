#include "operations/expressions/call.hpp"

#include "operations/operation.hpp"

#include <cstring>

namespace spikelet::mock::expressions {
namespace {

bytes_view packed_operation(const embedded_call& call, std::span<const bytes_view> arguments,
                            command_memory& memory) {
    if (arguments.empty()) return call.parts[0];
    std::size_t size = call.parts[0].size();
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        size += arguments[i].size() + call.parts[i + 1].size();
    }
    std::uint8_t* const out = memory.allocate(size);
    std::uint8_t* p = out;
    const auto append = [&p](bytes_view bytes) {
        if (!bytes.empty()) std::memcpy(p, bytes.data(), bytes.size());
        p += bytes.size();
    };
    append(call.parts[0]);
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        append(arguments[i]);
        append(call.parts[i + 1]);
    }
    return {out, size};
}

// What the operation has answered, for as long as the memory.
value answered(const wire::buffer& reply, std::size_t begin, command_memory& memory) {
    // Size, code, type, version and length of the name; the name is empty (chapter 01 §5).
    constexpr std::size_t header_size = 8;
    const bytes_view bytes = reply.view().subspan(begin);
    const auto type = static_cast<particle_type>(bytes[5]);
    const bytes_view content = bytes.subspan(header_size);
    std::uint8_t* copy = memory.allocate(content.size());
    if (!content.empty()) std::memcpy(copy, content.data(), content.size());
    return from_stored({type, {copy, content.size()}}, memory);
}

}  // namespace

value run_call(const embedded_call& call, const value& container,
               std::span<const bytes_view> arguments, command_memory& memory) {
    const auto stored = to_stored(container, memory);
    if (!stored) return value::unknown();
    working_bins bins(nullptr);
    bins.set({}, *stored);
    wire::buffer out;
    wire::message_writer reply(out);
    const std::size_t begin = out.size();
    operation_context context{.bins = bins,
                              .memory = memory,
                              .reply = reply,
                              .facts = nullptr,
                              .record_existed = true,
                              .is_write_command = call.modifies,
                              .respond_all = false};
    const wire::operation_view op{.type = call.type,
                                  .particle = particle_type::blob,
                                  .bin = {},
                                  .value = packed_operation(call, arguments, memory)};
    if (find_operation(call.type)->run(op, context) != result_code::ok) return value::unknown();
    if (call.modifies) {
        const value_view* changed = bins.find({});
        return changed == nullptr ? value::unknown() : from_stored(*changed, memory);
    }
    return reply.operation_count() == 0 ? value::unknown() : answered(out, begin, memory);
}

}  // namespace spikelet::mock::expressions
