#include "explain_names.hpp"
#include "explain_parts.hpp"
#include "text_writer.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

#include <algorithm>
#include <string>

namespace spikelet::wire {

namespace {

// The digest's first bytes are enough to tell records of one test apart.
constexpr std::size_t digest_shown = 4;

std::string_view command_name(const message_view& m) {
    const message_header& h = m.header;
    if ((h.info1 & info1::batch) != 0 || m.has(field_type::batch)) return "batch";
    if ((h.info2 & info2::write) != 0 && (h.info2 & info2::delete_record) != 0) return "delete";
    if (!m.has(field_type::digest)) {
        const bool by_index = m.has(field_type::index_range) || m.has(field_type::index_name);
        return by_index ? "query" : "scan";
    }
    if (m.has(field_type::udf_function)) return "apply";
    if ((h.info2 & info2::write) != 0) return (h.info1 & info1::read) != 0 ? "operate" : "write";
    return (h.info1 & info1::get_no_bins) != 0 ? "exists" : "read";
}

void write_request_operation(text_writer& text, const operation_view& o) {
    switch (o.type) {
        case operation_type::read:
            return o.bin.empty() ? text.put('*') : text.label(o.bin);
        case operation_type::write:
            text.label(o.bin);
            text.put('=');
            return write_operation_value(text, o, true);
        case operation_type::increment:
            text.label(o.bin);
            text.put("+=");
            return write_operation_value(text, o, true);
        case operation_type::touch:
        case operation_type::delete_all:
            return text.put(name(o.type));
        default:
            return write_operation(text, o, true);
    }
}

// A UDF as "package.function[arguments]".
void write_call(text_writer& text, const message_view& m) {
    const auto function = m.field(field_type::udf_function);
    if (!function) return;
    text.put(' ');
    text.label(as_text(m.field(field_type::udf_package).value_or(bytes_view{})));
    text.put('.');
    text.label(as_text(*function));
    if (const auto arguments = m.field(field_type::udf_arglist)) {
        text.put(msgpack_text(*arguments, value_text_max / 2));
    }
}

void write_request(text_writer& text, const message_view& m) {
    text.put(command_name(m));
    text.put(' ');
    if (const auto batch = m.field(field_type::batch)) {
        byte_reader in(*batch);
        text.number(in.take_be<std::uint32_t>().value_or(0));
        return text.put(" rows");
    }
    text.label(as_text(m.field(field_type::namespace_name).value_or(bytes_view{})));
    text.put('/');
    const auto set = m.field(field_type::set_name).value_or(bytes_view{});
    if (!set.empty()) text.label(as_text(set));
    if (const auto digest = m.field(field_type::digest)) {
        text.put(' ');
        text.hex(digest->first(std::min(digest->size(), digest_shown)));
    }
    write_call(text, m);
    for (const field_type type :
         {field_type::index_range, field_type::index_name, field_type::filter_expression}) {
        if (const auto data = m.field(type)) {
            text.put(' ');
            write_field(text, {.type = type, .data = *data});
        }
    }
    bool first = true;
    for (const operation_view o : m.operations()) {
        if (text.full()) return;
        text.put(first ? " " : ", ");
        first = false;
        write_request_operation(text, o);
    }
}

void write_reply(text_writer& text, const message_view& m) {
    const message_header& h = m.header;
    text.put("rc=");
    text.number(h.result_code);
    text.put(' ');
    text.put(name(static_cast<result_code>(h.result_code)));
    const auto labelled = [&text](std::string_view label, std::uint64_t value) {
        if (value == 0) return;
        text.put(label);
        text.number(value);
    };
    if ((h.info3 & info3::last) != 0) text.put(" LAST");
    if ((h.info3 & info3::partition_done) != 0) {
        text.put(" partition ");
        text.number(h.generation);
        return text.put(" done");
    }
    labelled(" gen=", h.generation);
    labelled(" void-time=", h.record_ttl);
    labelled(" row=", h.transaction_ttl);
    for (unsigned type = 0; type < known_field_count; ++type) {
        if (const auto data = m.field(static_cast<field_type>(type))) {
            text.put(' ');
            write_field(text, {.type = static_cast<field_type>(type), .data = *data});
        }
    }
    if (m.operations().empty()) return;
    std::string_view before = " {";
    for (const operation_view o : m.operations()) {
        if (text.full()) return;
        text.put(before);
        before = "; ";
        o.bin.empty() ? text.put(name(o.type)) : text.label(o.bin);
        text.put(": ");
        write_operation_value(text, o, false);
    }
    text.put('}');
}

void write_messages(text_writer& text, bytes_view body) {
    bool first = true;
    do {
        if (!first) text.put(" | ");
        first = false;
        message_view m;
        if (const message_errc error = parse_message_prefix(body, m); error != message_errc::ok) {
            text.put("malformed: ");
            return text.put(explain(error));
        }
        is_request(m) ? write_request(text, m) : write_reply(text, m);
        body = body.subspan(m.size());
    } while (!body.empty() && !text.full());
}

void write_compressed(text_writer& text, bytes_view body) {
    buffer inner;
    if (inflate_frame(body, inner) != inflate_errc::ok) {
        return text.put("malformed: compressed data that does not inflate to a message");
    }
    text.put("compressed ");
    write_messages(text, inner.view().subspan(frame_header_size));
}

void write_admin(text_writer& text, bytes_view body) {
    if (body.size() < 16) return text.put("malformed: a security header has 16 bytes");
    const std::string_view command = admin_command_name(body[2]);
    text.put("security ");
    text.put(command.empty() ? "command " : command);
    if (command.empty()) text.number(body[2]);
    if (body[1] == 0) return;
    text.put(" rc=");
    text.number(body[1]);
    text.put(' ');
    text.put(name(static_cast<result_code>(body[1])));
}

void write_body(text_writer& text, frame_type type, bytes_view body) {
    switch (type) {
        case frame_type::info:
            text.put("info ");
            return text.quoted(body);
        case frame_type::admin:
            return write_admin(text, body);
        case frame_type::message:
            return write_messages(text, body);
        case frame_type::compressed:
            return write_compressed(text, body);
        case frame_type::xdr:
            return text.put("xdr");
    }
    text.put("malformed: unknown frame type");
}

void write_frames(text_writer& text, bytes_view data) {
    do {
        if (data.size() < frame_header_size) {
            return text.put("malformed: a frame header has 8 bytes");
        }
        const frame_header header = load_frame_header(data.data());
        data = data.subspan(frame_header_size);
        if (header.body_size > data.size()) {
            return text.put("malformed: the frame is shorter than its header says");
        }
        const auto size = static_cast<std::size_t>(header.body_size);
        write_body(text, header.type, data.first(size));
        data = data.subspan(size);
        if (!data.empty()) text.put(" | ");
    } while (!data.empty() && !text.full());
}

}  // namespace

std::string summarize_message(bytes_view data, std::size_t text_max) {
    std::string out;
    text_writer text(out, text_max);
    write_frames(text, data);
    text.close(data.size());
    return out;
}

}  // namespace spikelet::wire
