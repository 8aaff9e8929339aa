// One question of the text protocol over one connection (chapter 03 §1). A pure machine over bytes.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <string_view>

namespace spikelet::conversation {

// Appends the frame that asks `commands`, each of which ends with a line end.
void append_info_request(std::string_view commands, wire::buffer& out);

class info {
public:
    enum class next : std::uint8_t {
        read,       // until there are `needed` bytes in all
        done,       // `body` is the answer
        malformed,  // it is none; close the connection
    };
    struct action {
        next what = next::read;
        std::size_t needed = 0;
        std::string_view body = {};  // views what was received
    };
    explicit info(std::size_t body_size_max) : body_size_max_(body_size_max) {}
    // All bytes received since the request went out.
    action resume(wire::bytes_view received) const;

private:
    const std::size_t body_size_max_;
};

}  // namespace spikelet::conversation
