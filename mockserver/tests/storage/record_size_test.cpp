// The tables of chapter 18; sizes that a server answered are in recorded_size_test.cpp.
#include "storage/record_size.hpp"

#include "records.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::integer_bytes;

std::uint32_t size_of_integer(std::int64_t value) {
    const auto b = integer_bytes(value);
    return stored_value_size({particle_type::integer, b});
}

std::uint32_t size_of(particle_type type, std::size_t bytes) {
    const std::vector<std::uint8_t> value(bytes);
    return stored_value_size({type, value});
}

TEST(stored_value_size, integers_by_their_unsigned_width) {
    const std::pair<std::int64_t, unsigned> table[] = {
        {0, 3},           {255, 3},        {256, 4}, {65535, 4}, {65536, 6},      {4294967295, 6},
        {4294967296, 10}, {INT64_MAX, 10}, {-1, 10}, {-128, 10}, {INT64_MIN, 10},
    };
    for (const auto& [value, size] : table) {
        EXPECT_EQ(size_of_integer(value), size) << value;
    }
}

TEST(stored_value_size, other_types_by_their_bytes) {
    EXPECT_EQ(size_of(particle_type::floating, 8), 9u);
    EXPECT_EQ(size_of(particle_type::boolean, 1), 2u);
    EXPECT_EQ(size_of(particle_type::string, 0), 5u);
    EXPECT_EQ(size_of(particle_type::string, 10), 15u);
    for (const auto type : {particle_type::blob, particle_type::java_blob,
                            particle_type::erlang_blob, particle_type::vector}) {
        EXPECT_EQ(size_of(type, 10), 15u) << name(type);
    }
    EXPECT_EQ(size_of(particle_type::geojson, 3 + 8 + 40), 5u + 3 + 8 + 40) << "one cell";
    EXPECT_EQ(size_of(particle_type::hll, 11 + 12), 28u) << "4 index bits";
}

// A container of `count` elements, or pairs, that take `content` bytes together, with flags.
std::vector<std::uint8_t> container(bool map, std::uint8_t flags, std::uint64_t count,
                                    std::uint64_t content) {
    std::vector<std::uint8_t> b;
    const std::uint64_t elements = count + (flags == 0 ? 0 : 1);
    if (elements < 16) {
        b.push_back(static_cast<std::uint8_t>((map ? 0x80 : 0x90) | elements));
    } else if (elements < 65536) {
        b = {static_cast<std::uint8_t>(map ? 0xde : 0xdc), 0, 0};
        wire::store_be(b.data() + 1, static_cast<std::uint16_t>(elements));
    } else {
        b = {static_cast<std::uint8_t>(map ? 0xdf : 0xdd), 0, 0, 0, 0};
        wire::store_be(b.data() + 1, static_cast<std::uint32_t>(elements));
    }
    if (flags != 0) {
        b.insert(b.end(), {0xc7, 0, flags});
        if (map) b.push_back(0xc0);
    }
    b.insert(b.end(), content, 1);
    return b;
}

// M of chapter 18 §3: without the five bytes that every value has.
std::uint64_t size_of_list(std::uint8_t flags, std::uint64_t count, std::uint64_t content) {
    return stored_value_size({particle_type::list, container(false, flags, count, content)}) - 5;
}
std::uint64_t size_of_map(std::uint8_t flags, std::uint64_t count, std::uint64_t content) {
    return stored_value_size({particle_type::map, container(true, flags, count, content)}) - 5;
}

TEST(stored_value_size, empty_containers) {
    EXPECT_EQ(size_of_list(0, 0, 0), 1u);
    EXPECT_EQ(size_of_list(0x01, 0, 0), 4u);
    EXPECT_EQ(size_of_list(0x11, 0, 0), 4u);
    EXPECT_EQ(size_of_map(0, 0, 0), 1u);
    EXPECT_EQ(size_of_map(0x01, 0, 0), 5u);
    EXPECT_EQ(size_of_map(0x13, 0, 0), 5u);
}

