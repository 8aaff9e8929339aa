#include "hex.hpp"

#include <spikelet/wire/digest.hpp>

#include <algorithm>
#include <string>

namespace spikelet::wire {
namespace {

digest digest_from(std::string_view hex) {
    const auto bytes = from_hex(hex);
    digest d{};
    std::copy_n(bytes.begin(), d.size(), d.begin());
    return d;
}

digest integer_digest(std::string_view set, std::int64_t key) {
    std::uint8_t value[8];
    store_be(value, key);
    return compute_digest(set, particle_type::integer, value);
}

// Chapter 01 §10.
TEST(digest, keys_of_the_specification) {
    const digest text = compute_digest("demo", particle_type::string, as_bytes("k1"));
    EXPECT_EQ(text, digest_from("b747f5854d0b33259928d0cfab7fad81d6abfbf6"));
    EXPECT_EQ(partition_id(text), 1975u);
    EXPECT_EQ(integer_digest("demo", 42), digest_from("cf5a1365effa4dc53333f2166d103358f8711096"));
    EXPECT_EQ(partition_id(integer_digest("demo", 42)), 2767u);
    EXPECT_EQ(integer_digest("demo", -1), digest_from("e9d49a24c3debdc5a6d551d3e7087999a263bb97"));
    EXPECT_EQ(partition_id(integer_digest("demo", -1)), 1257u);
}

// The vectors of RIPEMD-160's authors.
TEST(digest, ripemd160_vectors) {
    const auto hash = [](std::string_view text) { return ripemd160(as_bytes(text)); };
    EXPECT_EQ(hash(""), digest_from("9c1185a5c5e9fc54612808977ee8f548b2258d31"));
    EXPECT_EQ(hash("abc"), digest_from("8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"));
    EXPECT_EQ(hash("message digest"), digest_from("5d0689ef49d2fae572b881b123a85ffa21595f36"));
    EXPECT_EQ(hash("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
              digest_from("b0e20b6e3116640286ed3a87a5713079b21f5189"));
    EXPECT_EQ(ripemd160(bytes_view{}), hash(""));
}

TEST(digest, keys_of_every_length_agree_with_the_plain_hash) {
    // Around the border between one block and several, wherever set ends and value begins.
    for (std::size_t set_size = 0; set_size <= 63; set_size += 7) {
        for (std::size_t value_size = 0; value_size <= 140; ++value_size) {
            const std::string set(set_size, 's');
            const std::string value(value_size, 'v');
            std::string joined = set;
            joined += '\x03';
            joined += value;
            ASSERT_EQ(compute_digest(set, particle_type::string, as_bytes(value)),
                      ripemd160(as_bytes(joined)))
                << set_size << ' ' << value_size;
        }
    }
}

TEST(digest, type_and_set_take_part) {
    const auto d = compute_digest("s", particle_type::string, as_bytes("k"));
    EXPECT_NE(d, compute_digest("s", particle_type::blob, as_bytes("k")));
    EXPECT_NE(d, compute_digest("t", particle_type::string, as_bytes("k")));
    EXPECT_NE(d, compute_digest("", particle_type::string, as_bytes("k")));
}

TEST(digest, partition_is_the_low_twelve_bits_of_the_first_two_bytes) {
    digest d{};
    d[0] = 0xff;
    d[1] = 0xff;
    EXPECT_EQ(partition_id(d), 4095u);
    d[0] = 0x34;
    d[1] = 0xf2;
    EXPECT_EQ(partition_id(d), 0x234u);
}

}  // namespace
}  // namespace spikelet::wire
