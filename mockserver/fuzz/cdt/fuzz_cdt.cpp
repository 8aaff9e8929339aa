// Any bytes as operations on lists and maps. The first byte chooses what the bin holds; then come
// operations (bit 0: modify; size; value). Nothing may crash, over-read, or leave a bin that is not
// in stored form.
#include "../support/one_bin.hpp"
#include "storage/collection_value.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_normalize.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace {

using namespace spikelet;
using namespace spikelet::mock;

value list_of(int count, list_order order) {
    value::list items;
    for (int i = 0; i < count; ++i)
        items.emplace_back(i * 7 % 50);
    if (order == list_order::ordered) {
        std::sort(items.begin(), items.end(),
                  [](const value& a, const value& b) { return compare(a, b) < 0; });
    }
    return {std::move(items), order, count % 2 == 0};
}

value map_of(int count, map_order order) {
    value::map entries;
    for (int i = 0; i < count; ++i)
        entries.emplace_back(i, i * 13 % 40);
    return {std::move(entries), order, order == map_order::key_value_ordered};
}

// What bins hold, small and big; the first is no bin at all.
const std::vector<std::string>& initial_values() {
    static const std::vector<std::string> all = [] {
        const value inner = value::map{{"a", value::list{3, 1, 2}}, {"b", map_of(5, {})}, {7, 1.5}};
        const std::vector<value> values{
            value::list{},
            list_of(6, list_order::unordered),
            list_of(7, list_order::ordered),
            list_of(2000, list_order::unordered),
            list_of(2000, list_order::ordered),
            value::list{value::list{2, 1, 3}, list_of(4, list_order::ordered), inner, {}, "x", 2.5},
            value(value::list{value::list{1, 2}, value::list{1, 3}, value::list{2}},
                  list_order::ordered),
            map_of(0, {}),
            map_of(6, {}),
            map_of(6, map_order::key_ordered),
            map_of(6, map_order::key_value_ordered),
            map_of(900, map_order::key_ordered),
            map_of(900, map_order::key_value_ordered),
            inner,
        };
        std::vector<std::string> packed{std::string()};
        for (const value& v : values) {
            wire::buffer in;
            wire::encode_value(v, in);
            wire::buffer out;
            const auto type =
                v.kind() == value_kind::map ? particle_type::map : particle_type::list;
            fuzz::require(wire::normalize_collection(type, in.view(), out) ==
                          wire::normalize_errc::ok);
            packed.emplace_back(wire::as_text(out.view()));
        }
        return packed;
    }();
    return all;
}

// Collections that were made with their bin keep the index bit inside it; a server writes them so,
// though it would not take them so: `made_here` allows it.
void require_stored_form(const value_view& v, bool made_here) {
    if (v.type != particle_type::list && v.type != particle_type::map) return;
    wire::buffer memory;
    const wire::bytes_view packed = packed_bytes(v, memory);
    wire::buffer normal;
    fuzz::require(wire::normalize_collection(v.type, packed, normal) == wire::normalize_errc::ok);
    fuzz::require(made_here || std::ranges::equal(packed, normal.view()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::input in(data, size);
    const std::string& initial = initial_values()[in.byte() % initial_values().size()];
    value_view value;
    if (!initial.empty()) {
        const bool is_map = (static_cast<std::uint8_t>(initial[0]) & 0xf0) == 0x80 ||
                            static_cast<std::uint8_t>(initial[0]) >= 0xde;
        value = {is_map ? particle_type::map : particle_type::list, wire::as_bytes(initial)};
    }
    fuzz::one_bin bin(value);
    for (int n = 0; n < 12 && !in.at_end(); ++n) {
        const bool modifies = (in.byte() & 1) != 0;
        const wire::bytes_view packed = in.bytes(in.byte());
        bin.run(modifies ? wire::operation_type::cdt_modify : wire::operation_type::cdt_read,
                packed);
        require_stored_form(bin.get(), initial.empty());
        if (bin.is_exhausted()) break;
        bin.collect();
    }
    return 0;
}
