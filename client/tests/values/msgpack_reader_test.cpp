#include "hex.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace spikelet::wire {
namespace {

using msgpack::bytes_kind;
using msgpack::item;
using msgpack::item_kind;
using msgpack::reader;

std::int64_t integer_of(std::string_view hex) {
    const byte_vector bytes = from_hex(hex);
    reader in(bytes);
    item i;
    EXPECT_TRUE(in.next(i)) << hex;
    EXPECT_TRUE(in.at_end()) << hex;
    EXPECT_EQ(i.kind, item_kind::integer) << hex;
    return i.integer();
}

item item_of(const byte_vector& bytes) {
    reader in(bytes);
    item i;
    EXPECT_TRUE(in.next(i));
    EXPECT_TRUE(in.at_end());
    return i;
}

bool is_well_formed(std::string_view hex) {
    const byte_vector bytes = from_hex(hex);
    reader in(bytes);
    const bool ok = in.skip();
    EXPECT_TRUE(ok || in.offset() == 0) << hex;
    return ok && in.at_end();
}

TEST(msgpack_reader, integers_of_every_form) {
    EXPECT_EQ(integer_of("00"), 0);
    EXPECT_EQ(integer_of("7f"), 127);
    EXPECT_EQ(integer_of("e0"), -32);
    EXPECT_EQ(integer_of("ff"), -1);
    EXPECT_EQ(integer_of("cc ff"), 255);
    EXPECT_EQ(integer_of("cd ffff"), 65535);
    EXPECT_EQ(integer_of("ce ffffffff"), 4294967295);
    EXPECT_EQ(integer_of("cf 7fffffffffffffff"), std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(integer_of("d0 ff"), -1);
    EXPECT_EQ(integer_of("d0 7f"), 127);
    EXPECT_EQ(integer_of("d1 8000"), -32768);
    EXPECT_EQ(integer_of("d2 80000000"), -2147483648LL);
    EXPECT_EQ(integer_of("d3 8000000000000000"), std::numeric_limits<std::int64_t>::min());
}

TEST(msgpack_reader, unsigned_numbers_from_two_to_the_63_are_marked) {
    EXPECT_TRUE(item_of(from_hex("cf 8000000000000000")).is_unsigned);
    EXPECT_FALSE(item_of(from_hex("cf 7fffffffffffffff")).is_unsigned);
    EXPECT_FALSE(item_of(from_hex("d3 ffffffffffffffff")).is_unsigned);
}

TEST(msgpack_reader, other_scalars) {
    EXPECT_EQ(item_of(from_hex("c0")).kind, item_kind::nil);
    EXPECT_EQ(item_of(from_hex("c2")).number, 0u);
    EXPECT_EQ(item_of(from_hex("c3")).number, 1u);
    EXPECT_EQ(item_of(from_hex("ca 3fc00000")).floating(), 1.5);
    EXPECT_EQ(item_of(from_hex("cb 3ff8000000000000")).floating(), 1.5);
}

TEST(msgpack_reader, bytes_of_every_form) {
    for (const auto* hex : {"a3 036162", "d9 03 036162", "da 0003 036162", "db 00000003 036162",
                            "c4 03 036162", "c5 0003 036162", "c6 00000003 036162"}) {
        const byte_vector bytes = from_hex(hex);
        const item i = item_of(bytes);
        EXPECT_EQ(i.kind, item_kind::bytes) << hex;
        EXPECT_EQ(as_text(i.payload), "\3ab") << hex;
        EXPECT_EQ(i.payload_kind(), bytes_kind::string) << hex;
    }
}

TEST(msgpack_reader, bytes_are_told_apart_by_their_first_byte) {
    const auto kind = [](std::string_view hex) {
        const byte_vector bytes = from_hex(hex);
        return item_of(bytes).payload_kind();
    };
    EXPECT_EQ(kind("a0"), bytes_kind::bytes);
    EXPECT_EQ(kind("a1 03"), bytes_kind::string);
    EXPECT_EQ(kind("a1 17"), bytes_kind::geojson);
    EXPECT_EQ(kind("a1 04"), bytes_kind::bytes);
    EXPECT_EQ(kind("a1 61"), bytes_kind::bytes);
}

TEST(msgpack_reader, extensions_of_every_form) {
    for (const auto* hex : {"d4 05 aa", "c7 01 05 aa", "c8 0001 05 aa", "c9 00000001 05 aa"}) {
        const byte_vector bytes = from_hex(hex);
        const item i = item_of(bytes);
        EXPECT_EQ(i.kind, item_kind::extension) << hex;
        EXPECT_EQ(i.extension_type, 5) << hex;
        EXPECT_EQ(i.payload.size(), 1u) << hex;
    }
    const byte_vector sixteen = from_hex("d8 05 00000000000000000000000000000000");
    EXPECT_EQ(item_of(sixteen).payload.size(), 16u);
}

TEST(msgpack_reader, marks_of_comparisons) {
    for (const auto* hex : {"d4 ff 00", "c7 01 ff 00"}) {
        const byte_vector bytes = from_hex(hex);
        EXPECT_TRUE(item_of(bytes).is_wildcard()) << hex;
        EXPECT_FALSE(item_of(bytes).is_infinity()) << hex;
        EXPECT_TRUE(item_of(bytes).is_non_storage()) << hex;
    }
    const byte_vector infinity = from_hex("d4 ff 01");
    EXPECT_TRUE(item_of(infinity).is_infinity());
    const byte_vector three = from_hex("c7 03 ff 000000");
    EXPECT_TRUE(item_of(three).is_non_storage());
    const byte_vector four = from_hex("d6 ff 00000000");
    EXPECT_FALSE(item_of(four).is_non_storage());
    const byte_vector none = from_hex("c7 00 ff");
    EXPECT_FALSE(item_of(none).is_non_storage());
}

TEST(msgpack_reader, a_failed_read_takes_nothing) {
    for (const auto* hex : {"",
                            "c1",
                            "cc",
                            "cd 00",
                            "ce 000000",
                            "cf 00000000000000",
                            "ca 000000",
                            "a1",
                            "d9",
                            "d9 01",
                            "da 00",
                            "db 000000",
                            "c4 02 00",
                            "c7",
                            "c7 00",
                            "c7 01 05",
                            "d4 05",
                            "d8 05 00",
                            "c9 ffffffff 01",
                            "db ffffffff",
                            "91",
                            "81",
                            "81 01",
                            "dc 0002 01",
                            "dd ffffffff",
                            "df ffffffff",
                            "df 80000000 01 01"}) {
        const byte_vector bytes = from_hex(hex);
        reader in(bytes);
        item i;
        EXPECT_FALSE(in.next(i)) << hex;
        EXPECT_EQ(in.offset(), 0u) << hex;
    }
}

TEST(msgpack_reader, skip_passes_over_whole_values) {
    EXPECT_TRUE(is_well_formed("01"));
    EXPECT_TRUE(is_well_formed("90"));
    EXPECT_TRUE(is_well_formed("92 91 01 81 a2 0361 92 c0 c3"));
    EXPECT_FALSE(is_well_formed("92 91 01 81 a2 0361 92 c0"));
    EXPECT_FALSE(is_well_formed("92 01 c1"));
    EXPECT_FALSE(is_well_formed("92 92 01 02"));
    EXPECT_FALSE(is_well_formed(""));
}

TEST(msgpack_reader, skip_takes_of_every_scalar_what_next_takes) {
    for (unsigned head = 0; head < 256; ++head) {
        for (std::size_t size = 1; size <= 48; ++size) {
            std::vector<std::uint8_t> bytes(size, 1);
            bytes[0] = static_cast<std::uint8_t>(head);
            reader taken(bytes);
            item i{};
            const bool is_whole = taken.next(i);
            if (is_whole && (i.kind == item_kind::list || i.kind == item_kind::map)) continue;
            reader skipped(bytes);
            EXPECT_EQ(skipped.skip(), is_whole) << head << ", " << size << " bytes";
            EXPECT_EQ(skipped.offset(), taken.offset()) << head << ", " << size << " bytes";
        }
    }
}

TEST(msgpack_reader, skip_is_not_limited_in_depth) {
    byte_vector deep(1 << 20, 0x91);
    deep.back() = 0xc0;
    reader in(deep);
    EXPECT_TRUE(in.skip());
    EXPECT_TRUE(in.at_end());
    deep.back() = 0x91;
    EXPECT_FALSE(reader(deep).skip());
}

TEST(msgpack_reader, take_gives_the_bytes_of_one_value) {
    const byte_vector bytes = from_hex("91 01 a2 0361");
    reader in(bytes);
    EXPECT_EQ(in.take().size(), 2u);
    EXPECT_EQ(in.take().size(), 3u);
    EXPECT_TRUE(in.take().empty());
}

TEST(msgpack_reader, flags_are_taken_off_the_count) {
    const auto check = [](std::string_view hex, std::uint64_t count, std::uint8_t expected,
                          std::size_t offset) {
        const byte_vector bytes = from_hex(hex);
        reader in(bytes);
        item i;
        std::uint8_t flags = 0xee;
        ASSERT_TRUE(in.next(i)) << hex;
        ASSERT_TRUE(in.take_flags(i, flags)) << hex;
        EXPECT_EQ(i.number, count) << hex;
        EXPECT_EQ(flags, expected) << hex;
        EXPECT_EQ(in.offset(), offset) << hex;
    };
    check("93 c70001 01 02", 2, 1, 4);
    check("91 c80000 10", 0, 0x10, 5);
    check("82 c70003 c0 01 02", 1, 3, 5);
    check("82 c70001 9101 01 02", 1, 1, 6);
    check("90", 0, 0, 1);
    check("91 05", 1, 0, 1);
    check("92 01 c70001", 2, 0, 1);
    check("91 d40500", 1, 0, 1);    // an element
    check("91 c7010500", 1, 0, 1);  // an element too
}

TEST(msgpack_reader, flags_that_end_early_are_malformed) {
    for (const auto* hex : {"91 c7 00", "82 c70001 c1 01", "82 c70001 94 01"}) {
        const byte_vector bytes = from_hex(hex);
        reader in(bytes);
        item i;
        std::uint8_t flags;
        if (!in.next(i)) continue;
        EXPECT_FALSE(in.take_flags(i, flags)) << hex;
    }
}

}  // namespace
}  // namespace spikelet::wire
