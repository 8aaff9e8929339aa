#include "net/socket_info.hpp"

#include "conversation/info.hpp"

#include <algorithm>

namespace spikelet::net {

namespace {
constexpr std::size_t room_min = 4 << 10;  // takes most replies whole
}

std::size_t room_for(const wire::buffer& received, std::size_t needed) {
    const std::size_t missing = needed > received.size() ? needed - received.size() : 0;
    return std::min(std::max(missing, room_min), std::max(received.size(), room_min));
}

std::optional<std::string_view> ask_over(socket& s, wire::bytes_view request, instant until,
                                         std::size_t body_size_max, wire::buffer& received,
                                         std::string& why) {
    std::size_t sent = 0;
    socket::status status = s.send(request, until, sent);
    received.clear();
    const conversation::info question(body_size_max);
    conversation::info::action a{.needed = 0};
    while (status == socket::status::ok) {
        a = question.resume(received.view());
        if (a.what == conversation::info::next::done) return a.body;
        if (a.what == conversation::info::next::malformed) {
            why = "the answer is no info reply";
            return std::nullopt;
        }
        status = s.receive_until(received, room_for(received, a.needed), until);
    }
    why = status == socket::status::timed_out ? "no answer in time" : s.last_fault();
    return std::nullopt;
}

}  // namespace spikelet::net
