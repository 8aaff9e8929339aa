// Hash, registers and estimates (chapter 11 §B3 to §B6).
#include "operations/hll/sketch.hpp"

#include "operations/hll/estimate.hpp"
#include "operations/hll/hash.hpp"
#include "support/calls.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace spikelet::mock::hll {
namespace {

using mock::testing::from_hex;
using mock::testing::packed;

std::vector<std::uint8_t> empty_sketch(shape s) {
    std::vector<std::uint8_t> out(s.size());
    write_header(out.data(), s);
    return out;
}

// The integers begin … end - 1.
std::vector<std::uint8_t> sketch_of(shape s, int begin, int end) {
    std::vector<std::uint8_t> out = empty_sketch(s);
    for (int i = begin; i < end; ++i) {
        const slot place = slot_of(wire::as_bytes(packed(value(i))), s);
        if (place.value > sketch_view(out).register_at(place.index)) {
            set_register(out.data(), s, place.index, place.value);
        }
    }
    return out;
}

slot slot_of_hex(std::string_view hex) {
    return slot_of(wire::as_bytes(from_hex(hex)), {16, 48});
}

bool operator==(const slot& a, const slot& b) {
    return a.index == b.index && a.value == b.value;
}

TEST(murmur3, agrees_with_published_values) {
    struct row {
        const char* text;
        std::uint64_t first, second;
    };
    for (const row& r : {
             row{"", 0, 0},
             row{"hello", 0xcbd8a7b341bd9b02, 0x5b1e906a48ae1d19},
             row{"The quick brown fox jumps over the lazy dog", 0xe34bbc7bbc071b6c,
                 0x7a433ca9c49a9347},
         }) {
        const hash128 h = murmur3(wire::as_bytes(r.text));
        EXPECT_EQ(h.first, r.first) << r.text;
        EXPECT_EQ(h.second, r.second) << r.text;
    }
}

TEST(slot, equal_values_have_one_slot_however_they_are_packed) {
    const slot five = slot_of_hex("05");
    for (const char* form : {"cc05", "cd0005", "ce00000005", "cf0000000000000005", "d005", "d10005",
                             "d200000005", "d30000000000000005"}) {
        EXPECT_TRUE(slot_of_hex(form) == five) << form;
    }
    const slot big = slot_of_hex("cf0000000100000000");
    EXPECT_TRUE(slot_of_hex("d30000000100000000") == big);
    EXPECT_TRUE(slot_of_hex("d0ff") == slot_of_hex("ff"));
    const slot text = slot_of_hex("a20361");
    for (const char* form :
         {"d9020361", "da00020361", "db000000020361", "c4020361", "c500020361", "c6000000020361"}) {
        EXPECT_TRUE(slot_of_hex(form) == text) << form;
    }
}

TEST(slot, values_of_different_type_differ) {
    const std::vector<const char*> forms = {"c0",
                                            "c2",
                                            "c3",
                                            "01",
                                            "a20331",
                                            "a20431",
                                            "a21731",
                                            "a0",
                                            "cb3ff0000000000000",
                                            "ca3f800000",
                                            "cfffffffffffffffff",
                                            "ff"};
    for (std::size_t i = 0; i < forms.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            EXPECT_FALSE(slot_of_hex(forms[i]) == slot_of_hex(forms[j])) << forms[i] << forms[j];
        }
    }
}

TEST(slot, what_cannot_be_stored_is_hashed_as_it_is) {
    const slot wildcard = slot_of_hex("d4ff00");
    const hash128 h = murmur3(wire::as_bytes(from_hex("d4ff00")));
    EXPECT_EQ(wildcard.index, h.first & 0xffff);
}

TEST(sketch, registers_are_packed_without_gaps_and_do_not_touch_one_another) {
    for (const shape s : {shape{4, 0}, shape{4, 4}, shape{5, 51}, shape{6, 20}, shape{8, 47}}) {
        std::vector<std::uint8_t> sketch = empty_sketch(s);
        ASSERT_TRUE(wire::is_valid_hll(sketch));
        const std::uint64_t mask = bits::low_mask(s.register_bits());
        for (std::uint32_t i = 0; i < s.register_count(); ++i) {
            set_register(sketch.data(), s, i, mask);
        }
        EXPECT_EQ(sketch.back(), 0xff);
        for (std::uint32_t i = 0; i < s.register_count(); ++i) {
            set_register(sketch.data(), s, i, i * 0x9e3779b97f4a7c15 & mask);
        }
        for (std::uint32_t i = 0; i < s.register_count(); ++i) {
            ASSERT_EQ(sketch_view(sketch).register_at(i), i * 0x9e3779b97f4a7c15 & mask);
        }
    }
}

