#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cstring>
#include <optional>

namespace spikelet::wire {

namespace {

using msgpack::item;
using msgpack::item_kind;
using msgpack::reader;
using std::weak_ordering;

constexpr int rank_of_infinity = 11;

// The position of an item's type among the others.
int rank_of(const item& i) {
    switch (i.kind) {
        case item_kind::nil:
            return 1;
        case item_kind::boolean:
            return 2;
        case item_kind::integer:
            return 3;
        case item_kind::list:
            return 5;
        case item_kind::map:
            return 6;
        case item_kind::floating:
            return 8;
        case item_kind::extension:
            return i.is_infinity() ? rank_of_infinity : 10;
        case item_kind::bytes:
            break;
    }
    switch (i.payload_kind()) {
        case msgpack::bytes_kind::string:
            return 4;
        case msgpack::bytes_kind::geojson:
            return 9;
        case msgpack::bytes_kind::bytes:
            break;
    }
    return 7;
}

weak_ordering compare_scalars(const item& a, const item& b) {
    switch (a.kind) {
        case item_kind::boolean:
            return a.number <=> b.number;
        case item_kind::integer:
            if (a.is_unsigned != b.is_unsigned) {
                return a.is_unsigned ? weak_ordering::greater : weak_ordering::less;
            }
            return a.integer() <=> b.integer();  // also right for two of 2^63 and above
        case item_kind::floating:
            if (a.floating() < b.floating()) return weak_ordering::less;
            if (a.floating() > b.floating()) return weak_ordering::greater;
            return weak_ordering::equivalent;
        case item_kind::extension:
            if (a.extension_type != b.extension_type) return a.extension_type <=> b.extension_type;
            return as_text(a.payload) <=> as_text(b.payload);
        case item_kind::bytes:
            return as_text(a.payload) <=> as_text(b.payload);
        default:
            return weak_ordering::equivalent;
    }
}

// What most comparisons are about: numbers without a sign, and short bytes of one type, that begin
// alike. They are in the order of the bytes that follow.
std::optional<weak_ordering> compare_alike(bytes_view a, bytes_view b) {
    if (a.empty() || b.empty()) return std::nullopt;
    const std::uint8_t head = a[0];
    constexpr std::uint8_t small_integer_max = 0x7f;
    if (head <= small_integer_max && b[0] <= small_integer_max) return head <=> b[0];
    if (head != b[0]) return std::nullopt;
    const bool is_number = head >= 0xcc && head <= 0xcf;
    const bool is_bytes = head > 0xa0 && head <= 0xbf;
    if (!is_number && !is_bytes) return std::nullopt;
    const std::size_t size = is_number ? std::size_t{1} << (head - 0xcc) : head & 0x1fu;
    if (a.size() <= size || b.size() <= size || (is_bytes && a[1] != b[1])) return std::nullopt;
    return std::memcmp(a.data() + 1, b.data() + 1, size) <=> 0;
}

}  // namespace

// No stack is needed. Lists of different length decide when their common part is over, so that
// nothing of the containers around them is reached any more; equally long containers decide
// nothing, and their items just come before those that are pending already.
weak_ordering compare_packed(reader a, reader b) {
    if (const auto order = compare_alike(a.rest(), b.rest())) return *order;
    std::uint64_t pending = 1;
    weak_ordering otherwise = weak_ordering::equivalent;  // when all that is pending is equal
    for (; pending != 0; --pending) {
        item x;
        item y;
        if (!a.next(x) || !b.next(y)) return weak_ordering::equivalent;
        if (x.is_wildcard() || y.is_wildcard()) return weak_ordering::equivalent;
        const int rank = rank_of(x);
        if (const auto order = rank <=> rank_of(y); order != 0) return order;
        if (x.kind != item_kind::list && x.kind != item_kind::map) {
            if (rank == rank_of_infinity) continue;
            if (const auto order = compare_scalars(x, y); order != 0) return order;
            continue;
        }
        std::uint8_t flags;
        if (!a.take_flags(x, flags) || !b.take_flags(y, flags)) return weak_ordering::equivalent;
        if (x.kind == item_kind::map) {
            if (x.number != y.number) return x.number <=> y.number;
            pending += 2 * x.number;
        } else if (x.number == y.number) {
            pending += x.number;
        } else {
            otherwise = x.number <=> y.number;
            pending = 1 + std::min(x.number, y.number);
        }
    }
    return otherwise;
}

weak_ordering compare_packed(bytes_view a, bytes_view b) {
    return compare_packed(reader(a), reader(b));
}

}  // namespace spikelet::wire
