// Packed lists and maps on their way into storage, and out of it.
#include "hex.hpp"
#include "random_value.hpp"

#include <spikelet/wire/packed_normalize.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spikelet::wire {
namespace {

constexpr particle_type list_type = particle_type::list;
constexpr particle_type map_type = particle_type::map;

std::string to_hex(bytes_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const std::uint8_t b : bytes) {
        out += digits[b >> 4];
        out += digits[b & 15];
    }
    return out;
}

// The stored form in hex, or what is wrong. Whatever was in the buffer before stays.
std::string normalized(particle_type type, std::string_view hex) {
    const byte_vector in = from_hex(hex);
    buffer out;
    out.append(std::string_view("before"));
    const normalize_errc error = type == particle_type::null ? normalize_element(in, out)
                                                             : normalize_collection(type, in, out);
    EXPECT_EQ(as_text(out.view().first(6)), "before");
    if (error != normalize_errc::ok) {
        EXPECT_EQ(out.size(), 6u) << "nothing is appended after an error";
        return std::string(explain(error));
    }
    return to_hex(out.view().subspan(6));
}
std::string list(std::string_view hex) {
    return normalized(list_type, hex);
}
std::string map(std::string_view hex) {
    return normalized(map_type, hex);
}
std::string element(std::string_view hex) {
    return normalized(particle_type::null, hex);
}
std::string said(normalize_errc error) {
    return std::string(explain(error));
}

TEST(normalize, shortest_forms_stay_as_they_are) {
    for (const char* same :
         {"90", "91c0", "93c2c301", "91cb3ff8000000000000", "9100", "917f", "91e0", "91ff",
          "91cc80", "91d0df", "91ce00010000", "91cfffffffffffffffff", "91d38000000000000000",
          "92a20361a3046162", "91a0", "91ca3fc00000", "91d40500", "92c703050102039100"}) {
        EXPECT_EQ(list(same), same);
    }
    EXPECT_EQ(map("8201c0a20361c0"), "8201c0a20361c0");
    EXPECT_EQ(list("92c7000101"), "92c7000101");
    EXPECT_EQ(map("82c70001c00102"), "82c70001c00102");
}

TEST(normalize, integers_take_their_shortest_form) {
    for (const auto& [longer, shortest] : {std::pair{"91cc01", "9101"},
                                           {"91cd0001", "9101"},
                                           {"91ce000000ff", "91ccff"},
                                           {"91cf0000000000010000", "91ce00010000"},
                                           {"91d001", "9101"},
                                           {"91d07f", "917f"},
                                           {"91d0ff", "91ff"},
                                           {"91d1ff80", "91d080"},
                                           {"91d2ffff8000", "91d18000"},
                                           {"91d3ffffffff80000000", "91d280000000"},
                                           {"91d100ff", "91ccff"},
                                           {"91d30000000100000000", "91cf0000000100000000"}}) {
        EXPECT_EQ(list(longer), shortest) << longer;
    }
}

TEST(normalize, headers_and_the_bin_family_become_the_shortest_str) {
    EXPECT_EQ(list("91d9020361"), "91a20361");
    EXPECT_EQ(list("91da00020361"), "91a20361");
    EXPECT_EQ(list("91db000000020361"), "91a20361");
    EXPECT_EQ(list("91c4020461"), "91a20461");
    EXPECT_EQ(list("91c500020461"), "91a20461");
    EXPECT_EQ(list("91c400"), "91a0");
    EXPECT_EQ(list("dc000101"), "9101");
    EXPECT_EQ(list("dd0000000101"), "9101");
    EXPECT_EQ(map("de00010102"), "810102");
    EXPECT_EQ(map("df000000010102"), "810102");
    EXPECT_EQ(list("91c7010500"), "91d40500");
    EXPECT_EQ(list("91c8000205aabb"), "91d505aabb");
    EXPECT_EQ(list("91c9000000030501 0203"), "91c70305010203");
    const std::string thirty_one(62, 'a');
    EXPECT_EQ(list("91d91f" + thirty_one), "91bf" + thirty_one);
    EXPECT_EQ(list("91da0020" + thirty_one + "aa"), "91d920" + thirty_one + "aa");
}

