#include "hex.hpp"
#include "random_value.hpp"

#include <spikelet/wire/particle.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace spikelet::wire {
namespace {

value decoded(particle_type type, std::string_view hex) {
    const byte_vector bytes = from_hex(hex);
    value v;
    EXPECT_EQ(decode_particle(type, bytes, v), particle_errc::ok) << hex;
    return v;
}

particle_errc fault_of(particle_type type, std::string_view hex) {
    const byte_vector bytes = from_hex(hex);
    value v;
    return decode_particle(type, bytes, v);
}

TEST(particle, integers_shorter_than_eight_bytes_are_unsigned) {
    EXPECT_EQ(decoded(particle_type::integer, "ff"), value(255));
    EXPECT_EQ(decoded(particle_type::integer, "ffff"), value(65535));
    EXPECT_EQ(decoded(particle_type::integer, "ffffffff"), value(4294967295));
    EXPECT_EQ(decoded(particle_type::integer, "ffffffffffffffff"), value(-1));
    for (const auto* hex : {"", "000000", "0000000000", "000000000000000000"}) {
        EXPECT_EQ(fault_of(particle_type::integer, hex), particle_errc::bad_size) << hex;
    }
}

TEST(particle, fixed_sizes) {
    EXPECT_EQ(decoded(particle_type::null, ""), value());
    EXPECT_EQ(fault_of(particle_type::null, "00"), particle_errc::bad_size);
    EXPECT_EQ(decoded(particle_type::floating, "3ff8000000000000"), value(1.5));
    EXPECT_EQ(fault_of(particle_type::floating, "3fc00000"), particle_errc::bad_size);
    EXPECT_EQ(decoded(particle_type::boolean, "01"), value(true));
    EXPECT_EQ(decoded(particle_type::boolean, "00"), value(false));
    EXPECT_EQ(fault_of(particle_type::boolean, "02"), particle_errc::bad_boolean);
    EXPECT_EQ(fault_of(particle_type::boolean, ""), particle_errc::bad_size);
    EXPECT_EQ(fault_of(particle_type::boolean, "0001"), particle_errc::bad_size);
}

TEST(particle, text_and_bytes) {
    EXPECT_EQ(decoded(particle_type::string, ""), value(""));
    EXPECT_EQ(decoded(particle_type::string, "61ff"), value("a\xff"));
    for (const auto type : {particle_type::blob, particle_type::java_blob, particle_type::vector}) {
        EXPECT_EQ(decoded(type, "0102"), value::blob(from_hex("0102"), type));
    }
    for (const unsigned type : {5, 6, 13, 14, 15, 21, 22, 24, 255}) {
        EXPECT_EQ(fault_of(static_cast<particle_type>(type), ""), particle_errc::unknown_type);
    }
}

TEST(particle, geojson_is_the_text_behind_the_cells) {
    EXPECT_EQ(decoded(particle_type::geojson, "00 0000 7b7d"), value::geojson("{}"));
    EXPECT_EQ(decoded(particle_type::geojson, "00 0001 10036e17ca9fb709 7b7d"),
              value::geojson("{}"));
    for (const auto* hex : {"", "0000", "000000", "00 0001 10036e17ca9fb7",
                            "00 0001 10036e17ca9fb709", "00 ffff 7b7d"}) {
        EXPECT_EQ(fault_of(particle_type::geojson, hex), particle_errc::bad_geojson) << hex;
    }
}

byte_vector hll_of(std::uint8_t index_bits, std::uint8_t minhash_bits) {
    const std::size_t bits = (std::size_t{1} << index_bits) * (6u + minhash_bits);
    byte_vector bytes(11 + (bits + 7) / 8);
    bytes[1] = index_bits;
    bytes[2] = minhash_bits;
    return bytes;
}

TEST(particle, hll_has_the_size_its_header_says) {
    const auto is_valid = [](std::uint8_t index_bits, std::uint8_t minhash_bits) {
        return is_valid_hll(hll_of(index_bits, minhash_bits));
    };
    EXPECT_TRUE(is_valid(4, 0));
    EXPECT_TRUE(is_valid(16, 0));
    EXPECT_TRUE(is_valid(4, 51));
    EXPECT_TRUE(is_valid(13, 51));
    EXPECT_FALSE(is_valid(14, 51));
    EXPECT_FALSE(is_valid(3, 0));
    EXPECT_FALSE(is_valid(17, 0));
    EXPECT_FALSE(is_valid(4, 3));
    EXPECT_FALSE(is_valid(4, 52));
    byte_vector bytes = hll_of(4, 0);
    EXPECT_EQ(bytes.size(), 23u);
    value v;
    EXPECT_EQ(decode_particle(particle_type::hll, bytes, v), particle_errc::ok);
    EXPECT_EQ(v, value::hll(bytes));
    bytes[0] = 1;
    EXPECT_FALSE(is_valid_hll(bytes));
    bytes[0] = 0;
    bytes.push_back(0);
    EXPECT_FALSE(is_valid_hll(bytes));
    EXPECT_FALSE(is_valid_hll(bytes_view(bytes).first(10)));
    EXPECT_EQ(fault_of(particle_type::hll, ""), particle_errc::bad_hll);
}

TEST(particle, collections) {
    EXPECT_EQ(decoded(particle_type::list, "9101"), value(value::list{1}));
    EXPECT_EQ(decoded(particle_type::map, "810102"), value(value::map{{1, 2}}));
    EXPECT_EQ(fault_of(particle_type::list, "80"), particle_errc::bad_collection);
    EXPECT_EQ(fault_of(particle_type::map, "90"), particle_errc::bad_collection);
    EXPECT_EQ(fault_of(particle_type::list, "9101 01"), particle_errc::bad_collection);
    EXPECT_EQ(fault_of(particle_type::list, ""), particle_errc::bad_collection);
    EXPECT_EQ(
        fault_of(particle_type::list, std::string(2 * value_depth_max, '9').replace(0, 0, "")),
        particle_errc::bad_collection);
    byte_vector deep(value_depth_max + 1, 0x91);
    deep.back() = 0x90;
    value v;
    EXPECT_EQ(decode_particle(particle_type::list, deep, v), particle_errc::too_deep);
}

TEST(particle, the_throwing_form_says_what_is_wrong) {
    EXPECT_EQ(decode_particle(particle_type::integer, from_hex("07")), value(7));
    try {
        static_cast<void>(decode_particle(particle_type::boolean, from_hex("07")));
        FAIL();
    } catch (const std::invalid_argument& e) {
        EXPECT_STREQ(e.what(), "decode_particle: boolean particle that is neither 0 nor 1");
    }
}

TEST(particle, only_comparison_values_make_none) {
    EXPECT_THROW(static_cast<void>(particle_type_of(value::wildcard())), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(particle_type_of(value::infinity())), std::invalid_argument);
    EXPECT_THROW(static_cast<void>(particle_type_of(value::extension(1, {}))),
                 std::invalid_argument);
    buffer out;
    EXPECT_THROW(encode_particle(value::wildcard(), out), std::invalid_argument);
    EXPECT_TRUE(out.empty());
}

TEST(particle, clients_send_geojson_without_cells) {
    buffer out;
    encode_particle(value::geojson("{}"), out);
    EXPECT_EQ(as_text(out.view()), as_text(from_hex("0000007b7d")));
}

TEST(particle, random_values_come_back) {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const value v = random_values(seed, {.storable = true}).next(2);
        buffer out;
        encode_particle(v, out);
        ASSERT_EQ(particle_size(v), out.size());
        if (v.kind() == value_kind::hll || v.is_unsigned())
            continue;  // no valid HLL; the sign goes
        if (v.kind() == value_kind::geojson && v.as_geojson().empty()) continue;
        if (v.kind() == value_kind::blob && v.blob_type() == particle_type::null) continue;
        ASSERT_EQ(decode_particle(particle_type_of(v), out.view()), v);
    }
}

}  // namespace
}  // namespace spikelet::wire