TEST(stored_value_size, containers_without_index_are_their_bytes) {
    EXPECT_EQ(size_of_list(0, 15, 15), 1u + 15);
    EXPECT_EQ(size_of_list(0, 16, 16), 3u + 16);
    EXPECT_EQ(size_of_list(0x01, 15, 15), 3u + 3 + 15);
    EXPECT_EQ(size_of_list(0, 65536, 65536), 5u + 65536);
    EXPECT_EQ(size_of_map(0x03, 3, 6), 1u + 3 + 1 + 6);
}

TEST(stored_value_size, persisted_index_of_ordered_lists) {
    EXPECT_EQ(size_of_list(0x11, 1, 1), 1u + 3 + 1) << "no index for one element";
    EXPECT_EQ(size_of_list(0x11, 2, 2), 1u + 2 + 2 + 2) << "an ext of two bytes";
    EXPECT_EQ(size_of_list(0x11, 3, 3), 1u + 3 + 3 + 3);
    EXPECT_EQ(size_of_list(0x11, 4, 4), 1u + 2 + 4 + 4);
    EXPECT_EQ(size_of_list(0x11, 8, 8), 1u + 2 + 8 + 8);
    EXPECT_EQ(size_of_list(0x11, 16, 16), 3u + 2 + 16 + 16);
    EXPECT_EQ(size_of_list(0x11, 100, 100), 206u);  // the chapter's example
    EXPECT_EQ(size_of_list(0x11, 255, 255), 3u + 3 + 255 + 255);
    EXPECT_EQ(size_of_list(0x11, 256, 256), 3u + 4 + 2 * 256 + 256) << "wider offsets and ext";
    EXPECT_EQ(size_of_list(0x11, 100, 65536), 3u + 4 + 3 * 100 + 65536);
    EXPECT_EQ(size_of_list(0x11, 40000, 40000), 3u + 6 + 2 * 40000 + 40000);
}

TEST(stored_value_size, persisted_index_of_unordered_lists) {
    EXPECT_EQ(size_of_list(0x10, 128, 128), 3u + 3 + 128) << "no index up to 128 elements";
    EXPECT_EQ(size_of_list(0x10, 129, 129), 136u);  // the chapter's example
    EXPECT_EQ(size_of_list(0x10, 257, 257), 3u + 3 + 3 * 2 + 257);
}

TEST(stored_value_size, persisted_index_of_maps) {
    EXPECT_EQ(size_of_map(0x13, 86, 258), 524u);  // the chapter's example
    EXPECT_EQ(size_of_map(0x11, 86, 258), 3u + 3 + 86 * 2 + 1 + 258) << "offsets only";
    EXPECT_EQ(size_of_map(0x10, 86, 258), 3u + 3 + 86 * 2 + 1 + 258);
    EXPECT_EQ(size_of_map(0x12, 86, 258), 524u);
    EXPECT_EQ(size_of_map(0x13, 1, 3), 1u + 3 + 1 + 3);
    EXPECT_EQ(size_of_map(0x13, 300, 900), 3u + 4 + 2 * 300 + 2 * 300 + 1 + 900);
}

TEST(stored_value_size, flags_alone_are_no_index) {
    for (const std::uint8_t flags : {0x01, 0x03}) {
        EXPECT_EQ(size_of_map(flags, 86, 258), 3u + 3 + 1 + 258);
    }
    // An element that only looks like flags with the bit, in second place.
    const std::uint8_t lookalike[] = {0x92, 0x01, 0xc7, 0x00, 0x10};
    EXPECT_EQ(stored_value_size({particle_type::list, lookalike}), 5u + 5);
}

class raw_size : public ::testing::Test {
protected:
    std::vector<bin_view> bins_;
    std::string text_ = std::string(10, 'x');
    std::array<std::uint8_t, 8> one_ = integer_bytes(1);
    bin_view integer_{"a", {particle_type::integer, one_}};
    bin_view string_{"v", {particle_type::string, wire::as_bytes(text_)}};
};

