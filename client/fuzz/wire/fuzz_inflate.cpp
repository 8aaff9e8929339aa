// The body of a compressed frame: what inflates is a message of the announced size, what does not
// leaves the buffer alone, and memory follows what is really there.
#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

using namespace spikelet::wire;

void require(bool condition) {
    if (!condition) std::abort();
}

// The input as the body of a message: whatever compresses must come back.
void check_round_trip(bytes_view data) {
    buffer frame;
    frame_writer writer(frame, frame_type::message);
    frame.append(data);
    writer.finish();
    buffer packed;
    if (!compress_frame(frame.view(), packed)) {
        require(packed.empty());
        return;
    }
    require(packed.size() < frame.size());
    buffer back;
    require(inflate_frame(packed.view().subspan(frame_header_size), back) == inflate_errc::ok);
    require(as_text(back.view()) == as_text(frame.view()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const bytes_view body(data, size);
    buffer out;
    out.append_u8(0x5a);
    if (inflate_frame(body, out) == inflate_errc::ok) {
        require(out.size() - 1 == load_be<std::uint64_t>(data));
        require(load_frame_header(out.data() + 1).body_size == out.size() - 1 - frame_header_size);
    } else {
        require(out.size() == 1);
    }
    require(out.data()[0] == 0x5a);
    // Deflate makes one byte of at most 1032; the rest is the first step and the doubling.
    require(out.capacity() <= 4 * (1032 * size + (std::size_t{16} << 10)));
    check_round_trip(body);
    return 0;
}
