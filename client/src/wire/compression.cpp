#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>

#include <zlib.h>

#include <algorithm>

namespace spikelet::wire {

namespace {

constexpr std::size_t size_field_size = 8;  // in front of the zlib stream
constexpr int deflate_level = 1;            // the official clients' choice

// Output is made in steps: the first one this large, every later one as large as all before it.
constexpr std::size_t inflate_step_min = std::size_t{16} << 10;

// zlib takes pointers to bytes it will not change as pointers to non-const.
Bytef* input_of(const std::uint8_t* p) {
    return const_cast<Bytef*>(p);
}

struct deflate_stream : z_stream {
    deflate_stream() : z_stream{} { ready = deflateInit(this, deflate_level) == Z_OK; }
    ~deflate_stream() { deflateEnd(this); }
    deflate_stream(const deflate_stream&) = delete;
    deflate_stream& operator=(const deflate_stream&) = delete;
    bool ready;
};

struct inflate_stream : z_stream {
    inflate_stream() : z_stream{} { ready = inflateInit(this) == Z_OK; }
    ~inflate_stream() { inflateEnd(this); }
    inflate_stream(const inflate_stream&) = delete;
    inflate_stream& operator=(const inflate_stream&) = delete;
    bool ready;
};

// Appends what `stream` (a zlib stream) holds to `out`; exactly `size` bytes, or an error.
inflate_errc inflate_stream_to(bytes_view stream, std::size_t size, buffer& out) {
    inflate_stream z;
    if (!z.ready) throw std::bad_alloc();
    z.next_in = input_of(stream.data());
    z.avail_in = static_cast<uInt>(stream.size());

    std::size_t done = 0;
    int status = Z_OK;
    while (done < size && status == Z_OK) {
        const std::size_t step = std::min(size - done, std::max(done, inflate_step_min));
        z.next_out = out.grow(step);
        z.avail_out = static_cast<uInt>(step);
        status = inflate(&z, Z_NO_FLUSH);
        done += step - z.avail_out;
        out.truncate(out.size() - z.avail_out);
    }
    if (status == Z_OK) {
        // All the bytes are there. The stream must now end, without a byte more.
        Bytef extra;
        z.next_out = &extra;
        z.avail_out = 1;
        status = inflate(&z, Z_FINISH);
        if (z.avail_out == 0) return inflate_errc::bad_stream;
    }
    if (status == Z_BUF_ERROR) return inflate_errc::truncated;
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status != Z_STREAM_END || done != size || z.avail_in != 0) return inflate_errc::bad_stream;
    return inflate_errc::ok;
}

bool is_message_of_size(bytes_view frame) {
    if (frame.size() < frame_header_size) return false;
    const frame_header header = load_frame_header(frame.data());
    return header.version == frame_version && header.type == frame_type::message &&
           header.body_size == frame.size() - frame_header_size;
}

}  // namespace

bool compress_frame(bytes_view frame, buffer& out) {
    constexpr std::size_t overhead = frame_header_size + size_field_size;
    if (frame.size() <= overhead + 1 || frame.size() > frame_header_size + frame_body_size_max) {
        return false;
    }
    const std::size_t start = out.size();
    // Room for one byte less than the frame itself: a stream that does not fit is not worth
    // sending.
    const std::size_t room = frame.size() - 1 - overhead;

    deflate_stream z;
    if (!z.ready) throw std::bad_alloc();
    std::uint8_t* const p = out.grow(overhead + room);
    z.next_in = input_of(frame.data());
    z.avail_in = static_cast<uInt>(frame.size());
    z.next_out = p + overhead;
    z.avail_out = static_cast<uInt>(room);
    if (deflate(&z, Z_FINISH) != Z_STREAM_END) {
        out.truncate(start);
        return false;
    }
    const std::size_t body_size = size_field_size + (room - z.avail_out);
    store_frame_header(p, {.type = frame_type::compressed, .body_size = body_size});
    store_be<std::uint64_t>(p + frame_header_size, frame.size());
    out.truncate(start + frame_header_size + body_size);
    return true;
}

inflate_errc inflate_frame(bytes_view body, buffer& out) {
    if (body.size() < size_field_size) return inflate_errc::truncated;
    const std::uint64_t size = load_be<std::uint64_t>(body.data());
    if (size > frame_header_size + frame_body_size_max || body.size() > frame_body_size_max) {
        return inflate_errc::too_large;
    }
    if (size < frame_header_size) return inflate_errc::not_a_message;

    const std::size_t start = out.size();
    inflate_errc error = inflate_stream_to(body.subspan(size_field_size), size, out);
    if (error == inflate_errc::ok && !is_message_of_size(out.view().subspan(start))) {
        error = inflate_errc::not_a_message;
    }
    if (error != inflate_errc::ok) out.truncate(start);
    return error;
}

}  // namespace spikelet::wire
