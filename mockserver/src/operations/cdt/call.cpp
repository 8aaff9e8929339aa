#include "operations/cdt/call.hpp"

#include "storage/collection_header.hpp"

#include <spikelet/wire/frame.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace spikelet::mock {

std::optional<std::uint32_t> resolve_position(std::int64_t index, std::uint32_t size) {
    if (index < 0) index += size;  // both far from the ends of 64 bits, or the sum is negative
    if (index < 0 || index >= size) return std::nullopt;
    return static_cast<std::uint32_t>(index);
}

item_range resolve_range(std::int64_t index, std::uint64_t count, std::uint32_t size) {
    if (index >= size) return {size, 0};
    if (index < 0) {
        index += size;
        if (index < 0) {
            const std::uint64_t in_front = -static_cast<std::uint64_t>(index);
            count = count > in_front ? count - in_front : 0;
            index = 0;
        }
    }
    const auto start = static_cast<std::uint32_t>(index);
    return {start, static_cast<std::uint32_t>(std::min<std::uint64_t>(count, size - start))};
}

item_range resolve_relative_range(std::uint32_t base, std::int64_t offset, std::uint64_t count,
                                  std::uint32_t size) {
    // The sum cannot overflow upwards: a base is below 2^32, and anything beyond the end is alike.
    const std::int64_t start = std::min<std::int64_t>(offset, INT64_MAX - base) + base;
    if (start >= 0) return resolve_range(start, count, size);
    const std::uint64_t in_front = -static_cast<std::uint64_t>(start);
    count = count > in_front ? count - in_front : 0;
    return resolve_range(0, count, size);
}

std::optional<return_request> parse_return_type(std::uint64_t number) {
    constexpr std::uint64_t inverted = 0x10000;
    const std::uint64_t type = number & 0xffff;  // bits above are flags, unknown ones ignored
    if (type > 17 || type == 14 || type == 15) return std::nullopt;
    return return_request{static_cast<cdt_return>(type), (number & inverted) != 0};
}

void answer_none(cdt_call& call) {
    const bool reads = call.op.type == wire::operation_type::cdt_read;
    if (reads && call.context.is_write_command) {
        call.context.reply.operation(call.op.type, call.op.bin, particle_type::null, bytes_view{});
    } else {
        answer_nothing(call.context, call.op);
    }
}

void answer_integer(cdt_call& call, std::int64_t v) {
    wire::store_be(
        call.context.reply.operation(call.op.type, call.op.bin, particle_type::integer, 8), v);
}

void answer_boolean(cdt_call& call, bool v) {
    *call.context.reply.operation(call.op.type, call.op.bin, particle_type::boolean, 1) = v ? 1 : 0;
}

void answer_packed(cdt_call& call, bytes_view packed) {
    using wire::msgpack::item_kind;
    wire::message_writer& reply = call.context.reply;
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    if (!in.next(i)) return answer_none(call);
    switch (i.kind) {
        case item_kind::nil:
            reply.operation(call.op.type, call.op.bin, particle_type::null, bytes_view{});
            return;
        case item_kind::boolean:
            return answer_boolean(call, i.number != 0);
        case item_kind::integer:
            return answer_integer(call, i.integer());
        case item_kind::floating:
            wire::store_be(reply.operation(call.op.type, call.op.bin, particle_type::floating, 8),
                           i.number);
            return;
        case item_kind::list:
        case item_kind::map:
            reply.operation(call.op.type, call.op.bin,
                            i.kind == item_kind::map ? particle_type::map : particle_type::list,
                            packed);
            return;
        case item_kind::extension:
            reply.operation(call.op.type, call.op.bin, particle_type::blob, i.payload);
            return;
        case item_kind::bytes:
            break;
    }
    const bytes_view content = i.payload.empty() ? i.payload : i.payload.subspan(1);
    const auto type =
        i.payload.empty() ? particle_type::blob : static_cast<particle_type>(i.payload[0]);
    if (type == particle_type::geojson) {
        // Flags and cells are those of no cells (chapter 13 §4).
        std::uint8_t* out =
            reply.operation(call.op.type, call.op.bin, particle_type::geojson, 3 + content.size());
        std::memset(out, 0, 3);
        if (!content.empty()) std::memcpy(out + 3, content.data(), content.size());
        return;
    }
    // A byte that names none of the types that are kept as bytes is no type (chapter 07 §2.2).
    const bool is_type =
        type == particle_type::string || type == particle_type::hll || wire::is_bytes(type);
    reply.operation(call.op.type, call.op.bin, is_type ? type : particle_type::blob, content);
}

void answer_range(cdt_call& call, std::int64_t start, std::uint32_t count) {
    const std::int64_t numbers[] = {start, count};
    answer_integers(call, 2, [&numbers](std::uint32_t i) { return numbers[i]; });
}

bool answer_absence(cdt_call& call, cdt_return type) {
    switch (type) {
        case cdt_return::index:
        case cdt_return::reverse_index:
        case cdt_return::rank:
        case cdt_return::reverse_rank:
            answer_integer(call, -1);
            return true;
        case cdt_return::count:
            answer_integer(call, 0);
            return true;
        case cdt_return::exists:
            answer_boolean(call, false);
            return true;
        default:
            return false;
    }
}

std::uint8_t* answer_collection(cdt_call& call, particle_type type, std::uint8_t flags,
                                std::uint64_t count, std::uint64_t content) {
    if (content > wire::frame_body_size_max || count > wire::frame_body_size_max) return nullptr;
    const packed_header header =
        pack_collection_header(type, flags, static_cast<std::uint32_t>(count));
    std::uint8_t* out = call.context.reply.operation(
        call.op.type, call.op.bin, type, header.size + static_cast<std::size_t>(content));
    std::memcpy(out, header.bytes.data(), header.size);
    return out + header.size;
}

std::uint8_t* pack_integer(std::uint8_t* out, std::int64_t v) {
    const std::size_t size = wire::msgpack::integer_size(v);
    const auto bits = static_cast<std::uint64_t>(v);
    switch (size) {
        case 1:
            *out = static_cast<std::uint8_t>(v);
            break;
        case 2:
            *out = v < 0 ? 0xd0 : 0xcc;
            out[1] = static_cast<std::uint8_t>(bits);
            break;
        case 3:
            *out = v < 0 ? 0xd1 : 0xcd;
            wire::store_be(out + 1, static_cast<std::uint16_t>(bits));
            break;
        case 5:
            *out = v < 0 ? 0xd2 : 0xce;
            wire::store_be(out + 1, static_cast<std::uint32_t>(bits));
            break;
        default:
            *out = v < 0 ? 0xd3 : 0xcf;
            wire::store_be(out + 1, bits);
    }
    return out + size;
}

}  // namespace spikelet::mock