TEST(normalize, floats_keep_their_width) {
    EXPECT_EQ(list("92ca3fc00000cb3ff8000000000000"), "92ca3fc00000cb3ff8000000000000");
}

TEST(normalize, entries_of_maps_are_sorted_at_every_level) {
    EXPECT_EQ(map("820201 0102"), "8201020201");
    EXPECT_EQ(map("83 a20361 01  05 02  a20461 03"), "830502a2036101a2046103");
    EXPECT_EQ(list("91 82 02 82 09c0 08c0 01 c0"), "918201c0028208c009c0");
    EXPECT_EQ(map("82 02 91 82 07c0 06c0 01 90"),
              "8201900291820"
              "6c007c0");
    EXPECT_EQ(element("820201 0102"), "8201020201");
}

TEST(normalize, keys_are_equal_whatever_their_form) {
    EXPECT_EQ(map("8201c0 cc01c0"), said(normalize_errc::duplicate_key));
    EXPECT_EQ(map("83 05c0 01c0 d301"
                  "00000000000000c0"),
              "8301c005c0cf0100000000000000c0");
    EXPECT_EQ(map("83 05c0 01c0 d30000000000000005c0"), said(normalize_errc::duplicate_key));
    EXPECT_EQ(map("82a20361c0 c4020361c0"), said(normalize_errc::duplicate_key));
    EXPECT_EQ(list("9181019182 07c0 07c0"), said(normalize_errc::duplicate_key));
    // The same text as string and as blob are two keys.
    EXPECT_EQ(map("82a20361c0 a20461c0"), "82a20361c0a20461c0");
}

TEST(normalize, only_integers_strings_and_blobs_are_keys) {
    for (const char* key : {"c0", "c2", "cb3ff8000000000000", "ca3fc00000", "90", "80", "a0",
                            "a2076a", "a21261", "a2177b", "a161", "d40500", "d4ff00"}) {
        EXPECT_EQ(map("81" + std::string(key) + "01"), said(normalize_errc::bad_key)) << key;
        EXPECT_EQ(list("9181" + std::string(key) + "01"), said(normalize_errc::bad_key)) << key;
    }
    // An empty extension in front is no key but flags.
    EXPECT_EQ(map("82c7000500 01c0"), "82c70001c001c0");
}

TEST(normalize, what_only_compares_is_not_stored) {
    for (const char* mark :
         {"d4ff00", "d4ff01", "c701ff00", "d4ff07", "d5ff0102", "c703ff010203"}) {
        const std::string m = mark;
        EXPECT_EQ(list("91" + m), said(normalize_errc::not_storable)) << m;
        EXPECT_EQ(map("8101" + m), said(normalize_errc::not_storable)) << m;
        EXPECT_EQ(list("9191" + m), said(normalize_errc::not_storable)) << m;
        EXPECT_EQ(element(m), said(normalize_errc::not_storable)) << m;
    }
    EXPECT_EQ(list("91d6ff01020304"), "91d6ff01020304") << "four bytes are only data";
}

TEST(normalize, flags_that_mean_something_are_kept_and_others_dropped) {
    EXPECT_EQ(list("92c7000001"), "9101");
    EXPECT_EQ(list("92c700ee01"), "9101");
    EXPECT_EQ(list("92c700ef01"), "92c7000101") << "ordered";
    EXPECT_EQ(map("82c70000c00102"), "810102");
    EXPECT_EQ(map("82c70008c00102"), "810102") << "preserve order";
    EXPECT_EQ(map("82c700e0c00102"), "810102");
    EXPECT_EQ(map("82c700e3c00102"), "82c70003c00102");
    EXPECT_EQ(map("82c70002c00102"), "82c70002c00102");
    EXPECT_EQ(map("82c70001050102"), "82c70001c00102") << "the pair's value is nil";
    EXPECT_EQ(list("92c800000101"), "92c7000101");
    EXPECT_EQ(list("92c9000000000101"), "92c7000101");
    EXPECT_EQ(list("91c70001"), "91c70001");
    EXPECT_EQ(map("81c70001c0"), "81c70001c0");
}