TEST_F(raw_size, examples_of_the_chapter) {
    bins_ = {integer_};
    EXPECT_EQ(raw_record_size(3, {}, false, bins_), 45u);
    bins_ = {string_};
    EXPECT_EQ(raw_record_size(3, {}, false, bins_), 57u);
    EXPECT_EQ(raw_record_size(3, wire::as_bytes("\x03k1"), true, bins_), 65u);
    EXPECT_EQ(stored_record_size(45), 64u);
    EXPECT_EQ(stored_record_size(65), 80u);
    const std::uint8_t half[8] = {};
    bins_ = {{"v", {particle_type::floating, half}}};
    EXPECT_EQ(raw_record_size(0, {}, false, bins_), 47u);
}

TEST_F(raw_size, smallest_record_takes_48_bytes) {
    const std::uint8_t yes[1] = {1};
    bins_ = {{"", {particle_type::boolean, yes}}};
    EXPECT_EQ(raw_record_size(0, {}, false, bins_), 39u);
    EXPECT_EQ(stored_record_size(39), 48u);
}

TEST_F(raw_size, hundred_bins_of_the_chapter) {
    std::vector<std::string> names;
    std::vector<std::array<std::uint8_t, 8>> values;
    for (int i = 0; i < 100; ++i) {
        names.push_back("b" + std::to_string(i));
        values.push_back(integer_bytes(i));
    }
    for (std::size_t i = 0; i < 100; ++i) {
        bins_.push_back({names[i], {particle_type::integer, values[i]}});
    }
    EXPECT_EQ(raw_record_size(3, {}, false, bins_), 730u);
    EXPECT_EQ(stored_record_size(730), 736u);
}

TEST_F(raw_size, counts_of_bins_take_up_to_three_bytes) {
    bins_.assign(127, integer_);
    EXPECT_EQ(raw_record_size(0, {}, false, bins_), 35u + 1 + 127 * 5);
    bins_.assign(128, integer_);
    EXPECT_EQ(raw_record_size(0, {}, false, bins_), 35u + 2 + 128 * 5);
    bins_.assign(16384, integer_);
    EXPECT_EQ(raw_record_size(0, {}, false, bins_), 35u + 3 + 16384 * 5);
    const record_ptr r = record::make(digest{}, {}, bins_);
    EXPECT_EQ(raw_record_size(*r, 0), 35u + 3 + 16384 * 5);
}

TEST_F(raw_size, keys_carry_their_size) {
    bins_ = {integer_};
    const std::uint64_t without = raw_record_size(0, {}, false, bins_);
    for (const auto& [key, added] :
         {std::pair{9u, 10u}, {127u, 128u}, {128u, 130u}, {16384u, 16387u}}) {
        const std::vector<std::uint8_t> bytes(key, 'k');
        EXPECT_EQ(raw_record_size(0, bytes, false, bins_) - without, added) << key;
    }
}

// The largest values below the default limit (chapter 18 §5).
TEST_F(raw_size, largest_values) {
    constexpr std::uint64_t limit = 1048576;
    const std::string text(1048525, 'x');
    bins_ = {{"v", {particle_type::string, wire::as_bytes(text)}}};
    EXPECT_EQ(raw_record_size(3, {}, false, bins_) + 4, limit);
    const auto list = container(false, 0, 1048520, 1048520);
    bins_ = {{"v", {particle_type::list, list}}};
    EXPECT_EQ(raw_record_size(3, {}, false, bins_) + 4, limit);
    const auto ordered = container(false, 1, 1048517, 1048517);
    bins_ = {{"v", {particle_type::list, ordered}}};
    EXPECT_EQ(raw_record_size(3, {}, false, bins_) + 4, limit);
}

}  // namespace
}  // namespace spikelet::mock
