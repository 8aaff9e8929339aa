#include "storage/record.hpp"

#include "records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <malloc.h>
#include <string>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::digest_in;
using testing::integer_bytes;
using testing::make_record;

const digest d = digest_in(1, 2);

bin_view text_bin(std::string_view name, std::string_view text) {
    return {name, {particle_type::string, wire::as_bytes(text)}};
}

std::string describe(const record& r) {
    std::string all;
    for (const bin_view& bin : r.bins()) {
        all += std::string(bin.name) + "=" + std::to_string(static_cast<int>(bin.value.type)) +
               ":" + std::string(wire::as_text(bin.value.bytes)) + ";";
    }
    return all;
}

TEST(record, keeps_digest_metadata_and_key) {
    const std::string key = "\x03user-key";
    const record_ptr r = make_record(d, {.generation = 65535,
                                         .void_time_s = 0xFFFFFFFE,
                                         .last_update_time = (1ull << 40) - 1,
                                         .set = 4095,
                                         .key = wire::as_bytes(key)});
    EXPECT_EQ(r->key_digest(), d);
    EXPECT_EQ(r->generation(), 65535);
    EXPECT_EQ(r->void_time_s(), 0xFFFFFFFEu);
    EXPECT_EQ(r->last_update_time(), (1ull << 40) - 1);
    EXPECT_EQ(r->set(), 4095);
    EXPECT_EQ(wire::as_text(r->key()), key);
    EXPECT_EQ(r->bin_count(), 1);
    const record_metadata meta = r->metadata();
    EXPECT_EQ(meta.generation, 65535);
    EXPECT_EQ(meta.void_time_s, 0xFFFFFFFEu);
    EXPECT_EQ(meta.last_update_time, (1ull << 40) - 1);
    EXPECT_EQ(meta.set, 4095);
    EXPECT_EQ(wire::as_text(meta.key), key);
}

TEST(record, without_key_answers_an_empty_one) {
    const record_ptr r = make_record(d);
    EXPECT_TRUE(r->key().empty());
    EXPECT_EQ(r->bins().begin()->name, "a");
}

TEST(record, keeps_bins_of_every_size_in_order) {
    // Sizes at which the stored size takes another byte.
    std::vector<std::string> texts;
    for (const std::size_t size : {0, 1, 127, 128, 16383, 16384, 2097151, 2097152}) {
        texts.emplace_back(size, static_cast<char>('a' + texts.size()));
    }
    std::vector<bin_view> bins;
    bins.reserve(texts.size());
    for (const std::string& text : texts) {
        bins.push_back(text_bin(std::string_view("fifteen-letters").substr(bins.size()), text));
    }
    const record_ptr r = record::make(d, {.generation = 1}, bins);
    ASSERT_EQ(r->bin_count(), texts.size());
    std::size_t i = 0;
    for (const bin_view& bin : r->bins()) {
        EXPECT_EQ(bin.name, bins[i].name);
        EXPECT_EQ(bin.value.type, particle_type::string);
        EXPECT_EQ(wire::as_text(bin.value.bytes), texts[i]);
        ++i;
    }
    EXPECT_EQ(i, texts.size());
}

TEST(record, keeps_values_of_fixed_size) {
    const auto seven = integer_bytes(-7);
    const std::uint8_t half[8] = {0x3f, 0xe0, 0, 0, 0, 0, 0, 0};
    const std::uint8_t yes[1] = {1};
    const bin_view bins[] = {{"i", {particle_type::integer, seven}},
                             {"d", {particle_type::floating, half}},
                             {"b", {particle_type::boolean, yes}},
                             text_bin("", "bin without a name")};
    const record_ptr r = record::make(d, {.generation = 1}, bins);
    EXPECT_EQ(wire::load_be<std::int64_t>(r->find("i")->bytes.data()), -7);
    EXPECT_THAT(r->find("d")->bytes, ::testing::ElementsAreArray(half));
    EXPECT_EQ(r->find("d")->type, particle_type::floating);
    EXPECT_THAT(r->find("b")->bytes, ::testing::ElementsAre(1));
    EXPECT_EQ(wire::as_text(r->find("")->bytes), "bin without a name");
    EXPECT_FALSE(r->find("x"));
}

TEST(record, takes_a_key_of_every_size) {
    for (const std::size_t size : {1, 9, 127, 128, 16384, 100000}) {
        const std::string key(size, 'k');
        const record_ptr r = make_record(d, {.generation = 3, .key = wire::as_bytes(key)});
        EXPECT_EQ(wire::as_text(r->key()), key);
        EXPECT_EQ(wire::load_be<std::int64_t>(r->find("a")->bytes.data()), 3);
    }
}

TEST(record, holds_32767_bins) {
    const std::vector<bin_view> bins(32767, text_bin("n", "v"));
    const record_ptr r = record::make(d, {.generation = 1}, bins);
    EXPECT_EQ(r->bin_count(), 32767);
    EXPECT_EQ(std::distance(r->bins().begin(), r->bins().end()), 32767);
}

TEST(record, is_built_from_views_into_another) {
    const bin_view bins[] = {text_bin("a", "one"), text_bin("b", "two")};
    record_ptr r = record::make(d, {.generation = 1, .key = wire::as_bytes("\x03k")}, bins);
    const std::vector<bin_view> views(r->bins().begin(), r->bins().end());
    r = record::make(r->key_digest(), r->metadata(), views);  // the old one lives until the swap
    EXPECT_EQ(describe(*r), "a=3:one;b=3:two;");
    EXPECT_EQ(wire::as_text(r->key()), "\x03k");
}

TEST(record, pointers_share_it) {
    record_ptr first = make_record(d);
    const record* plain = first.get();
    record_ptr second = first;
    record_ptr third = record_ptr::share(plain);
    const record_ptr moved = std::move(first);
    EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move): moves leave nothing
    second = third;
    third = record_ptr();
    const record_ptr& itself = second;
    second = itself;
    EXPECT_EQ(second.get(), plain);
    EXPECT_EQ(moved->generation(), 1);
    EXPECT_FALSE(record_ptr::share(nullptr));

    const record* released = second.release();
    EXPECT_FALSE(second);
    EXPECT_EQ(record_ptr::adopt(released)->key_digest(), d);
}

TEST(record, generation_follows_the_old_one) {
    EXPECT_EQ(record::next_generation(nullptr), 1);
    EXPECT_EQ(record::next_generation(make_record(d, {.generation = 1}).get()), 2);
    EXPECT_EQ(record::next_generation(make_record(d, {.generation = 65534}).get()), 65535);
    EXPECT_EQ(record::next_generation(make_record(d, {.generation = 65535}).get()), 1);
}

TEST(record, expires_at_its_void_time) {
    const record_ptr r = make_record(d, {.generation = 1, .void_time_s = 100});
    EXPECT_FALSE(r->is_expired(99));
    EXPECT_TRUE(r->is_expired(100));
    EXPECT_FALSE(make_record(d)->is_expired(UINT32_MAX)) << "no void-time: never";
}

TEST(record, with_one_short_integer_bin_takes_one_block_of_56_bytes) {
    const auto value = integer_bytes(1);
    const bin_view bin{"abc", {particle_type::integer, value}};
    const record_ptr r = record::make(d, {.generation = 1}, {&bin, 1});
    EXPECT_LE(malloc_usable_size(const_cast<record*>(r.get())), 56u);
}

}  // namespace
}  // namespace spikelet::mock