TEST(normalize, index_bit_is_kept_on_the_outermost_collection_only) {
    EXPECT_EQ(list("92c7001101"), "92c7001101");
    EXPECT_EQ(list("92c7001001"), "92c7001001");
    EXPECT_EQ(map("82c70013c00102"), "82c70013c00102");
    EXPECT_EQ(list("9192c7001101"), "9192c7000101");
    EXPECT_EQ(list("9192c7001001"), "919101");
    EXPECT_EQ(element("92c7001101"), "92c7000101");
    EXPECT_EQ(map("810192c7001001"), "81019101");
}

TEST(normalize, first_element_like_flags_is_refused_where_the_flags_fall_away) {
    EXPECT_EQ(list("93c70000c7000105"), said(normalize_errc::not_storable));
    EXPECT_EQ(list("93c7000ec800000105"), said(normalize_errc::not_storable));
    EXPECT_EQ(list("9193c70010c7000105"), said(normalize_errc::not_storable));
    // Flags that stay protect it; an empty extension is above integers.
    EXPECT_EQ(list("92c70001c70005"), "92c70001c70005");
}

TEST(normalize, element_like_flags_is_taken_behind_others_only_in_a_whole_list) {
    EXPECT_EQ(list("9201c70001"), "9201c70001");
    EXPECT_EQ(element("c70094"), said(normalize_errc::not_storable));
    EXPECT_EQ(element("9201c70001"), said(normalize_errc::not_storable));
    EXPECT_EQ(element("810192c70001c70005"), said(normalize_errc::not_storable));
    EXPECT_EQ(element("92c7000105"), "92c7000105") << "these are flags";
    EXPECT_EQ(element("c7010500"), "d40500") << "has content";
}

TEST(normalize, ordered_lists_ascend_as_they_are_stored) {
    EXPECT_EQ(list("94c70001010102"), "94c70001010102") << "equal neighbours are in order";
    EXPECT_EQ(list("93c700010201"), said(normalize_errc::unordered_elements));
    EXPECT_EQ(list("9193c700010201"), said(normalize_errc::unordered_elements));
    EXPECT_EQ(map("810193c700010201"), said(normalize_errc::unordered_elements));
    EXPECT_EQ(list("93c70001cd000102"), "93c700010102") << "long forms compare by value";
    // {2: 0, 1: 9} is stored as {1: 9, 2: 0}, which is above {1: 5, 2: 0} as it is stored.
    EXPECT_EQ(list("93c70001 8201050200 8202000109"), "93c7000182010502008201090200");
    EXPECT_EQ(list("93c70001 8202000109 8201050200"), said(normalize_errc::unordered_elements));
    // The elements of a list inside are compared too, whatever encloses it.
    EXPECT_EQ(list("92c70001 93c700010201"), said(normalize_errc::unordered_elements));
}

TEST(normalize, key_ordered_maps_must_come_in_order) {
    EXPECT_EQ(map("83c70001c00102 0300"), "83c70001c001020300");
    EXPECT_EQ(map("83c70001c00302 0100"), said(normalize_errc::unordered_keys));
    EXPECT_EQ(map("83c70003c00302 0100"), said(normalize_errc::unordered_keys));
    EXPECT_EQ(map("83c70001c00302 0300"), said(normalize_errc::duplicate_key));
    EXPECT_EQ(map("83c70002c00302 0100"), "83c70002c001000302") << "value order alone is no order";
}

