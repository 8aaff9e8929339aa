// Pieces of replies that kinds of command share.
#pragma once

#include "engine/command.hpp"
#include "engine/engine.hpp"

#include <spikelet/wire/result_code.hpp>

#include <cstddef>
#include <cstdint>

namespace spikelet::mock {

// A frame whose one message has nothing but a header.
void append_bare_reply(wire::result_code code, std::uint8_t info3_bits, wire::buffer& out);
// Compresses the frame that begins at `start`, if that makes it smaller (chapter 01 §2).
void compress_reply(std::size_t start, wire::buffer& out);

// Answers a message with the batch bit (chapter 04 §3): frames with the rows' answers, and a last
// one, whose result code it answers. nullopt when it holds functions, which may be slow, and was
// left.
std::optional<wire::result_code> execute_batch(cluster_state& cluster, node& self,
                                               const wire::message_view& message, wire::buffer& out,
                                               client_clock reads, slow_frames slow);

}  // namespace spikelet::mock
