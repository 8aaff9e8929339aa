#include "hex.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/frame.hpp>

#include <string>

namespace spikelet::wire {
namespace {

// A frame of type `message` whose body is `body`.
buffer frame_of(std::string_view body) {
    buffer out;
    frame_writer frame(out, frame_type::message);
    out.append(body);
    frame.finish();
    return out;
}

buffer compressed(const buffer& frame) {
    buffer out;
    EXPECT_TRUE(compress_frame(frame.view(), out));
    return out;
}

// The body of the compressed form.
byte_vector compressed_body(const buffer& frame) {
    const buffer c = compressed(frame);
    return {c.data() + frame_header_size, c.data() + c.size()};
}

TEST(compression, frame_inflates_to_itself) {
    const buffer frame = frame_of(std::string(5000, 'a'));
    buffer packed;
    packed.append(std::string_view("before"));
    ASSERT_TRUE(compress_frame(frame.view(), packed));
    const bytes_view view = packed.view().subspan(6);
    const frame_header header = load_frame_header(view.data());
    EXPECT_EQ(header.type, frame_type::compressed);
    EXPECT_EQ(header.body_size, view.size() - frame_header_size);
    EXPECT_LT(view.size(), frame.size());
    EXPECT_EQ(load_be<std::uint64_t>(view.data() + 8), frame.size());
    EXPECT_EQ(view[16], 0x78);  // zlib, level 1
    EXPECT_EQ(view[17], 0x01);

    buffer out;
    out.append(std::string_view("kept"));
    ASSERT_EQ(inflate_frame(view.subspan(frame_header_size), out), inflate_errc::ok);
    EXPECT_EQ(as_text(out.view()), "kept" + std::string(as_text(frame.view())));
}

TEST(compression, large_frame_inflates_in_steps) {
    std::string body;
    for (int i = 0; i < 200000; ++i)
        body += std::to_string(i * 7919 % 104729);
    const buffer frame = frame_of(body);
    buffer out;
    ASSERT_EQ(inflate_frame(compressed_body(frame), out), inflate_errc::ok);
    EXPECT_EQ(as_text(out.view()), as_text(frame.view()));
}

TEST(compression, what_does_not_shrink_is_left_alone) {
    std::string noise;
    std::uint32_t x = 1;
    for (int i = 0; i < 1000; ++i) {
        x = x * 1664525 + 1013904223;
        noise += static_cast<char>(x >> 24);
    }
    buffer out;
    out.append(std::string_view("kept"));
    EXPECT_FALSE(compress_frame(frame_of(noise).view(), out));
    EXPECT_FALSE(compress_frame(frame_of("").view(), out));
    EXPECT_FALSE(compress_frame({}, out));
    EXPECT_EQ(as_text(out.view()), "kept");
}

TEST(compression, every_truncation_is_refused) {
    const auto whole = compressed_body(frame_of(std::string(300, 'b')));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const byte_vector bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        buffer out;
        EXPECT_EQ(inflate_frame(bytes, out), inflate_errc::truncated) << size;
        EXPECT_TRUE(out.empty());
    }
}

TEST(compression, announced_size_is_not_believed) {
    // 30 bytes that announce the most a frame may hold and inflate to 300.
    auto body = compressed_body(frame_of(std::string(300, 'b')));
    store_be<std::uint64_t>(body.data(), frame_header_size + frame_body_size_max);
    buffer out;
    EXPECT_EQ(inflate_frame(body, out), inflate_errc::bad_stream);
    EXPECT_TRUE(out.empty());
    EXPECT_LE(out.capacity(), std::size_t{64} << 10);
}

TEST(compression, stream_of_another_size_than_announced_is_refused) {
    const auto whole = compressed_body(frame_of(std::string(300, 'b')));
    for (const std::uint64_t size : {std::uint64_t{8}, std::uint64_t{307}, std::uint64_t{309}}) {
        auto body = whole;
        store_be(body.data(), size);
        buffer out;
        EXPECT_EQ(inflate_frame(body, out), inflate_errc::bad_stream) << size;
    }
}

TEST(compression, too_large_an_announcement_is_refused) {
    for (const std::uint64_t size :
         {frame_header_size + frame_body_size_max + 1, ~std::uint64_t{0}}) {
        auto body = compressed_body(frame_of(std::string(300, 'b')));
        store_be(body.data(), size);
        buffer out;
        EXPECT_EQ(inflate_frame(body, out), inflate_errc::too_large);
    }
}

TEST(compression, announcement_below_a_header_is_no_message) {
    auto body = compressed_body(frame_of(std::string(300, 'b')));
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{7}}) {
        store_be(body.data(), size);
        buffer out;
        EXPECT_EQ(inflate_frame(body, out), inflate_errc::not_a_message);
    }
}

TEST(compression, bytes_behind_the_stream_are_refused) {
    auto body = compressed_body(frame_of(std::string(300, 'b')));
    body.push_back(0);
    buffer out;
    EXPECT_EQ(inflate_frame(body, out), inflate_errc::bad_stream);
}

TEST(compression, damaged_stream_is_refused) {
    const auto whole = compressed_body(frame_of(std::string(300, 'b')));
    for (const std::size_t at : {std::size_t{8}, whole.size() - 1}) {
        auto body = whole;
        body[at] ^= 0xff;
        buffer out;
        EXPECT_EQ(inflate_frame(body, out), inflate_errc::bad_stream) << at;
        EXPECT_TRUE(out.empty());
    }
}

TEST(compression, only_a_message_may_be_inside) {
    for (const frame_type type : {frame_type::info, frame_type::compressed}) {
        buffer inner = frame_of(std::string(300, 'b'));
        store_frame_header(inner.data(), {.type = type, .body_size = 300});
        buffer out;
        EXPECT_EQ(inflate_frame(compressed_body(inner), out), inflate_errc::not_a_message);
        EXPECT_TRUE(out.empty());
    }
    buffer other_size = frame_of(std::string(300, 'b'));
    store_frame_header(other_size.data(), {.type = frame_type::message, .body_size = 299});
    buffer out;
    EXPECT_EQ(inflate_frame(compressed_body(other_size), out), inflate_errc::not_a_message);
}

}  // namespace
}  // namespace spikelet::wire
