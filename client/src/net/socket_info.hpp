// One question of the text protocol over a socket.
#pragma once

#include "net/socket.hpp"

#include <spikelet/wire/buffer.hpp>

#include <string>
#include <string_view>

namespace spikelet::net {

// Empty, and `why`, when there is no answer: the socket is of no use then. The body views
// `received`.
std::optional<std::string_view> ask_over(socket& s, wire::bytes_view request, instant until,
                                         std::size_t body_size_max, wire::buffer& received,
                                         std::string& why);

// Where the next bytes of a reply of `needed` bytes go: never much more than have come already, so
// that a size that a peer announces costs no memory before the bytes are there.
std::size_t room_for(const wire::buffer& received, std::size_t needed);

}  // namespace spikelet::net
