// The payload of list, map, bit and HLL operations (chapters 08 to 11): a packed list of the
// operation's number and its arguments, with the way to a nested collection in front (chapter 10).
#pragma once

#include <spikelet/operation.hpp>
#include <spikelet/wire/buffer.hpp>

namespace spikelet::command {

void pack_call(const operation::call& call, wire::buffer& out);

}  // namespace spikelet::command
