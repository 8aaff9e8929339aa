#include "support/requests.hpp"

#include <gtest/gtest.h>

namespace spikelet::mock::testing {

std::optional<reply> parse_reply(wire::bytes_view bytes) {
    if (bytes.size() < wire::frame_header_size) return std::nullopt;
    const wire::frame_header frame = wire::load_frame_header(bytes.data());
    if (frame.type != wire::frame_type::message ||
        bytes.size() < wire::frame_header_size + frame.body_size) {
        return std::nullopt;
    }
    wire::message_view m;
    if (wire::parse_message(bytes.subspan(wire::frame_header_size, frame.body_size), m) !=
        wire::message_errc::ok) {
        return std::nullopt;
    }
    reply out;
    out.code = static_cast<wire::result_code>(m.header.result_code);
    out.generation = m.header.generation;
    out.void_time = m.header.record_ttl;
    out.info3 = m.header.info3;
    for (const wire::operation_view op : m.operations()) {
        out.operations.push_back(
            {op.type, op.particle, std::string(op.bin), std::string(wire::as_text(op.value))});
    }
    return out;
}

std::int64_t counted(std::string_view reply) {
    const auto parsed = parse_reply(wire::as_bytes(reply));
    return parsed && !parsed->operations.empty() ? parsed->operations[0].integer() : -1;
}

void request::encode(wire::buffer& out) const {
    wire::message_writer m(out);
    m.field(wire::field_type::namespace_name, wire::as_bytes(namespace_));
    if (has_set_) m.field(wire::field_type::set_name, wire::as_bytes(set_));
    m.field(wire::field_type::digest, digest_);
    if (!key_.empty()) m.field(wire::field_type::key, wire::as_bytes(key_));
    for (const auto& [type, bytes] : fields_) {
        m.field(static_cast<wire::field_type>(type), wire::as_bytes(bytes));
    }
    for (const reply_operation& op : operations_) {
        m.operation(op.type, op.bin, op.particle, wire::as_bytes(op.value));
    }
    m.finish(header_);
}

std::string request::bytes() const {
    wire::buffer out;
    encode(out);
    return std::string(wire::as_text(out.view()));
}

reply send(direct_connection& connection, const request& r) {
    wire::buffer encoded;
    r.encode(encoded);
    wire::buffer answer;
    EXPECT_TRUE(connection.exchange(encoded.view(), answer)) << "the server closed the connection";
    auto parsed = parse_reply(answer.view());
    if (!parsed) {
        ADD_FAILURE() << "no reply, or one that is no message";
        return {};
    }
    return *std::move(parsed);
}

std::string info(direct_connection& connection, std::string_view command) {
    wire::buffer request;
    wire::frame_writer frame(request, wire::frame_type::info);
    request.append(command);
    request.append(std::string_view("\n"));
    frame.finish();
    wire::buffer answer;
    EXPECT_TRUE(connection.exchange(request.view(), answer)) << "the server closed the connection";
    if (answer.size() < wire::frame_header_size) {
        ADD_FAILURE() << "not an answer";
        return {};
    }
    // Any byte may be a tab: the header's are left out.
    const std::string text(wire::as_text(answer.view().subspan(wire::frame_header_size)));
    const auto tab = text.find('\t');
    if (tab == std::string::npos || text.back() != '\n') {
        ADD_FAILURE() << "not an info answer: " << text;
        return {};
    }
    return text.substr(tab + 1, text.size() - tab - 2);
}

}  // namespace spikelet::mock::testing
