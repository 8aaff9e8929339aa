#include "agent/pending_command.hpp"

namespace spikelet::agent {

exchange::verdict pending_command::replied(wire::bytes_view frame, instant now) {
    conversation_.written();
    step_ = conversation_.resume(frame, now);
    return conversation_.is_connection_usable() ? verdict::done : verdict::out_of_step;
}

void pending_command::failed(fault f, std::string_view why, instant now) {
    // A request that timed out or was cancelled on a link may still go out from its buffer.
    const bool is_out =
        f == fault::lost || (link_ != nullptr && (f == fault::timed_out || f == fault::aborted));
    if (is_out) conversation_.written();
    step_ = conversation_.failed(f, now, why);
}

}  // namespace spikelet::agent