TEST(sketch, fewer_registers_hold_what_adding_to_them_would_have_given) {
    const auto wide = sketch_of({10, 0}, 0, 500);
    const sketch_view view(wide);
    for (const std::uint8_t index_bits : {4, 6, 9, 10}) {
        const shape s{index_bits, 0};
        std::vector<std::uint8_t> folded(s.size(), 0xaa);
        unite({&view, 1}, s, folded.data());
        EXPECT_EQ(folded, sketch_of(s, 0, 500)) << int{index_bits};
    }
}

TEST(sketch, union_is_the_sketch_of_all_elements) {
    for (const shape s : {shape{4, 0}, shape{8, 10}, shape{6, 51}}) {
        auto first = sketch_of(s, 0, 300);
        const auto second = sketch_of(s, 200, 600);
        const sketch_view sets[] = {sketch_view(second), sketch_view(first)};
        unite(sets, s, first.data());  // into one of them
        EXPECT_EQ(first, sketch_of(s, 0, 600));
    }
}

TEST(sketch, common_form_has_the_fewest_registers_and_a_minhash_only_if_all_agree) {
    const auto a = empty_sketch({8, 10});
    const auto b = empty_sketch({6, 10});
    const auto c = empty_sketch({10, 12});
    const sketch_view ab[] = {sketch_view(a), sketch_view(b)};
    const sketch_view abc[] = {sketch_view(a), sketch_view(b), sketch_view(c)};
    EXPECT_EQ(common_shape(ab), (shape{6, 10}));
    EXPECT_EQ(common_shape(abc), (shape{6, 0}));
}

// Figures of a real server.
TEST(estimate, of_0_to_99_and_50_to_149) {
    const auto a = sketch_of({8, 0}, 0, 100);
    const auto b = sketch_of({8, 0}, 50, 150);
    const sketch_view sets[] = {sketch_view(b), sketch_view(a)};
    EXPECT_EQ(count(sets[1]), 97u);
    EXPECT_EQ(union_count(sets), 148u);
    EXPECT_EQ(intersect_count(sets), 51u);
    EXPECT_EQ(similarity(sets), 0.34459459459459457);
}

TEST(estimate, with_a_minhash_of_ten_bits) {
    const auto a = sketch_of({8, 10}, 0, 100);
    const auto b = sketch_of({8, 10}, 50, 150);
    const sketch_view sets[] = {sketch_view(b), sketch_view(a)};
    EXPECT_EQ(union_count(sets), 148u);
    EXPECT_EQ(intersect_count(sets), 52u);
    EXPECT_EQ(similarity(sets), 0.3539135055810761);
}

TEST(estimate, cached_count_is_believed) {
    auto a = sketch_of({8, 0}, 0, 100);
    set_cached_count(a.data(), 12345);
    EXPECT_EQ(count(sketch_view(a)), 12345u);
    EXPECT_EQ(estimate(sketch_view(a)), 97u);
}

TEST(estimate, empty_sets_count_nothing_and_are_not_similar_to_anything) {
    const auto nothing = empty_sketch({8, 10});
    const auto something = sketch_of({8, 10}, 0, 100);
    const sketch_view both_empty[] = {sketch_view(nothing), sketch_view(nothing)};
    const sketch_view one_empty[] = {sketch_view(nothing), sketch_view(something)};
    EXPECT_EQ(count(both_empty[0]), 0u);
    EXPECT_TRUE(std::isnan(similarity(both_empty)));
    EXPECT_EQ(intersect_count(both_empty), 0u);
    EXPECT_EQ(similarity(one_empty), 0.0);
    EXPECT_EQ(intersect_count(one_empty), 0u);
}

TEST(estimate, full_registers_give_a_number) {
    for (const shape s : {shape{4, 0}, shape{16, 0}, shape{4, 51}}) {
        std::vector<std::uint8_t> full(s.size(), 0xff);
        write_header(full.data(), s);
        EXPECT_GT(estimate(sketch_view(full)), std::uint64_t{1} << 60);
    }
}

// The minhash begins behind the index: after folding, equal elements still have different ones.
TEST(estimate, sets_of_one_minhash_and_different_size_look_different) {
    const auto wide = sketch_of({10, 10}, 0, 100);
    const auto narrow = sketch_of({8, 10}, 0, 100);
    const sketch_view sets[] = {sketch_view(wide), sketch_view(narrow)};
    EXPECT_EQ(similarity(sets), 0.0);
    EXPECT_EQ(intersect_count(sets), 0u);
    EXPECT_EQ(union_count(sets), 97u);
}

}  // namespace
}  // namespace spikelet::mock::hll
