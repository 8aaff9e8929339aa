// HyperLogLog operations (chapter 11, part B).
#pragma once

#include "operations/hll/call.hpp"
#include "operations/operation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace spikelet::mock::hll {

// ---- operations of a command

// Nothing is answered for a bin that does not exist, whatever the arguments.
result_code run_read(const wire::operation_view& op, operation_context& context);
result_code run_modify(const wire::operation_view& op, operation_context& context);

// ---- the same on a sketch, wherever it comes from

// What a read will answer.
struct read_plan {
    result_code code = result_code::ok;
    particle_type type = particle_type::integer;  // or floating, list, hll
    std::size_t size = 0;                         // bytes of the particle
};
read_plan plan_read(const call& c, const sketch_view& sketch);
// `out` has plan.size bytes. Only for a plan that is ok.
void answer_read(const call& c, const sketch_view& sketch, std::uint8_t* out);

// What a modification leaves. `sketch` is the old one where nothing changed, and where the change
// could be made in `writable`.
struct modified {
    result_code code = result_code::ok;
    bytes_view sketch{};
    std::optional<std::int64_t> result{};  // of add and update_count
};
// `old` is empty, or a valid sketch; `writable` its own memory, or empty if it must not be touched:
// then what changes is made in `memory`.
modified modify(const call& c, bytes_view old, std::span<std::uint8_t> writable,
                command_memory& memory);

}  // namespace spikelet::mock::hll