TEST(normalize, type_must_fit) {
    EXPECT_EQ(list("80"), said(normalize_errc::wrong_type));
    EXPECT_EQ(map("90"), said(normalize_errc::wrong_type));
    EXPECT_EQ(list("01"), said(normalize_errc::wrong_type));
    EXPECT_EQ(map("c0"), said(normalize_errc::wrong_type));
    EXPECT_EQ(element("05"), "05");
    EXPECT_EQ(element("cd0005"), "05");
}

TEST(normalize, bytes_behind_the_value_are_an_error) {
    EXPECT_EQ(list("910101"), said(normalize_errc::trailing_bytes));
    EXPECT_EQ(list("90c0"), said(normalize_errc::trailing_bytes));
    EXPECT_EQ(element("0505"), said(normalize_errc::trailing_bytes));
}

TEST(normalize, every_cut_is_malformed) {
    const byte_vector whole =
        from_hex("94 8202010190 91c4020461 cd0001 93c70001da00020361c70305010203");
    buffer ignored;
    ASSERT_EQ(normalize_collection(list_type, whole, ignored), normalize_errc::ok);
    buffer out;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const byte_vector cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_EQ(normalize_collection(list_type, cut, out), normalize_errc::malformed) << size;
    }
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(list("c1"), said(normalize_errc::malformed));
    EXPECT_EQ(list("91c1"), said(normalize_errc::malformed));
    EXPECT_EQ(list("ddffffffff"), said(normalize_errc::malformed));
    EXPECT_EQ(map("dfffffffff"), said(normalize_errc::malformed));
}

TEST(normalize, depth_costs_neither_stack_nor_square_time) {
    byte_vector deep(1 << 20, 0x91);
    deep.back() = 0x90;
    buffer out;
    ASSERT_EQ(normalize_collection(list_type, deep, out), normalize_errc::ok);
    EXPECT_EQ(as_text(out.view()), as_text(deep));
    // Maps inside each other, each unsorted: {1: {1: …, 0: 0}, 0: 0}.
    byte_vector maps;
    constexpr std::size_t depth = 100000;
    for (std::size_t i = 0; i < depth; ++i)
        maps.insert(maps.end(), {0x82, 0x01});
    maps.push_back(0xc0);
    for (std::size_t i = 0; i < depth; ++i)
        maps.insert(maps.end(), {0x00, 0x00});
    out.clear();
    ASSERT_EQ(normalize_collection(map_type, maps, out), normalize_errc::ok);
    EXPECT_EQ(to_hex(out.view().first(8)), "8200000182000001");
    EXPECT_EQ(out.size(), maps.size());
}

// ---- against a plain model: the value, judged and sorted recursively

std::optional<value> stored(const value& v, bool outermost);

std::optional<value> stored_list(const value& v, bool outermost) {
    value::list items;
    for (const value& item : v.as_list()) {
        auto one = stored(item, false);
        if (!one) return std::nullopt;
        items.push_back(*std::move(one));
    }
    const bool ordered = v.ordering_of_list() == list_order::ordered;
    const auto below = [](const value& a, const value& b) { return compare(a, b) < 0; };
    if (ordered && !std::ranges::is_sorted(items, below)) return std::nullopt;
    return value(std::move(items), v.ordering_of_list(), outermost && v.persists_index());
}

std::optional<value> stored_map(const value& v, bool outermost) {
    value::map entries;
    for (const auto& [key, mapped] : v.as_map()) {
        auto k = stored(key, false);
        auto m = stored(mapped, false);
        if (!k || !m) return std::nullopt;
        entries.emplace_back(*std::move(k), *std::move(m));
    }
    const auto below = [](const value::entry& a, const value::entry& b) {
        return compare(a.first, b.first) < 0;
    };
    const auto order = static_cast<map_order>(static_cast<unsigned>(v.ordering_of_map()) & 3u);
    const bool must_ascend = (static_cast<unsigned>(order) & 1u) != 0;
    if (must_ascend && !std::ranges::is_sorted(entries, below)) return std::nullopt;
    std::ranges::stable_sort(entries, below);
    const auto equal = [](const value::entry& a, const value::entry& b) {
        return compare(a.first, b.first) == 0;
    };
    if (std::ranges::adjacent_find(entries, equal) != entries.end()) return std::nullopt;
    return value(std::move(entries), order, outermost && v.persists_index());
}

