#include "hex.hpp"

#include <spikelet/wire/buffer.hpp>

namespace spikelet::wire {
namespace {

byte_vector content(const buffer& b) {
    return {b.view().begin(), b.view().end()};
}

TEST(buffer, integers_are_big_endian) {
    buffer out;
    out.append_u8(0x01);
    out.append_u16(0x0203);
    out.append_u32(0x04050607);
    out.append_u64(0x08090a0b0c0d0e0f);
    EXPECT_EQ(content(out), from_hex("01 0203 04050607 08090a0b0c0d0e0f"));
}

TEST(buffer, integers_load_in_either_order_at_any_alignment) {
    const auto bytes = from_hex("ff 01020304050607f8");
    EXPECT_EQ(load_be<std::uint8_t>(bytes.data() + 1), 0x01);
    EXPECT_EQ(load_be<std::uint16_t>(bytes.data() + 1), 0x0102);
    EXPECT_EQ(load_be<std::uint32_t>(bytes.data() + 1), 0x01020304u);
    EXPECT_EQ(load_be<std::uint64_t>(bytes.data() + 1), 0x01020304050607f8u);
    EXPECT_EQ(load_le<std::uint64_t>(bytes.data() + 1), 0xf807060504030201u);
    EXPECT_EQ(load_le<std::int64_t>(bytes.data() + 1), -0x7f8f9fafbfcfdff);
    EXPECT_EQ(load_be<std::int8_t>(bytes.data()), -1);
    std::uint8_t stored[2];
    store_le<std::uint16_t>(stored, 0x0102);
    EXPECT_EQ(stored[0], 0x02);
    EXPECT_EQ(stored[1], 0x01);
}

TEST(buffer, growth_keeps_content_and_clear_keeps_memory) {
    buffer out;
    for (int i = 0; i < 1000; ++i)
        out.append_u8(static_cast<std::uint8_t>(i));
    for (int i = 0; i < 1000; ++i)
        ASSERT_EQ(out.data()[i], static_cast<std::uint8_t>(i));
    const std::size_t capacity = out.capacity();
    out.clear();
    EXPECT_TRUE(out.empty());
    EXPECT_EQ(out.capacity(), capacity);
    out.shrink(capacity);
    EXPECT_EQ(out.capacity(), capacity);
    out.shrink(capacity - 1);
    EXPECT_EQ(out.capacity(), 0u);
}

TEST(buffer, consume_removes_from_the_front) {
    buffer out;
    out.append(as_bytes("abcdef"));
    out.consume(2);
    EXPECT_EQ(as_text(out.view()), "cdef");
    out.consume(4);
    EXPECT_TRUE(out.empty());
}

TEST(buffer, appending_nothing_to_nothing_is_allowed) {
    buffer out;
    out.append(bytes_view{});
    out.append(std::string_view{});
    EXPECT_TRUE(out.empty());
}

TEST(buffer, move_takes_the_memory) {
    buffer a;
    a.append(std::string_view("abc"));
    buffer b = std::move(a);
    EXPECT_EQ(as_text(b.view()), "abc");
}

}  // namespace
}  // namespace spikelet::wire
