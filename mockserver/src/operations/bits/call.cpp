#include "operations/bits/call.hpp"

#include <spikelet/wire/msgpack.hpp>

namespace spikelet::mock::bits {
namespace {

using wire::msgpack::item;
using wire::msgpack::item_kind;

enum class argument : std::uint8_t {
    none,
    byte_offset,
    bit_offset,
    byte_size,
    byte_size_or_zero,
    bit_size,
    integer_size,
    distance,
    number,
    boolean,
    blob,
    flags,
    resize_options,
    integer_options,
    sign_option,
};

struct operation {
    bits::code code;
    access how;
    std::uint8_t arguments_min;
    std::uint8_t arguments_max;
    std::uint8_t allowed_flags;
    std::array<argument, 5> arguments;
};

using enum argument;
constexpr auto modify = access::modify;
constexpr auto read = access::read;

constexpr std::uint8_t creating =
    write_flags::create_only | write_flags::update_only | write_flags::no_fail;
constexpr std::uint8_t ranging =
    write_flags::update_only | write_flags::no_fail | write_flags::partial;
constexpr std::uint8_t whole = write_flags::update_only | write_flags::no_fail;

constexpr operation operations[] = {
    {code::resize, modify, 1, 3, creating, {byte_size_or_zero, flags, resize_options}},
    {code::insert, modify, 2, 3, creating, {byte_offset, blob, flags}},
    {code::remove, modify, 2, 3, ranging, {byte_offset, byte_size, flags}},
    {code::set, modify, 3, 4, ranging, {bit_offset, bit_size, blob, flags}},
    {code::bitwise_or, modify, 3, 4, ranging, {bit_offset, bit_size, blob, flags}},
    {code::bitwise_xor, modify, 3, 4, ranging, {bit_offset, bit_size, blob, flags}},
    {code::bitwise_and, modify, 3, 4, ranging, {bit_offset, bit_size, blob, flags}},
    {code::bitwise_not, modify, 2, 3, ranging, {bit_offset, bit_size, flags}},
    {code::shift_left, modify, 3, 4, ranging, {bit_offset, bit_size, distance, flags}},
    {code::shift_right, modify, 3, 4, ranging, {bit_offset, bit_size, distance, flags}},
    {code::add, modify, 3, 5, whole, {bit_offset, integer_size, number, flags, integer_options}},
    {code::subtract,
     modify,
     3,
     5,
     whole,
     {bit_offset, integer_size, number, flags, integer_options}},
    {code::set_integer, modify, 3, 4, whole, {bit_offset, integer_size, number, flags}},
    {code::get, read, 2, 2, 0, {bit_offset, bit_size}},
    {code::count, read, 2, 2, 0, {bit_offset, bit_size}},
    {code::find_first, read, 3, 3, 0, {bit_offset, bit_size, boolean}},
    {code::find_last, read, 3, 3, 0, {bit_offset, bit_size, boolean}},
    {code::get_integer, read, 2, 3, 0, {bit_offset, integer_size, sign_option}},
};

const operation* find_operation(std::uint64_t number, access how) {
    for (const operation& o : operations) {
        if (static_cast<std::uint64_t>(o.code) == number && o.how == how) return &o;
    }
    return nullptr;
}

constexpr std::int64_t bit_limit = blob_size_limit * 8;

bool is_within(std::int64_t offset, std::int64_t limit) {
    return -limit < offset && offset < limit;
}

bool accept_offset(const item& i, std::int64_t limit, call& out) {
    out.offset = i.integer();
    return i.kind == item_kind::integer && is_within(out.offset, limit);
}

// A negative number is a huge one here.
bool accept_size(const item& i, std::uint64_t minimum, std::uint64_t maximum, std::uint64_t& out) {
    out = i.number;
    return i.kind == item_kind::integer && minimum <= out && out <= maximum;
}

// Text and any kind of blob: the type byte does not matter.
bool accept_blob(const item& i, call& out) {
    if (i.kind != item_kind::bytes || i.payload.size() < 2) return false;
    out.operand = i.payload.subspan(1);
    return out.operand.size() * 8 >= out.size;
}

// `exclusive` are flags that must not come together.
bool accept_flags(const item& i, std::uint64_t known, std::uint64_t exclusive, std::uint64_t& out) {
    out = i.number;
    return i.kind == item_kind::integer && (out & ~known) == 0 &&
           (exclusive == 0 || (out & exclusive) != exclusive);
}

bool accept(argument kind, const item& i, const operation& o, call& out) {
    switch (kind) {
        case byte_offset:
            return accept_offset(i, blob_size_limit, out);
        case bit_offset:
            return accept_offset(i, bit_limit, out);
        case byte_size:
            return accept_size(i, 1, blob_size_limit - 1, out.size);
        case byte_size_or_zero:
            return accept_size(i, 0, blob_size_limit - 1, out.size);
        case bit_size:
            return accept_size(i, 1, bit_limit - 1, out.size);
        case integer_size:
            return accept_size(i, 1, 64, out.size);
        case distance:
            return accept_size(i, 0, bit_limit, out.value);
        case number:
            out.value = i.number;
            return i.kind == item_kind::integer;
        case boolean:
            out.value = i.number;
            return i.kind == item_kind::boolean;
        case blob:
            return accept_blob(i, out);
        case flags:
            return accept_flags(i, o.allowed_flags,
                                write_flags::create_only | write_flags::update_only, out.flags);
        case resize_options:
            return accept_flags(
                i, resize_flags::from_front | resize_flags::grow_only | resize_flags::shrink_only,
                resize_flags::grow_only | resize_flags::shrink_only, out.special_flags);
        case integer_options:
            return accept_flags(
                i, integer_flags::is_signed | integer_flags::saturate | integer_flags::wrap,
                integer_flags::saturate | integer_flags::wrap, out.special_flags);
        case sign_option:
            return accept_flags(i, integer_flags::is_signed, 0, out.special_flags);
        case none:
            break;
    }
    return false;
}

}  // namespace

std::optional<call> parse_call(wire::bytes_view packed, access how) {
    wire::msgpack::reader in(packed);
    item header;
    item first;
    if (!in.next(header) || header.kind != item_kind::list || header.number == 0) return {};
    if (!in.next(first) || first.kind != item_kind::integer) return {};
    const operation* o = find_operation(first.number, how);
    if (o == nullptr) return {};
    const std::uint64_t count = header.number - 1;
    if (count < o->arguments_min || count > o->arguments_max) return {};

    call out{.code = o->code};
    for (std::size_t n = 0; n < count; ++n) {
        item i;
        if (!in.next(i) || !accept(o->arguments[n], i, *o, out)) return {};
    }
    return out;
}

}  // namespace spikelet::mock::bits
