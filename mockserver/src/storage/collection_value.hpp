// A stored value on its way out, whether it is kept as bytes or shared.
#pragma once

#include "storage/record.hpp"

#include <spikelet/wire/message.hpp>

namespace spikelet::mock {

// Appends an operation with the value as clients see it: lists and maps without the index bit
// (chapter 07 §3).
void append_value(wire::message_writer& reply, wire::operation_type type, std::string_view bin,
                  const value_view& value);

// The bytes of a value in stored form, in one piece. Views the value itself if it is kept so, else
// `memory`, which is cleared first.
bytes_view packed_bytes(const value_view& value, wire::buffer& memory);

}  // namespace spikelet::mock
