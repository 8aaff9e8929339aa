#include "operations/cdt/number.hpp"

#include "operations/cdt/call.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <bit>
#include <cmath>

namespace spikelet::mock {
namespace {

using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

// Truncates towards zero; what no integer can be becomes -2^63, as the processor does it.
std::int64_t truncated(double v) {
    constexpr double limit = 9223372036854775808.0;
    return v >= -limit && v < limit ? static_cast<std::int64_t>(v) : INT64_MIN;
}

std::int64_t wrapping_sum(std::int64_t a, std::int64_t b) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

}  // namespace

std::optional<packed_number> parse_delta(bytes_view packed) {
    reader in(packed);
    item i;
    if (!in.next(i)) return std::nullopt;
    switch (i.kind) {
        case item_kind::nil:
            return packed_number{};
        case item_kind::integer:
            return packed_number{.integer = i.integer()};
        case item_kind::floating:
            return packed_number{.is_floating = true, .floating = i.floating()};
        default:
            return std::nullopt;
    }
}

packed_number negated(packed_number delta) {
    delta.integer = static_cast<std::int64_t>(-static_cast<std::uint64_t>(delta.integer));
    delta.floating = -delta.floating;
    return delta;
}

std::optional<packed_number> add(bytes_view element, packed_number delta) {
    reader in(element);
    item i;
    if (!in.next(i)) return std::nullopt;
    if (i.kind == item_kind::integer) {
        const std::int64_t whole = delta.is_floating ? truncated(delta.floating) : delta.integer;
        return packed_number{.integer = wrapping_sum(i.integer(), whole)};
    }
    if (i.kind == item_kind::floating) {
        const double d = delta.is_floating ? delta.floating : static_cast<double>(delta.integer);
        return packed_number{.is_floating = true, .floating = i.floating() + d};
    }
    return std::nullopt;
}

bytes_view pack(packed_number number, command_memory& memory) {
    std::uint8_t* out = memory.allocate(9);
    if (!number.is_floating) return {out, pack_integer(out, number.integer)};
    out[0] = 0xcb;
    wire::store_be(out + 1, std::bit_cast<std::uint64_t>(number.floating));
    return {out, 9};
}

}  // namespace spikelet::mock
