#include "engine/direct_session.hpp"

namespace spikelet::mock {

bool direct_session::exchange(bytes_view request, wire::buffer& out) {
    if (closed_) return false;
    cluster_.run_background();
    // Whole frames are executed where they lie; only a piece of one is copied.
    if (pending_.empty()) {
        pending_.append(request.subspan(run(request, out)));
    } else {
        pending_.append(request);
        pending_.consume(run(pending_.view(), out));
    }
    return !closed_;
}

std::size_t direct_session::run(bytes_view input, wire::buffer& out) {
    // Nearly every answer is short and goes straight to the caller.
    auto done = session_.receive(input, out);
    std::size_t consumed = done.consumed;
    // The caller takes all of the answer at once: there is nobody to wait for.
    while (done.paused && !done.close) {
        reply_.clear();
        done = session_.receive(input.subspan(consumed), reply_);
        consumed += done.consumed;
        out.append(reply_.view());
    }
    closed_ = done.close;
    return closed_ ? input.size() : consumed;
}

}  // namespace spikelet::mock
