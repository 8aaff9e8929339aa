// Bitwise operations on blobs (chapter 11, part A).
#pragma once

#include "operations/bits/call.hpp"
#include "operations/bits/ranges.hpp"
#include "operations/operation.hpp"

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/result_code.hpp>

#include <cstdint>
#include <span>

namespace spikelet::mock::bits {

// ---- operations of a command

// Nothing is answered for a bin that does not exist, whatever the arguments.
result_code run_read(const wire::operation_view& op, operation_context& context);
// Never has a result.
result_code run_modify(const wire::operation_view& op, operation_context& context);

// ---- the same on a blob, wherever it comes from

// What a read will answer.
struct read_plan {
    result_code code = result_code::ok;
    particle_type type = particle_type::integer;  // or blob
    std::size_t size = 0;                         // bytes
    range where{};                                // of the blob
};
read_plan plan_read(const call& c, bytes_view blob);
// `out` has plan.size bytes; an integer is eight bytes big endian. Only for a plan that is ok.
void answer_read(const call& c, const read_plan& plan, bytes_view blob, std::uint8_t* out);

// What a modification leaves: `blob` is the old one where nothing changed, and where the change
// could be made in `writable`.
struct modified {
    result_code code = result_code::ok;
    bytes_view blob{};
};
// `writable` is the old blob's own memory, or empty if it must not be touched: then what changes is
// made in `memory`. The new blob can be a part of the old one.
modified modify(const call& c, bytes_view old, std::span<std::uint8_t> writable,
                command_memory& memory);

}  // namespace spikelet::mock::bits
