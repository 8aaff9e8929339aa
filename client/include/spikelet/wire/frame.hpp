// The proto header: eight bytes in front of every message, in both directions (chapter 01 §1).
//
//     offset 0  u8   version, 2
//     offset 1  u8   type
//     offset 2  u48  size of everything after these eight bytes
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace spikelet::wire {

enum class frame_type : std::uint8_t {
    info = 1,        // text
    admin = 2,       // security
    message = 3,     // data commands
    compressed = 4,  // a message, deflated
    xdr = 5,         // between servers; a client never gets an answer to it
};

inline constexpr std::uint8_t frame_version = 2;
inline constexpr std::size_t frame_header_size = 8;
// A server and a client both close a connection that announces more.
inline constexpr std::uint64_t frame_body_size_max = 128ull << 20;

struct frame_header {
    std::uint8_t version = frame_version;
    frame_type type = frame_type::message;
    std::uint64_t body_size = 0;  // 48 bits on the wire
};

// Reads the eight bytes at `p`. Judges nothing: see `check`.
frame_header load_frame_header(const std::uint8_t* p);
void store_frame_header(std::uint8_t* p, frame_header header);

// What a server thinks of a header that a client sent.
enum class frame_verdict : std::uint8_t {
    ok,
    bad_version,  // not 2 (0 is taken with type admin)
    bad_type,     // 0, or 6 and above
    too_large,    // body_size above frame_body_size_max
    tls_hello,    // a TLS ClientHello on a port without TLS
};
frame_verdict check_request_header(const std::uint8_t* p);

// A frame whose size is not known when it begins. Construct, append the body to `out`, then
// finish().
class frame_writer {
public:
    frame_writer(buffer& out, frame_type type) : out_(out), start_(out.size()), type_(type) {
        out.grow(frame_header_size);
    }
    // Offset of the frame's first byte in the buffer.
    std::size_t start() const { return start_; }
    void finish() {
        store_frame_header(out_.data() + start_,
                           {.type = type_, .body_size = out_.size() - start_ - frame_header_size});
    }

private:
    buffer& out_;
    std::size_t start_;
    frame_type type_;
};

}  // namespace spikelet::wire
