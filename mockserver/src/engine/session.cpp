#include "engine/session.hpp"

#include "engine/journal.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

namespace spikelet::mock {
namespace {

// The answer to every security message of a server that has no security (chapter 05).
void append_security_refusal(wire::result_code code, wire::buffer& out) {
    wire::frame_writer frame(out, wire::frame_type::admin);
    std::uint8_t* p = out.grow(16);
    std::memset(p, 0, 16);
    p[1] = static_cast<std::uint8_t>(code);
    frame.finish();
}

void append_refusal(wire::result_code code, wire::buffer& out) {
    wire::message_writer reply(out);
    reply.finish({.result_code = static_cast<std::uint8_t>(code)});
}

// An info request that registers a module: compiling takes about 50 ms a megabyte, and running its
// top level as long as it wants.
constexpr std::string_view registration = "udf-put";
constexpr std::size_t slow_info_size = 32u << 10;  // nothing else is as large

bool registers_module(bytes_view frame) {
    return wire::load_frame_header(frame.data()).type == wire::frame_type::info &&
           (frame.size() >= slow_info_size ||
            wire::as_text(frame).find(registration) != std::string_view::npos);
}

// Memory that one large request has blown up is given back above this.
constexpr std::size_t kept_buffer_size = 1u << 20;

}  // namespace

session::session(cluster_state& cluster, node& self, std::string peer, const observer* watch,
                 client_clock reads)
    : cluster_(cluster), self_(self), peer_(std::move(peer)), watch_(watch), clock_(reads) {
    node_statistics& s = self_.statistics();
    s.client_connections.fetch_add(1, std::memory_order_relaxed);
    s.client_connections_opened.fetch_add(1, std::memory_order_relaxed);
}

session::~session() {
    node_statistics& s = self_.statistics();
    s.client_connections.fetch_sub(1, std::memory_order_relaxed);
    s.client_connections_closed.fetch_add(1, std::memory_order_relaxed);
}

session::progress session::receive(bytes_view input, wire::buffer& out, slow_frames slow) {
    progress done;
    for (;;) {
        const bytes_view rest = input.subspan(done.consumed);
        done.needed = wire::frame_header_size;
        if (rest.size() < wire::frame_header_size) return done;
        // A header that no client sends means that the two ends are out of step: nothing behind it
        // can be trusted.
        if (wire::check_request_header(rest.data()) != wire::frame_verdict::ok) {
            if (watch_ != nullptr) (*watch_)(*this, rest.first(wire::frame_header_size), {});
            done.close = true;
            return done;
        }
        const std::size_t size =
            wire::frame_header_size + wire::load_frame_header(rest.data()).body_size;
        done.needed = size;
        if (rest.size() < size) return done;
        // Who is about to go need not wait for a client that has sent requests ahead.
        if (cluster_.is_closed()) {
            done.close = true;
            return done;
        }
        if (out.size() >= output_size_pause) {
            done.paused = true;
            return done;
        }
        const std::size_t reply_start = out.size();
        if (!execute_frame(rest.first(size), out, slow)) {
            done.slow = true;
            return done;
        }
        if (watch_ != nullptr) (*watch_)(*this, rest.first(size), out.view().subspan(reply_start));
        done.consumed += size;
    }
}

bool session::execute_frame(bytes_view frame, wire::buffer& out, slow_frames slow) {
    const bytes_view body = frame.subspan(wire::frame_header_size);
    switch (wire::load_frame_header(frame.data()).type) {
        case wire::frame_type::info: {
            if (slow == slow_frames::leave && registers_module(frame)) return false;
            wire::frame_writer reply(out, wire::frame_type::info);
            info::execute(cluster_, self_, info_, body, out);
            reply.finish();
            break;
        }
        case wire::frame_type::message:
            return execute_data(body, out, slow);
        case wire::frame_type::compressed:
            return execute_compressed(body, out, slow);
        case wire::frame_type::admin:
            append_security_refusal(cluster_.is_enterprise()
                                        ? wire::result_code::security_not_enabled
                                        : wire::result_code::security_not_supported,
                                    out);
            break;
        case wire::frame_type::xdr:
            break;  // between servers only: never answered
    }
    return true;
}

bool session::execute_data(bytes_view body, wire::buffer& out, slow_frames slow) {
    const auto result = execute_message(cluster_, self_, body, out, clock_, slow);
    if (!result) return false;
    journal& written = cluster_.requests();
    if (written.is_on()) written.add(describe_request(cluster_, self_, body, *result));
    return true;
}

bool session::execute_compressed(bytes_view body, wire::buffer& out, slow_frames slow) {
    if (!cluster_.is_enterprise()) {
        append_refusal(wire::result_code::enterprise_only, out);
        return true;
    }
    inflated_.clear();
    if (wire::inflate_frame(body, inflated_) != wire::inflate_errc::ok) {
        append_refusal(wire::result_code::parameter, out);
        return true;
    }
    const bool done = execute_data(inflated_.view().subspan(wire::frame_header_size), out, slow);
    inflated_.clear();
    inflated_.shrink(kept_buffer_size);
    return done;
}

}  // namespace spikelet::mock
