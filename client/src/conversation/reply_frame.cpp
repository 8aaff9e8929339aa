#include "conversation/reply_frame.hpp"

namespace spikelet::conversation {

frame_progress inspect_reply(wire::bytes_view received, wire::frame_type expected,
                             std::size_t body_size_max) {
    frame_progress p;
    if (received.size() < wire::frame_header_size) return p;
    const wire::frame_header header = wire::load_frame_header(received.data());
    p.type = header.type;
    const bool is_expected =
        header.type == expected ||
        (header.type == wire::frame_type::compressed && expected == wire::frame_type::message);
    if (header.version != wire::frame_version || !is_expected || header.body_size > body_size_max) {
        p.is_malformed = true;
        return p;
    }
    p.needed = wire::frame_header_size + static_cast<std::size_t>(header.body_size);
    p.is_complete = received.size() >= p.needed;
    return p;
}

}  // namespace spikelet::conversation
