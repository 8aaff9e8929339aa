#include "hex.hpp"
#include "random_value.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace spikelet::wire {
namespace {

value decoded(std::string_view hex) {
    const byte_vector bytes = from_hex(hex);
    value v;
    EXPECT_EQ(decode_value(bytes, v), decode_errc::ok) << hex;
    return v;
}

decode_errc fault_of(std::string_view hex) {
    const byte_vector bytes = from_hex(hex);
    value v;
    return decode_value(bytes, v);
}

TEST(decode_value, scalars) {
    EXPECT_EQ(decoded("c0"), value());
    EXPECT_EQ(decoded("c3"), value(true));
    EXPECT_EQ(decoded("d3 ffffffffffffffff"), value(-1));
    EXPECT_EQ(decoded("ca 3fc00000"), value(1.5));
    EXPECT_EQ(decoded("a2 0361"), value("a"));
    EXPECT_EQ(decoded("c4 02 0361"), value("a"));
    EXPECT_EQ(decoded("a2 0461"), value::blob(from_hex("61")));
    EXPECT_EQ(decoded("a2 0761"), value::blob(from_hex("61"), particle_type::java_blob));
    EXPECT_EQ(decoded("a2 1761"), value::geojson("a"));
    EXPECT_EQ(decoded("a2 1261"), value::hll(from_hex("61")));
    EXPECT_EQ(decoded("d4 ff 00"), value::wildcard());
    EXPECT_EQ(decoded("d4 ff 01"), value::infinity());
    EXPECT_EQ(decoded("d4 05 00"), value::extension(5, from_hex("00")));
}

TEST(decode_value, bytes_without_a_known_type_stay_as_they_are) {
    EXPECT_EQ(decoded("a0"), value::blob({}, particle_type::null));
    EXPECT_EQ(decoded("a1 61"), value::blob(from_hex("61"), particle_type::null));
    EXPECT_EQ(decoded("a2 0061"), value::blob(from_hex("0061"), particle_type::null));
}

TEST(decode_value, containers_and_their_flags) {
    EXPECT_EQ(decoded("90"), value(value::list{}));
    EXPECT_EQ(decoded("80"), value(value::map{}));
    EXPECT_EQ(decoded("93 c70001 01 02"), value(value::list{1, 2}, list_order::ordered));
    EXPECT_EQ(decoded("81 c70001 c0"), value(value::map{}, map_order::key_ordered));
    EXPECT_EQ(decoded("82 c70003 c0 01 02"),
              value(value::map{{1, 2}}, map_order::key_value_ordered));
    EXPECT_EQ(decoded("82 c70008 c0 01 02"), value(value::map{{1, 2}}, map_order::preserve_order));
    EXPECT_EQ(decoded("82 c70002 c0 01 02"), value(value::map{{1, 2}}, map_order::value_ordered));
    EXPECT_EQ(decoded("92 c70011 05"), value(value::list{5}, list_order::ordered, true));
    EXPECT_EQ(decoded("82 01 91 02 03 81 04 c0"),
              value(value::map{{1, value(value::list{2})}, {3, value(value::map{{4, nullptr}})}}));
}

TEST(decode_value, unknown_flag_bits_are_dropped) {
    EXPECT_EQ(decoded("91 c700ee"), value(value::list{}));
    EXPECT_EQ(decoded("81 c700e4 c0"), value(value::map{}));
}

TEST(decode_value, faults) {
    EXPECT_EQ(fault_of(""), decode_errc::malformed);
    EXPECT_EQ(fault_of("c1"), decode_errc::malformed);
    EXPECT_EQ(fault_of("92 01"), decode_errc::malformed);
    EXPECT_EQ(fault_of("91 c70001 01"), decode_errc::trailing_bytes);
    EXPECT_EQ(fault_of("01 02"), decode_errc::trailing_bytes);
    EXPECT_EQ(fault_of("dd ffffffff 01"), decode_errc::malformed);
    EXPECT_EQ(fault_of("82 c70001 c0 01"), decode_errc::malformed);
    EXPECT_EQ(explain(decode_errc::too_deep), "packed value nested too deep");
}

TEST(decode_value, a_reader_is_left_behind_the_value) {
    const byte_vector bytes = from_hex("91 01 a2 0361");
    msgpack::reader in(bytes);
    value v;
    ASSERT_EQ(decode_value(in, v), decode_errc::ok);
    EXPECT_EQ(in.offset(), 2u);
    ASSERT_EQ(decode_value(in, v), decode_errc::ok);
    EXPECT_EQ(v, value("a"));
    EXPECT_EQ(decode_value(in, v), decode_errc::malformed);
}

TEST(decode_value, depth_is_limited) {
    for (const std::size_t depth : {value_depth_max, value_depth_max + 1}) {
        byte_vector deep(depth, 0x91);
        deep.back() = 0x90;
        value v;
        EXPECT_EQ(decode_value(deep, v),
                  depth <= value_depth_max ? decode_errc::ok : decode_errc::too_deep);
    }
    // Found where the limit is crossed: what is behind, and that it never ends, is not looked at.
    const byte_vector endless(1 << 20, 0x91);
    value v;
    EXPECT_EQ(decode_value(endless, v), decode_errc::too_deep);
}

TEST(decode_value, headers_inside_each_other_do_not_reserve_the_same_bytes) {
    // Each header announces all the bytes behind it: 500 times a megabyte of elements.
    byte_vector bytes;
    constexpr std::size_t size = 1 << 20;
    for (std::size_t depth = 0; depth < 500; ++depth) {
        const auto left = static_cast<std::uint32_t>(size - bytes.size() - 5);
        bytes.push_back(0xdd);
        bytes.resize(bytes.size() + 4);
        store_be(bytes.data() + bytes.size() - 4, left);
    }
    bytes.resize(size, 0xc0);
    value v;
    EXPECT_EQ(decode_value(bytes, v), decode_errc::malformed);
}

TEST(encode_value, order_is_written_and_the_index_is_not) {
    buffer out;
    encode_value(value(value::list{1}, list_order::ordered, true), out);
    EXPECT_EQ(as_text(out.view()), as_text(from_hex("92c7000101")));
    out.clear();
    encode_value(value(value::map{{1, 2}}, map_order::unordered, true), out);
    EXPECT_EQ(as_text(out.view()), as_text(from_hex("810102")));
}

TEST(encode_value, a_first_element_like_flags_is_not_taken_for_them) {
    const value list = value::list{value::extension(1, {}), 5};
    buffer out;
    encode_value(list, out);
    EXPECT_EQ(as_text(out.view()), as_text(from_hex("93c70000c7000105")));
    EXPECT_EQ(packed_size(list), out.size());
    value again;
    ASSERT_EQ(decode_value(out.view(), again), decode_errc::ok);
    EXPECT_EQ(again, list);
}

TEST(encode_value, random_values_come_back_from_both_their_forms) {
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_values values(seed, {});
        const value v = values.next();
        buffer out;
        encode_value(v, out);
        ASSERT_EQ(packed_size(v), out.size());
        value again;
        ASSERT_EQ(decode_value(out.view(), again), decode_errc::ok);
        ASSERT_EQ(again, v);

        buffer sloppy;
        sloppy_encoder(values.random(), sloppy).encode(v);
        ASSERT_EQ(decode_value(sloppy.view(), again), decode_errc::ok) << v;
        ASSERT_EQ(again, v);
    }
}

TEST(encode_value, every_cut_of_a_value_is_malformed) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        buffer out;
        encode_value(random_values(seed, {}).next(), out);
        for (std::size_t size = 0; size < out.size(); ++size) {
            const byte_vector cut(out.data(), out.data() + size);
            value v;
            ASSERT_EQ(decode_value(cut, v), decode_errc::malformed) << size;
            ASSERT_FALSE(msgpack::reader(cut).skip()) << size;
        }
    }
}

}  // namespace
}  // namespace spikelet::wire
