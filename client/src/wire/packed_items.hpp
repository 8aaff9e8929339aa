// Packed values item by item, for text only: no value is built and nothing is judged but the
// bounds.
#pragma once

#include "text_writer.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstdint>

namespace spikelet::wire {

enum class packed_kind : std::uint8_t {
    nil,
    boolean,
    integer,
    unsigned_integer,
    float32,
    float64,
    bytes,
    extension,
    list,
    map,
};

// A scalar with its payload, or the header of a container.
struct packed_item {
    packed_kind kind;
    std::uint8_t extension_type = 0;
    std::uint64_t number = 0;  // value, bits of a float, or count of elements or pairs
    bytes_view payload;        // of bytes and extensions
};

enum class packed_fault : std::uint8_t { none, ends_early, bad_byte };

// Takes a scalar with its payload, or the header of a container.
packed_fault take_item(byte_reader& in, packed_item& out);
// Passes over one whole value, however deep. False when it is malformed.
bool skip_value(byte_reader& in);

}  // namespace spikelet::wire
