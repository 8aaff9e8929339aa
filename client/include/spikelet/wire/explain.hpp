// Bytes of the wire as text for people: traces, `decode`, failure messages.
//
// Takes anything. What is malformed is shown up to the fault, with the offset and the reason; text
// that would be too long is cut and says how large the value is. Nothing here is meant to be
// parsed.
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace spikelet::wire {

// Where the text of one value is cut.
inline constexpr std::size_t value_text_max = 1000;
// Where the text of a whole trace is cut.
inline constexpr std::size_t explanation_max = std::size_t{1} << 20;
// Containers nested deeper than this are not walked into.
inline constexpr std::size_t text_depth_max = 64;

// A bin's value: 12, 1.5, "text" with JSON's escapes (bytes that are not UTF-8 as \xNN), <0102> for
// blobs, geo"…", hll<…>, [..] and {..} as msgpack_text() shows them.
std::string particle_text(particle_type type, bytes_view value,
                          std::size_t text_max = value_text_max);

// One packed value (chapter 07): nil, true, 12, 1.5, 1.5f for a 32-bit float, "text", <0102>,
// geo"…", hll<…>, raw"…" for a string without type byte, * for the wildcard, INF,
// [1, 2], ordered[1, 2], {1: 2}, k-ordered{..}, kv-ordered{..}, preserve-order{..}; +index behind
// the order when an index is kept. A fault and bytes behind the value are shown at the end.
std::string msgpack_text(bytes_view value, std::size_t text_max = value_text_max);

// The name of what a list, map, bit or HLL operation's packed arguments ask for, such as
// "list append"; empty when they name nothing known. Looks behind a context.
std::string_view packed_operation_name(std::uint8_t operation, bytes_view arguments);

// Any number of whole frames, requests or replies, one line for each field, operation, batch row
// and line of info text. Compressed frames are inflated. Passwords and session tokens are left out.
// `text_max` bounds the whole text.
std::string explain_frames(bytes_view data, std::size_t text_max = explanation_max);

// One or more whole frames in one line:
//
//     write test/demo b747f585 a=1, b="x"        a request
//     rc=0 OK gen=1 {a: 1; b: "x"}               a reply; several messages with | between
std::string summarize_message(bytes_view data, std::size_t text_max = value_text_max);

}  // namespace spikelet::wire
