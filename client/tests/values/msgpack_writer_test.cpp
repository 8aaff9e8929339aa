#include "hex.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace spikelet::wire {
namespace {

using msgpack::writer;

testing::AssertionResult is_bytes(const buffer& out, std::string_view hex) {
    const byte_vector expected = from_hex(hex);
    if (as_text(out.view()) == as_text(expected)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << "size " << out.size() << ", expected " << hex;
}

TEST(msgpack_writer, integers_take_the_shortest_form) {
    const struct {
        std::int64_t number;
        const char* hex;
    } cases[] = {
        {0, "00"},
        {127, "7f"},
        {128, "cc80"},
        {255, "ccff"},
        {256, "cd0100"},
        {65535, "cdffff"},
        {65536, "ce00010000"},
        {4294967295, "ceffffffff"},
        {4294967296, "cf0000000100000000"},
        {std::numeric_limits<std::int64_t>::max(), "cf7fffffffffffffff"},
        {-1, "ff"},
        {-32, "e0"},
        {-33, "d0df"},
        {-128, "d080"},
        {-129, "d1ff7f"},
        {-32768, "d18000"},
        {-32769, "d2ffff7fff"},
        {-2147483648LL, "d280000000"},
        {-2147483649LL, "d3ffffffff7fffffff"},
        {std::numeric_limits<std::int64_t>::min(), "d38000000000000000"},
    };
    for (const auto& [number, hex] : cases) {
        buffer out;
        writer(out).integer(number);
        EXPECT_TRUE(is_bytes(out, hex)) << number;
        EXPECT_EQ(msgpack::integer_size(number), out.size()) << number;
    }
    buffer out;
    writer(out).unsigned_integer(std::numeric_limits<std::uint64_t>::max());
    EXPECT_TRUE(is_bytes(out, "cfffffffffffffffff"));
}

TEST(msgpack_writer, scalars_and_marks) {
    buffer out;
    writer(out).nil().boolean(false).boolean(true).floating(1.5).wildcard().infinity();
    EXPECT_TRUE(is_bytes(out, "c0 c2 c3 cb3ff8000000000000 d4ff00 d4ff01"));
}

TEST(msgpack_writer, bytes_have_their_type_in_front) {
    buffer out;
    writer(out).string("ab").blob(from_hex("01")).geojson("{}").raw(as_bytes("ab")).raw({});
    EXPECT_TRUE(is_bytes(out, "a3036162 a20401 a3177b7d a26162 a0"));
}

TEST(msgpack_writer, headers_of_bytes_count_the_type) {
    const struct {
        std::size_t size;
        const char* header;
    } cases[] = {{30, "bf"},      {31, "d920"},      {254, "d9ff"},
                 {255, "da0100"}, {65534, "daffff"}, {65535, "db00010000"}};
    for (const auto& [size, header] : cases) {
        buffer out;
        writer(out).string(std::string(size, 'x'));
        const byte_vector expected = from_hex(header);
        EXPECT_EQ(out.size(), expected.size() + 1 + size);
        EXPECT_EQ(msgpack::bytes_header_size(size + 1), expected.size());
        EXPECT_EQ(as_text(out.view().first(expected.size())), as_text(expected)) << size;
    }
}

TEST(msgpack_writer, headers_of_containers) {
    const struct {
        std::size_t count;
        const char* list;
        const char* map;
    } cases[] = {{0, "90", "80"},
                 {15, "9f", "8f"},
                 {16, "dc0010", "de0010"},
                 {65535, "dcffff", "deffff"},
                 {65536, "dd00010000", "df00010000"}};
    for (const auto& [count, list, map] : cases) {
        buffer out;
        writer(out).list(count);
        EXPECT_TRUE(is_bytes(out, list));
        EXPECT_EQ(msgpack::container_header_size(count), out.size());
        out.clear();
        writer(out).map(count);
        EXPECT_TRUE(is_bytes(out, map));
    }
}

TEST(msgpack_writer, flags) {
    buffer out;
    writer(out).list(1).list_flags(1).map(1).map_flags(3);
    EXPECT_TRUE(is_bytes(out, "91c70001 81c70003c0"));
}

TEST(msgpack_writer, extensions_are_fixed_where_they_can) {
    for (const std::size_t size : {0, 1, 2, 3, 4, 5, 8, 16, 17, 255, 256, 65535, 65536}) {
        const byte_vector data(size, 0xaa);
        buffer out;
        writer(out).extension(5, data);
        EXPECT_EQ(out.size(), msgpack::extension_header_size(size) + size);
        msgpack::item i;
        msgpack::reader in(out.view());
        ASSERT_TRUE(in.next(i));
        EXPECT_TRUE(in.at_end());
        EXPECT_EQ(i.extension_type, 5);
        EXPECT_EQ(as_text(i.payload), as_text(data));
        EXPECT_EQ(out.data()[0] >= 0xd4,
                  size == 1 || size == 2 || size == 4 || size == 8 || size == 16);
    }
}

}  // namespace
}  // namespace spikelet::wire
