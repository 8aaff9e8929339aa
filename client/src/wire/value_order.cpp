// The order of decoded values (chapter 07 §4). packed_order.cpp has the same over packed bytes.
#include <spikelet/value.hpp>

#include <algorithm>
#include <cassert>
#include <optional>

namespace spikelet {

namespace {

// Equivalent, or "stop": a wildcard was met, and nothing behind it is looked at.
struct outcome {
    std::weak_ordering order;
    bool stop = false;
};

// The position of a kind's values among the others.
int rank_of(const value& v) {
    switch (v.kind()) {
        case value_kind::nil:
            return 1;
        case value_kind::boolean:
            return 2;
        case value_kind::integer:
            return 3;
        case value_kind::string:
            return 4;
        case value_kind::list:
            return 5;
        case value_kind::map:
            return 6;
        case value_kind::blob:
        case value_kind::hll:
            return 7;
        case value_kind::floating:
            return 8;
        case value_kind::geojson:
            return 9;
        case value_kind::extension:
            return 10;
        case value_kind::infinity:
            return 11;
        case value_kind::object:
            return 12;  // never meets a server's order
        case value_kind::wildcard:
            break;
    }
    assert(false && "a wildcard has no rank");
    return 0;
}

std::weak_ordering compare_integers(const value& a, const value& b) {
    if (a.is_unsigned() != b.is_unsigned()) {
        return a.is_unsigned() ? std::weak_ordering::greater : std::weak_ordering::less;
    }
    return a.as_int() <=> b.as_int();  // also right for two numbers of 2^63 and above
}

std::weak_ordering compare_doubles(double a, double b) {
    if (a < b) return std::weak_ordering::less;
    if (a > b) return std::weak_ordering::greater;
    return std::weak_ordering::equivalent;
}

// Bytes as they are packed: a type byte, unless there is none, and the payload.
struct typed_bytes {
    std::optional<std::uint8_t> first;
    std::string_view rest;
};

typed_bytes typed_bytes_of(const value& v) {
    const std::string_view bytes = wire::as_text(v.as_bytes());
    if (v.kind() == value_kind::hll) {
        return {static_cast<std::uint8_t>(wire::particle_type::hll), bytes};
    }
    if (v.kind() == value_kind::extension) return {v.extension_type(), bytes};
    if (v.blob_type() != wire::particle_type::null) {
        return {static_cast<std::uint8_t>(v.blob_type()), bytes};
    }
    if (bytes.empty()) return {std::nullopt, bytes};
    return {static_cast<std::uint8_t>(bytes.front()), bytes.substr(1)};
}

std::weak_ordering compare_bytes(const value& a, const value& b) {
    const typed_bytes x = typed_bytes_of(a);
    const typed_bytes y = typed_bytes_of(b);
    if (x.first != y.first) return x.first <=> y.first;  // none is less than any
    return x.rest <=> y.rest;
}

outcome compare_values(const value& a, const value& b);

outcome compare_lists(const value::list& a, const value::list& b) {
    const std::size_t common = std::min(a.size(), b.size());
    for (std::size_t i = 0; i < common; ++i) {
        const outcome o = compare_values(a[i], b[i]);
        if (o.stop || o.order != 0) return o;
    }
    return {a.size() <=> b.size()};
}

outcome compare_maps(const value::map& a, const value::map& b) {
    if (a.size() != b.size()) return {a.size() <=> b.size()};
    for (std::size_t i = 0; i < a.size(); ++i) {
        const outcome key = compare_values(a[i].first, b[i].first);
        if (key.stop || key.order != 0) return key;
        const outcome mapped = compare_values(a[i].second, b[i].second);
        if (mapped.stop || mapped.order != 0) return mapped;
    }
    return {std::weak_ordering::equivalent};
}

outcome compare_values(const value& a, const value& b) {
    if (a.kind() == value_kind::wildcard || b.kind() == value_kind::wildcard) {
        return {std::weak_ordering::equivalent, true};
    }
    const int rank = rank_of(a);
    if (const auto order = rank <=> rank_of(b); order != 0) return {order};
    switch (a.kind()) {
        case value_kind::boolean:
            return {a.as_bool() <=> b.as_bool()};
        case value_kind::integer:
            return {compare_integers(a, b)};
        case value_kind::floating:
            return {compare_doubles(a.as_double(), b.as_double())};
        case value_kind::string:
            return {a.as_string() <=> b.as_string()};
        case value_kind::geojson:
            return {a.as_geojson() <=> b.as_geojson()};
        case value_kind::blob:
        case value_kind::hll:
        case value_kind::extension:
            return {compare_bytes(a, b)};
        case value_kind::list:
            return compare_lists(a.as_list(), b.as_list());
        case value_kind::map:
            return compare_maps(a.as_map(), b.as_map());
        case value_kind::nil:
        case value_kind::infinity:
        case value_kind::object:
        case value_kind::wildcard:
            break;
    }
    return {std::weak_ordering::equivalent};
}

}  // namespace

std::weak_ordering compare(const value& a, const value& b) {
    return compare_values(a, b).order;
}

}  // namespace spikelet
