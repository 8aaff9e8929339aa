#include "packed_items.hpp"

#include <optional>

namespace spikelet::wire {

namespace {

// Unsigned big-endian integer of 1, 2, 4 or 8 bytes.
std::optional<std::uint64_t> take_unsigned(byte_reader& in, std::size_t size) {
    const auto bytes = in.take(size);
    if (!bytes) return std::nullopt;
    std::uint64_t value = 0;
    for (const std::uint8_t byte : *bytes)
        value = value << 8 | byte;
    return value;
}

std::uint64_t extend_sign(std::uint64_t value, std::size_t size) {
    const auto shift = static_cast<unsigned>(64 - 8 * size);
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(value << shift) >> shift);
}

packed_fault take_number(byte_reader& in, std::size_t size, packed_kind kind, packed_item& out) {
    const auto value = take_unsigned(in, size);
    if (!value) return packed_fault::ends_early;
    out.kind = kind;
    out.number = kind == packed_kind::integer ? extend_sign(*value, size) : *value;
    return packed_fault::none;
}

packed_fault take_payload(byte_reader& in, std::optional<std::uint64_t> size, packed_item& out) {
    if (!size) return packed_fault::ends_early;
    out.kind = packed_kind::bytes;
    const auto payload = in.take(*size);
    if (!payload) return packed_fault::ends_early;
    out.payload = *payload;
    return packed_fault::none;
}

packed_fault take_extension(byte_reader& in, std::optional<std::uint64_t> size, packed_item& out) {
    const auto type = in.take_be<std::uint8_t>();
    const packed_fault fault = take_payload(in, type ? size : std::nullopt, out);
    out.kind = packed_kind::extension;
    out.extension_type = type.value_or(0);
    return fault;
}

}  // namespace

packed_fault take_item(byte_reader& in, packed_item& out) {
    out = packed_item{};
    const auto head = in.take_be<std::uint8_t>();
    if (!head) return packed_fault::ends_early;
    const std::uint8_t b = *head;
    const auto set = [&out](packed_kind kind, std::uint64_t number) {
        out.kind = kind;
        out.number = number;
        return packed_fault::none;
    };
    if (b <= 0x7f) return set(packed_kind::integer, b);
    if (b >= 0xe0) return set(packed_kind::integer, extend_sign(b, 1));
    if (b <= 0x8f) return set(packed_kind::map, b & 0x0f);
    if (b <= 0x9f) return set(packed_kind::list, b & 0x0f);
    if (b <= 0xbf) return take_payload(in, b & 0x1f, out);
    switch (b) {
        case 0xc0:
            return set(packed_kind::nil, 0);
        case 0xc2:
        case 0xc3:
            return set(packed_kind::boolean, b & 1);
        case 0xc4:
        case 0xc5:
        case 0xc6:
            return take_payload(in, take_unsigned(in, std::size_t{1} << (b - 0xc4)), out);
        case 0xc7:
        case 0xc8:
        case 0xc9:
            return take_extension(in, take_unsigned(in, std::size_t{1} << (b - 0xc7)), out);
        case 0xca:
            return take_number(in, 4, packed_kind::float32, out);
        case 0xcb:
            return take_number(in, 8, packed_kind::float64, out);
        case 0xcc:
        case 0xcd:
        case 0xce:
        case 0xcf:
            return take_number(in, std::size_t{1} << (b - 0xcc), packed_kind::unsigned_integer,
                               out);
        case 0xd0:
        case 0xd1:
        case 0xd2:
        case 0xd3:
            return take_number(in, std::size_t{1} << (b - 0xd0), packed_kind::integer, out);
        case 0xd4:
        case 0xd5:
        case 0xd6:
        case 0xd7:
        case 0xd8:
            return take_extension(in, std::uint64_t{1} << (b - 0xd4), out);
        case 0xd9:
        case 0xda:
        case 0xdb:
            return take_payload(in, take_unsigned(in, std::size_t{1} << (b - 0xd9)), out);
        case 0xdc:
        case 0xdd:
            return take_number(in, std::size_t{2} << (b - 0xdc), packed_kind::list, out);
        case 0xde:
        case 0xdf:
            return take_number(in, std::size_t{2} << (b - 0xde), packed_kind::map, out);
        default:
            return packed_fault::bad_byte;  // c1
    }
}

// Passes over one whole value, however deep.
bool skip_value(byte_reader& in) {
    std::uint64_t pending = 1;
    while (pending != 0) {
        packed_item i;
        if (take_item(in, i) != packed_fault::none) return false;
        --pending;
        if (i.kind == packed_kind::list) pending += i.number;
        if (i.kind == packed_kind::map) pending += 2 * i.number;
        if (pending > in.left()) return false;  // an item has a byte at least
    }
    return true;
}

}  // namespace spikelet::wire
