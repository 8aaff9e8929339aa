#include "agent/pending_command.hpp"

namespace spikelet::agent {

exchange::verdict pending_command::replied(wire::bytes_view frame, instant now) {
    conversation_.written();
    step_ = conversation_.resume(frame, now);
    return conversation_.is_connection_usable() ? verdict::done : verdict::out_of_step;
}

void pending_command::failed(fault f, bool is_out, std::string_view why, instant now) {
    if (is_out) conversation_.written();
    step_ = conversation_.failed(f, now, why);
}

}  // namespace spikelet::agent
