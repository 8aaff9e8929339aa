#include "operations/expressions/comparison.hpp"

#include "operations/expressions/codes.hpp"
#include "storage/collection_header.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <compare>
#include <cstring>

namespace spikelet::mock::expressions {
namespace {

using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

// Lists and maps are compared together, level by level, as far as they are equal.
constexpr int depth_max = 100;

// Nothing where the comparison comes to a map that is not ordered.
std::optional<std::weak_ordering> compare_packed(reader& a, reader& b, int depth);

std::optional<std::weak_ordering> compare_items(reader& a, reader& b, std::uint64_t items_a,
                                                std::uint64_t items_b, int depth) {
    for (std::uint64_t i = 0; i < std::min(items_a, items_b); ++i) {
        const auto order = compare_packed(a, b, depth + 1);
        if (!order || *order != 0) return order;
    }
    return items_a <=> items_b;
}

std::optional<std::weak_ordering> compare_packed(reader& a, reader& b, int depth) {
    if (depth > depth_max) return std::nullopt;
    reader start_a = a;
    reader start_b = b;
    item x;
    item y;
    if (!a.next(x) || !b.next(y)) return std::nullopt;
    const bool is_container = x.kind == item_kind::list || x.kind == item_kind::map;
    if (!is_container || x.kind != y.kind) {
        const auto order = wire::compare_packed(start_a, start_b);
        a = start_a;
        b = start_b;
        a.skip();
        b.skip();
        return order;
    }
    std::uint8_t flags_a = 0;
    std::uint8_t flags_b = 0;
    if (!a.take_flags(x, flags_a) || !b.take_flags(y, flags_b)) return std::nullopt;
    if (x.kind == item_kind::list) return compare_items(a, b, x.number, y.number, depth);
    constexpr unsigned ordered = wire::msgpack::flags::ordered;
    const auto has_order = [](const item& map, std::uint8_t flags) {
        return map.number == 0 || (flags & ordered) != 0;
    };
    if (!has_order(x, flags_a) || !has_order(y, flags_b)) return std::nullopt;
    if (x.number != y.number) return x.number <=> y.number;
    return compare_items(a, b, 2 * x.number, 2 * y.number, depth);
}

bool holds(std::uint8_t code, std::partial_ordering order) {
    switch (code) {
        case code::eq:
            return order == 0;
        case code::ne:
            return order != 0;
        case code::gt:
            return order > 0;
        case code::ge:
            return order >= 0;
        case code::lt:
            return order < 0;
        default:
            return order <= 0;
    }
}

std::strong_ordering compare_bytes(bytes_view a, bytes_view b) {
    const std::size_t common = std::min(a.size(), b.size());
    const int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
    return order != 0 ? order <=> 0 : a.size() <=> b.size();
}

}  // namespace

value compare(std::uint8_t code, const value& a, const value& b) {
    if (a.type != b.type) return value::unknown();
    switch (a.type) {
        case value_type::nil:
            return value::boolean(holds(code, std::partial_ordering::equivalent));
        case value_type::boolean:
        case value_type::integer:
            return value::boolean(holds(code, a.number <=> b.number));
        case value_type::floating:
            return value::boolean(holds(code, a.as_double() <=> b.as_double()));
        case value_type::string:
        case value_type::blob:
            return value::boolean(holds(code, compare_bytes(a.bytes, b.bytes)));
        case value_type::list:
        case value_type::map: {
            reader x(a.bytes);
            reader y(b.bytes);
            const auto order = compare_packed(x, y, 0);
            return order ? value::boolean(holds(code, *order)) : value::unknown();
        }
        default:
            return value::unknown();
    }
}

bool contains(const value& list, bytes_view packed) {
    const auto header = parse_collection_header(list.bytes);
    if (!header) return false;
    reader in(list.bytes.subspan(header->size));
    for (std::uint32_t i = 0; i < header->count; ++i) {
        if (wire::compare_packed(in, reader(packed)) == 0) return true;
        if (!in.skip()) return false;
    }
    return false;
}

bytes_view parts_of_map(bytes_view map, bool keys, command_memory& memory) {
    const auto header = parse_collection_header(map);
    if (!header || !header->is_map()) return {};
    const packed_header list = pack_collection_header(particle_type::list, 0, header->count);
    std::uint8_t* const out = memory.allocate(list.size + map.size());
    std::memcpy(out, list.bytes.data(), list.size);
    std::uint8_t* p = out + list.size;
    reader in(map.subspan(header->size));
    for (std::uint32_t i = 0; i < header->count; ++i) {
        const bytes_view key = in.take();
        const bytes_view mapped = in.take();
        const bytes_view part = keys ? key : mapped;
        std::memcpy(p, part.data(), part.size());
        p += part.size();
    }
    return {out, static_cast<std::size_t>(p - out)};
}

}  // namespace spikelet::mock::expressions
