#include "operations/bits/arithmetic.hpp"
#include "operations/bits/bits.hpp"
#include "operations/bits/ranges.hpp"
#include "operations/bits/word_access.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <optional>

namespace spikelet::mock::bits {
namespace {

using enum result_code;

modified unchanged(bytes_view old) {
    return {ok, old};
}
// A failure that the flag can turn into doing nothing (chapter 11 §A4).
modified refuse(const call& c, bytes_view old, result_code rc) {
    if (c.has(write_flags::no_fail)) return unchanged(old);
    return {rc, old};
}

void copy_to(std::uint8_t* out, bytes_view bytes) {
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
}

// ---- changing the size

// The first `head` bytes of `old`, zeros, and the rest of it; `size` bytes in all.
std::uint8_t* grow(bytes_view old, std::size_t head, std::size_t size, command_memory& memory) {
    std::uint8_t* p = memory.allocate_zeroed(size);
    const bytes_view tail = old.subspan(head);
    copy_to(p, old.first(head));
    copy_to(p + size - tail.size(), tail);
    return p;
}

modified resize(const call& c, bytes_view old, command_memory& memory) {
    const auto size = static_cast<std::size_t>(c.size);
    const bool front = c.has_special(resize_flags::from_front);
    if (size == old.size()) return unchanged(old);
    if (size < old.size()) {
        if (c.has_special(resize_flags::grow_only)) return refuse(c, old, parameter);
        return {ok, front ? old.last(size) : old.first(size)};
    }
    if (c.has_special(resize_flags::shrink_only)) return refuse(c, old, parameter);
    return {ok, {grow(old, front ? 0 : old.size(), size, memory), size}};
}

// Where a range begins; nothing if that is before the first byte or bit.
std::optional<std::uint64_t> resolve_offset(const call& c, std::uint64_t size) {
    if (c.offset >= 0) return static_cast<std::uint64_t>(c.offset);
    const std::uint64_t from_end = 0 - static_cast<std::uint64_t>(c.offset);
    if (from_end > size) return std::nullopt;
    return size - from_end;
}

modified insert(const call& c, bytes_view old, command_memory& memory) {
    const auto offset = resolve_offset(c, old.size());
    if (!offset) return {parameter, old};
    const std::size_t size = std::max<std::size_t>(old.size(), *offset) + c.operand.size();
    if (size >= static_cast<std::size_t>(blob_size_limit)) return {parameter, old};
    const std::size_t head = std::min<std::size_t>(old.size(), *offset);
    std::uint8_t* p = grow(old, head, size, memory);
    copy_to(p + *offset, c.operand);
    return {ok, {p, size}};
}

modified remove(const call& c, bytes_view old, command_memory& memory) {
    const auto offset = resolve_offset(c, old.size());
    if (!offset) return {parameter, old};
    if (*offset >= old.size()) return refuse(c, old, parameter);
    const std::size_t head = *offset;
    std::size_t size = c.size;
    if (size > old.size() - head) {
        if (!c.has(write_flags::partial)) return refuse(c, old, parameter);
        size = old.size() - head;
    }
    const std::size_t tail = old.size() - head - size;
    if (tail == 0) return {ok, old.first(head)};
    if (head == 0) return {ok, old.last(tail)};
    std::uint8_t* p = memory.allocate(head + tail);
    copy_to(p, old.first(head));
    copy_to(p + head, old.last(tail));
    return {ok, {p, head + tail}};
}

// ---- changing bits in place

integer_format format_of(const call& c) {
    overflow_action action = overflow_action::fail;
    if (c.has_special(integer_flags::saturate)) action = overflow_action::saturate;
    if (c.has_special(integer_flags::wrap)) action = overflow_action::wrap;
    return {static_cast<unsigned>(c.size), c.has_special(integer_flags::is_signed), action};
}

// What an integer operation stores; nothing if it overflows.
std::optional<std::uint64_t> integer_result(const call& c, bytes_view old, std::uint64_t offset) {
    if (c.code == code::set_integer) return c.value;
    const std::uint64_t number = load(old.data(), offset, static_cast<unsigned>(c.size));
    return c.code == code::add ? add(number, c.value, format_of(c))
                               : subtract(number, c.value, format_of(c));
}

void change(const call& c, std::uint8_t* bytes, range where) {
    switch (c.code) {
        case code::set:
            return combine(bytes, where, c.operand.data(), combination::replace);
        case code::bitwise_or:
            return combine(bytes, where, c.operand.data(), combination::bitwise_or);
        case code::bitwise_xor:
            return combine(bytes, where, c.operand.data(), combination::bitwise_xor);
        case code::bitwise_and:
            return combine(bytes, where, c.operand.data(), combination::bitwise_and);
        case code::bitwise_not:
            return invert(bytes, where);
        case code::shift_left:
            return shift_left(bytes, where, c.value);
        case code::shift_right:
            return shift_right(bytes, where, c.value);
        default:
            return;
    }
}

modified change_range(const call& c, bytes_view old, std::span<std::uint8_t> writable,
                      command_memory& memory) {
    const std::uint64_t end = std::uint64_t{old.size()} * 8;
    const auto offset = resolve_offset(c, end);
    if (!offset) return {parameter, old};
    if (*offset >= end) return refuse(c, old, op_not_applicable);
    range where{*offset, c.size};
    if (where.size > end - where.offset) {
        if (!c.has(write_flags::partial)) return refuse(c, old, op_not_applicable);
        where.size = end - where.offset;
    }

    const bool is_integer =
        c.code == code::add || c.code == code::subtract || c.code == code::set_integer;
    std::optional<std::uint64_t> number;
    if (is_integer) {
        number = integer_result(c, old, where.offset);
        if (!number) return refuse(c, old, op_not_applicable);
    }
    std::uint8_t* bytes = writable.data();
    if (writable.empty()) {
        bytes = memory.allocate(old.size());
        copy_to(bytes, old);
    }
    if (number) {
        store(bytes, where.offset, static_cast<unsigned>(where.size), *number);
    } else {
        change(c, bytes, where);
    }
    return {ok, {bytes, old.size()}};
}

}  // namespace

modified modify(const call& c, bytes_view old, std::span<std::uint8_t> writable,
                command_memory& memory) {
    switch (c.code) {
        case code::resize:
            return resize(c, old, memory);
        case code::insert:
            return insert(c, old, memory);
        case code::remove:
            return remove(c, old, memory);
        default:
            return change_range(c, old, writable, memory);
    }
}

namespace {

// Whether the bin may be changed, or made; nothing to do where the flags turn a refusal into that.
struct admission {
    result_code code = ok;
    bool proceeds = false;
};
admission admit(const call& c, const value_view* bin) {
    const bool no_fail = c.has(write_flags::no_fail);
    if (bin == nullptr) {
        const bool creates = c.code == code::resize || c.code == code::insert;
        if (creates && !c.has(write_flags::update_only)) return {.proceeds = true};
        return {.code = no_fail ? ok : bin_not_found};
    }
    if (c.has(write_flags::create_only)) return {.code = no_fail ? ok : bin_exists};
    if (bin->type != particle_type::blob) return {.code = bin_incompatible_type};
    return {.proceeds = true};
}

bool is_part_of(bytes_view part, bytes_view whole) {
    const std::less_equal<> before;
    return before(whole.data(), part.data()) &&
           before(part.data() + part.size(), whole.data() + whole.size());
}

}  // namespace

result_code run_modify(const wire::operation_view& op, operation_context& context) {
    if (op.particle != particle_type::blob) return bin_incompatible_type;
    const auto c = parse_call(op.value, access::modify);
    if (!c) return parameter;
    const value_view* bin = context.bins.find(op.bin);
    const admission admitted = admit(*c, bin);
    if (admitted.code != ok) return admitted.code;
    answer_nothing(context, op);
    if (!admitted.proceeds) return ok;

    const bytes_view old = bin == nullptr ? bytes_view{} : bin->bytes;
    const modified result = modify(*c, old, context.memory.writable(old), context.memory);
    if (result.code != ok) return result.code;
    if (result.blob.data() == old.data() && result.blob.size() == old.size()) return ok;
    context.bins.set(op.bin, {particle_type::blob, result.blob});
    if (!is_part_of(result.blob, old)) context.memory.release(old);
    return ok;
}

}  // namespace spikelet::mock::bits
