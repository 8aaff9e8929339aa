// Compressed messages: proto type 4 (chapter 01 §2).
//
//     offset 0  u64  size of the inner frame, its proto header included
//     offset 8       zlib stream (RFC 1950) of the inner frame, whose type is `message`
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>

namespace spikelet::wire {

// Smallest frame (header included) that is worth compressing; clients and servers leave anything up
// to this size as it is.
inline constexpr std::size_t compression_threshold = 128;

// Appends `frame` (a whole frame of type `message`) to `out` as a compressed frame. When deflating
// does not make it smaller, `out` is left alone and the answer is false: send the frame as it is.
bool compress_frame(bytes_view frame, buffer& out);

enum class inflate_errc {
    ok,
    truncated,      // the body is shorter than its own size field, or the stream ends early
    too_large,      // announces more than a frame may hold
    bad_stream,     // not a zlib stream, or one that inflates to another size than announced
    not_a_message,  // the inner frame is not version 2, type message, of exactly that size
};

// Inflates the body of a compressed frame and appends the inner frame, proto header included.
// Memory grows with the bytes that really inflate, never with the announced size. On error `out`
// keeps its size.
inflate_errc inflate_frame(bytes_view body, buffer& out);

}  // namespace spikelet::wire