// What storage holds; nothing for what it refuses.
std::optional<value> stored(const value& v, bool outermost) {
    if (v.kind() == value_kind::list) return stored_list(v, outermost);
    if (v.kind() == value_kind::map) return stored_map(v, outermost);
    return v;
}

// Brings what has an order into it, and leaves out double keys, so that many values are storable.
void repair(value& v) {
    if (auto* items = v.get_if<value::list>()) {
        for (value& item : *items)
            repair(item);
        const auto below = [](const value& a, const value& b) { return compare(a, b) < 0; };
        if (v.ordering_of_list() == list_order::ordered) std::ranges::stable_sort(*items, below);
    }
    if (auto* entries = v.get_if<value::map>()) {
        for (auto& [key, mapped] : *entries)
            repair(mapped);
        value::map kept;
        for (value::entry& e : *entries) {
            const bool twice = std::ranges::any_of(
                kept, [&](const value::entry& k) { return compare(k.first, e.first) == 0; });
            if (!twice) kept.push_back(std::move(e));
        }
        if ((v.flags() & 1) != 0) {
            std::ranges::stable_sort(kept, [](const value::entry& a, const value::entry& b) {
                return compare(a.first, b.first) < 0;
            });
        }
        *entries = std::move(kept);
    }
}

// encode_value() with the index bit, which it leaves out.
void encode_stored(const value& v, buffer& out) {
    buffer without;
    encode_value(v, without);
    if ((v.flags() & msgpack::flags::persist_index) == 0) return out.append(without.view());
    msgpack::reader in(without.view());
    msgpack::item header;
    std::uint8_t ignored = 0;
    ASSERT_TRUE(in.next(header) && in.take_flags(header, ignored));
    const auto count = static_cast<std::size_t>(header.number) + 1;
    if (v.kind() == value_kind::list) {
        msgpack::writer(out).list(count).list_flags(v.flags());
    } else {
        msgpack::writer(out).map(count).map_flags(v.flags());
    }
    out.append(in.rest());
}

TEST(normalize, agrees_with_a_plain_model_on_random_values) {
    std::size_t accepted = 0;
    constexpr std::uint64_t seeds = 6000;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_values values(seed, {.storable = true, .storable_keys = true});
        const bool is_list = values.random().one_in(2);
        value v = is_list ? values.list(3) : values.map(3);
        if (!values.random().one_in(3)) repair(v);
        if (values.random().one_in(3)) {
            v = is_list ? value(v.as_list(), v.ordering_of_list(), true)
                        : value(v.as_map(), v.ordering_of_map(), true);
        }
        buffer in;
        sloppy_encoder(values.random(), in).encode(v);

        buffer out;
        const auto error = normalize_collection(is_list ? list_type : map_type, in.view(), out);
        const auto expected = stored(v, true);
        ASSERT_EQ(error == normalize_errc::ok, expected.has_value()) << v << ": " << explain(error);
        if (!expected) continue;
        ++accepted;
        buffer expected_bytes;
        encode_stored(*expected, expected_bytes);
        ASSERT_EQ(to_hex(out.view()), to_hex(expected_bytes.view())) << v;

        buffer again;
        ASSERT_EQ(normalize_collection(is_list ? list_type : map_type, out.view(), again),
                  normalize_errc::ok);
        ASSERT_EQ(to_hex(again.view()), to_hex(out.view())) << "the stored form is its own";

        buffer memory;
        buffer without_index;
        encode_value(*expected, without_index);
        ASSERT_EQ(to_hex(client_form(out.view(), memory)), to_hex(without_index.view()));
    }
    EXPECT_GT(accepted, seeds / 4);
    EXPECT_LT(accepted, seeds - seeds / 20);
}

