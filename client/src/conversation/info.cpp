#include "conversation/info.hpp"

#include "conversation/reply_frame.hpp"

namespace spikelet::conversation {

void append_info_request(std::string_view commands, wire::buffer& out) {
    wire::frame_writer frame(out, wire::frame_type::info);
    out.append(commands);
    frame.finish();
}

info::action info::resume(wire::bytes_view received) const {
    const frame_progress p = inspect_reply(received, wire::frame_type::info, body_size_max_);
    if (p.is_malformed || (p.is_complete && received.size() > p.needed)) {
        return {.what = next::malformed};
    }
    if (!p.is_complete) return {.what = next::read, .needed = p.needed};
    return {.what = next::done,
            .needed = p.needed,
            .body = wire::as_text(received.subspan(wire::frame_header_size))};
}

}  // namespace spikelet::conversation
