// The order of values (chapter 07 §4) over their packed bytes: compare() of <spikelet/value.hpp>
// without decoding, in constant memory however deep the values are.
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <compare>

namespace spikelet::wire {

// Compares the packed value that each side begins with; what lies behind is not looked at. Any form
// of a number or header will do. Malformed bytes compare as the end of both values.
std::weak_ordering compare_packed(bytes_view a, bytes_view b);
// The same for the next values of two readers.
std::weak_ordering compare_packed(msgpack::reader a, msgpack::reader b);

}  // namespace spikelet::wire
