#include "agent/pending_question.hpp"

#include <spikelet/wire/frame.hpp>

namespace spikelet::agent {

exchange::verdict pending_question::replied(wire::bytes_view frame, instant) {
    text_ = wire::as_text(frame.subspan(wire::frame_header_size));
    is_answered_ = true;
    return verdict::done;
}

void pending_question::failed(fault f, bool, std::string_view why, instant) {
    text_ = why;
    how_ = f;
}

}  // namespace spikelet::agent
