// A client that sends anything to a small cluster.
//
// The first byte chooses: bit 0 the personality, bit 1 whether the rest is a raw stream or a row of
// frames (a type, a 16-bit size, a body), so that whole requests stay whole when the fuzzer changes
// them; the high half the number of bytes in which a stream is cut. Whatever comes, each frame is
// answered by whole frames, and what direct access shows afterwards adds up.
#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/frame.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

namespace {

using namespace spikelet;
using namespace spikelet::mock;

void require(bool condition) {
    if (!condition) std::abort();
}

void check_replies(wire::bytes_view replies) {
    while (!replies.empty()) {
        require(replies.size() >= wire::frame_header_size);
        const wire::frame_header header = wire::load_frame_header(replies.data());
        require(header.version == wire::frame_version);
        require(header.body_size <= replies.size() - wire::frame_header_size);
        replies =
            replies.subspan(wire::frame_header_size + static_cast<std::size_t>(header.body_size));
    }
}

void send_stream(direct_connection& connection, wire::bytes_view bytes, std::size_t piece,
                 wire::buffer& replies) {
    while (!bytes.empty()) {
        const std::size_t size = std::min(piece, bytes.size());
        if (!connection.exchange(bytes.first(size), replies)) return;
        bytes = bytes.subspan(size);
    }
}

void send_frames(direct_connection& connection, wire::bytes_view bytes, wire::buffer& replies) {
    wire::buffer frame;
    while (bytes.size() > 3) {
        const std::size_t size =
            std::min<std::size_t>(wire::load_be<std::uint16_t>(bytes.data() + 1), bytes.size() - 3);
        frame.clear();
        wire::frame_writer writer(frame, static_cast<wire::frame_type>(1 + bytes[0] % 5));
        frame.append(bytes.subspan(3, size));
        writer.finish();
        if (!connection.exchange(frame.view(), replies)) return;
        bytes = bytes.subspan(3 + size);
    }
}

// Every record can be looked at, alone and in the list.
void check_data(cluster& c) {
    for (const namespace_config& ns : c.config().namespaces) {
        std::vector<record_state> all;
        try {
            all = c.list(ns.name);
        } catch (const std::invalid_argument&) {
            continue;  // a list nested deeper than a value may be
        }
        require(all.size() == c.count(ns.name));
        for (const record_state& r : all) {
            require(!r.bins.empty() && r.generation != 0 && r.stored_size >= 48);
            const auto one = c.get(r.key);
            require(one && one->bins.size() == r.bins.size());
        }
        require(c.run_nsup(ns.name) <= all.size());
    }
    c.clear();
    require(c.count(c.config().namespaces[0].name) == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    cluster_config config;
    config.nodes = 2;
    config.clock = clock_mode::manual;
    config.personality = (data[0] & 1) != 0 ? personality::enterprise : personality::community;
    cluster c(config);
    direct_connection connection = c.connect(1);
    wire::buffer replies;
    const wire::bytes_view input(data + 1, size - 1);
    if ((data[0] & 2) != 0) {
        send_frames(connection, input, replies);
    } else {
        send_stream(connection, input, 1u + data[0] / 16u * 16u, replies);
    }
    check_replies(replies.view());
    check_data(c);
    return 0;
}
