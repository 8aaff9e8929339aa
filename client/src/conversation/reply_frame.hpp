// Where the reply ends: judging the bytes that a server has sent so far (chapter 01 §1).
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/frame.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spikelet::conversation {

// A peer that announces more in reply to an info request is no server; the replies to commands may
// have the protocol's own limit.
inline constexpr std::size_t info_reply_size_max = std::size_t{512} << 10;

struct frame_progress {
    // Bytes that are needed in all to make sense of it: the header, then the whole frame. Complete
    // when `received` has as many.
    std::size_t needed = wire::frame_header_size;
    bool is_complete = false;
    bool is_malformed = false;  // no frame, or one that nobody asked for
    wire::frame_type type = wire::frame_type::message;
};

// `expected` is info, admin or message; a compressed frame is taken for a message.
frame_progress inspect_reply(wire::bytes_view received, wire::frame_type expected,
                             std::size_t body_size_max = wire::frame_body_size_max);

}  // namespace spikelet::conversation
