#include <spikelet/wire/message.hpp>

#include <algorithm>
#include <cassert>
#include <limits>

namespace spikelet::wire {

namespace {

constexpr std::size_t size_field_size = 4;        // of a field and of an operation
constexpr std::size_t operation_header_size = 8;  // its size field included

}  // namespace

message_header load_message_header(const std::uint8_t* p) {
    return {.info1 = p[1],
            .info2 = p[2],
            .info3 = p[3],
            .info4 = p[4],
            .result_code = p[5],
            .generation = load_be<std::uint32_t>(p + 6),
            .record_ttl = load_be<std::uint32_t>(p + 10),
            .transaction_ttl = load_be<std::uint32_t>(p + 14),
            .field_count = load_be<std::uint16_t>(p + 18),
            .operation_count = load_be<std::uint16_t>(p + 20)};
}

void store_message_header(std::uint8_t* p, const message_header& header) {
    p[0] = message_header_size;
    p[1] = header.info1;
    p[2] = header.info2;
    p[3] = header.info3;
    p[4] = header.info4;
    p[5] = header.result_code;
    store_be(p + 6, header.generation);
    store_be(p + 10, header.record_ttl);
    store_be(p + 14, header.transaction_ttl);
    store_be(p + 18, header.field_count);
    store_be(p + 20, header.operation_count);
}

std::string_view explain(message_errc error) {
    switch (error) {
        case message_errc::ok:
            return "the message is well formed";
        case message_errc::short_header:
            return "the body is shorter than the 22 bytes of a message header";
        case message_errc::field_out_of_bounds:
            return "a field has size 0 or reaches beyond the end of the body";
        case message_errc::operation_out_of_bounds:
            return "an operation is smaller than its own header and name or reaches beyond the end "
                   "of the body";
        case message_errc::trailing_bytes:
            return "bytes are left over after the last operation";
    }
    return "unknown error";
}

// The one function that may fill a message_view.
struct message_parser {
    static message_errc parse(bytes_view body, message_view& out) {
        out = message_view{};
        if (body.size() < message_header_size) return short_header(body, out);
        // Slots hold 32-bit offsets. A frame ends long before that; a caller's own bytes may not.
        body = body.first(
            std::min<std::size_t>(body.size(), std::numeric_limits<std::uint32_t>::max()));

        const std::uint8_t* const base = body.data();
        const std::uint8_t* const end = base + body.size();
        out.header = load_message_header(base);
        out.base_ = base;

        const std::uint8_t* p = base + message_header_size;
        for (std::uint32_t n = out.header.field_count; n != 0; --n) {
            if (left(p, end) < size_field_size) return message_errc::field_out_of_bounds;
            const std::uint32_t size = load_be<std::uint32_t>(p);
            p += size_field_size;
            if (size == 0 || size > left(p, end)) return message_errc::field_out_of_bounds;
            // Of a repeated field the first counts (chapter 01 §3).
            if (const std::uint8_t type = p[0];
                type < known_field_count && out.slots_[type].offset == 0) {
                out.slots_[type] = {.offset = static_cast<std::uint32_t>(p + 1 - base),
                                    .size = size - 1};
            }
            p += size;
        }

        const std::uint8_t* const operations = p;
        for (std::uint32_t n = out.header.operation_count; n != 0; --n) {
            if (left(p, end) < operation_header_size) return message_errc::operation_out_of_bounds;
            const std::size_t size = load_be<std::uint32_t>(p);
            const std::size_t lut_size = (p[6] & 1) != 0 ? 8 : 0;
            const std::size_t size_min = operation_header_size - size_field_size + p[7] + lut_size;
            if (size < size_min || size > left(p, end) - size_field_size) {
                return message_errc::operation_out_of_bounds;
            }
            p += size_field_size + size;
        }
        out.operations_ = operations;
        out.operation_count_ = out.header.operation_count;
        out.size_ = static_cast<std::size_t>(p - base);
        return message_errc::ok;
    }

private:
    static std::size_t left(const std::uint8_t* p, const std::uint8_t* end) {
        return static_cast<std::size_t>(end - p);
    }
    static message_errc short_header(bytes_view body, message_view& out) {
        std::uint8_t padded[message_header_size] = {};
        std::copy(body.begin(), body.end(), padded);
        out.header = load_message_header(padded);
        return message_errc::short_header;
    }
};

message_errc parse_message(bytes_view body, message_view& out) {
    const message_errc error = message_parser::parse(body, out);
    if (error == message_errc::ok && out.size() != body.size()) return message_errc::trailing_bytes;
    return error;
}

message_errc parse_message_prefix(bytes_view body, message_view& out) {
    return message_parser::parse(body, out);
}

void append_field(buffer& out, field_type type, bytes_view data) {
    std::uint8_t* p = out.grow(size_field_size + 1 + data.size());
    store_be(p, static_cast<std::uint32_t>(1 + data.size()));
    p[4] = static_cast<std::uint8_t>(type);
    if (!data.empty()) std::memcpy(p + 5, data.data(), data.size());
}

std::uint8_t* append_operation(buffer& out, operation_type type, std::string_view bin,
                               particle_type particle, std::size_t value_size) {
    assert(bin.size() <= std::numeric_limits<std::uint8_t>::max());
    std::uint8_t* p = out.grow(operation_header_size + bin.size() + value_size);
    store_be(p, static_cast<std::uint32_t>(operation_header_size - size_field_size + bin.size() +
                                           value_size));
    p[4] = static_cast<std::uint8_t>(type);
    p[5] = static_cast<std::uint8_t>(particle);
    p[6] = 0;
    p[7] = static_cast<std::uint8_t>(bin.size());
    if (!bin.empty()) std::memcpy(p + operation_header_size, bin.data(), bin.size());
    return p + operation_header_size + bin.size();
}

void message_writer::finish(message_header header) {
    header.field_count = static_cast<std::uint16_t>(field_count_);
    header.operation_count = static_cast<std::uint16_t>(operation_count_);
    store_message_header(out_.data() + frame_.start() + frame_header_size, header);
    frame_.finish();
}

}  // namespace spikelet::wire