TEST(normalize, elements_are_normalized_like_their_like_inside_a_list) {
    for (std::uint64_t seed = 0; seed < 1500; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_values values(seed, {.storable = true, .storable_keys = true});
        value v = values.next(3);
        if (!values.random().one_in(3)) repair(v);
        buffer in;
        sloppy_encoder(values.random(), in).encode(v);
        buffer wrapped;
        msgpack::writer(wrapped).list(1).packed(in.view());
        buffer alone;
        buffer inside;
        const auto error = normalize_element(in.view(), alone);
        ASSERT_EQ(error, normalize_collection(list_type, wrapped.view(), inside));
        if (error == normalize_errc::ok) {
            ASSERT_EQ("91" + to_hex(alone.view()), to_hex(inside.view()));
        }
    }
}

// ---- what leaves storage

TEST(client_form, is_a_view_of_what_is_stored_unless_there_is_an_index) {
    buffer memory;
    for (const char* hex : {"90", "92c7000101", "82c70003c00102", "05"}) {
        const byte_vector in = from_hex(hex);
        EXPECT_EQ(client_form(in, memory).data(), in.data()) << hex;
    }
    const auto shown = [&](std::string_view hex) {
        return to_hex(client_form(from_hex(hex), memory));
    };
    EXPECT_EQ(shown("92c7001101"), "92c7000101");
    EXPECT_EQ(shown("92c7001001"), "9101");
    EXPECT_EQ(shown("81c70010c0"), "80");
    EXPECT_EQ(shown("82c70013c00102"), "82c70003c00102");
}

// ---- chapter 18 §3

// A list of `count` one-byte integers, or a map of as many pairs of three bytes.
buffer stored_list_of(std::size_t count, std::uint8_t flags) {
    buffer out;
    msgpack::writer w(out);
    w.list(count + (flags != 0 ? 1 : 0));
    if (flags != 0) w.list_flags(flags);
    for (std::size_t i = 0; i < count; ++i)
        w.integer(1);
    return out;
}

TEST(stored_collection_size, without_an_index_is_what_the_bytes_are) {
    for (const std::uint8_t flags : {0, 1})
        EXPECT_EQ(stored_collection_size(stored_list_of(100, flags).view()),
                  stored_list_of(100, flags).size());
}

TEST(stored_collection_size, counts_the_index_that_its_bit_asks_for) {
    // The examples of the chapter.
    EXPECT_EQ(stored_collection_size(stored_list_of(100, 0x11).view()), 206u);
    EXPECT_EQ(stored_collection_size(stored_list_of(129, 0x10).view()), 136u);
    buffer map;
    msgpack::writer w(map);
    w.map(87).map_flags(0x13);
    for (int i = 0; i < 86; ++i)
        w.integer(i).integer(200);
    EXPECT_EQ(stored_collection_size(map.view()), 524u);
    // No index for one element or none, nor for an unordered list up to 128.
    EXPECT_EQ(stored_collection_size(from_hex("91c70011")), 4u);
    EXPECT_EQ(stored_collection_size(from_hex("92c7001101")), 5u);
    EXPECT_EQ(stored_collection_size(from_hex("82c70010c00102")), 7u);
    EXPECT_EQ(stored_collection_size(stored_list_of(128, 0x10).view()),
              stored_list_of(128, 0x10).size());
    // Extensions of 2, 4, 8 and 16 bytes have the short header.
    EXPECT_EQ(stored_collection_size(stored_list_of(2, 0x11).view()), 1u + 2 + 2 + 2);
    EXPECT_EQ(stored_collection_size(stored_list_of(3, 0x11).view()), 1u + 3 + 3 + 3);
    // Offsets of two bytes from 256 bytes of content on.
    EXPECT_EQ(stored_collection_size(stored_list_of(255, 0x11).view()), 3u + 3 + 255 + 255);
    EXPECT_EQ(stored_collection_size(stored_list_of(256, 0x11).view()), 3u + 4 + 512 + 256);
}

}  // namespace
}  // namespace spikelet::wire
