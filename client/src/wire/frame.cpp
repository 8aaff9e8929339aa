#include <spikelet/wire/frame.hpp>

namespace spikelet::wire {

namespace {

constexpr std::uint64_t body_size_mask = (std::uint64_t{1} << 48) - 1;

// A TLS record of type handshake, version 3.x, whose first message is a ClientHello.
bool is_tls_hello(const std::uint8_t* p) {
    return p[0] == 0x16 && p[1] == 3 && p[5] == 1;
}

bool is_request_type(frame_type type) {
    return type >= frame_type::info && type <= frame_type::xdr;
}

}  // namespace

frame_header load_frame_header(const std::uint8_t* p) {
    return {.version = p[0],
            .type = static_cast<frame_type>(p[1]),
            .body_size = load_be<std::uint64_t>(p) & body_size_mask};
}

void store_frame_header(std::uint8_t* p, frame_header header) {
    store_be(p, std::uint64_t{header.version} << 56 |
                    static_cast<std::uint64_t>(header.type) << 48 |
                    (header.body_size & body_size_mask));
}

frame_verdict check_request_header(const std::uint8_t* p) {
    if (is_tls_hello(p)) return frame_verdict::tls_hello;
    const frame_header header = load_frame_header(p);
    const bool old_admin = header.version == 0 && header.type == frame_type::admin;
    if (header.version != frame_version && !old_admin) return frame_verdict::bad_version;
    if (!is_request_type(header.type)) return frame_verdict::bad_type;
    if (header.body_size > frame_body_size_max) return frame_verdict::too_large;
    return frame_verdict::ok;
}

}  // namespace spikelet::wire
