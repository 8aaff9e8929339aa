#include "storage/shared_collection.hpp"

#include "records.hpp"
#include "storage/collection_header.hpp"
#include "storage/collection_value.hpp"
#include "storage/record_size.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_normalize.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

namespace spikelet::mock {
namespace {

wire::buffer stored(const value& v) {
    wire::buffer packed;
    wire::encode_value(v, packed);
    wire::buffer out;
    EXPECT_EQ(wire::normalize_collection(
                  v.kind() == value_kind::map ? particle_type::map : particle_type::list,
                  packed.view(), out),
              wire::normalize_errc::ok);
    return out;
}

value list_of(std::int64_t count, list_order order = list_order::unordered) {
    value::list items;
    for (std::int64_t i = 0; i < count; ++i)
        items.emplace_back(i);
    return {std::move(items), order};
}

std::string bytes_of(const shared_collection& c) {
    std::string out(c.packed_size(), '\0');
    c.copy_packed(reinterpret_cast<std::uint8_t*>(out.data()));
    return out;
}

TEST(shared_collection_test, gives_back_the_bytes_it_was_made_of) {
    for (const std::int64_t count : {0, 1, 14, 15, 16, 1000, 65535, 65536}) {
        for (const auto order : {list_order::unordered, list_order::ordered}) {
            const wire::buffer packed = stored(list_of(count, order));
            const auto shared = shared_collection::make(packed.view());
            EXPECT_EQ(bytes_of(*shared), wire::as_text(packed.view())) << count;
            EXPECT_EQ(shared->stored_size(), packed.size());
        }
    }
}

TEST(shared_collection_test, big_list_of_a_record_is_shared_and_small_one_is_not) {
    const wire::buffer small = stored(list_of(100));
    const wire::buffer big = stored(list_of(10'000));
    const bin_view bins[] = {{"s", {particle_type::list, small.view()}},
                             {"b", {particle_type::list, big.view()}},
                             {"t", {particle_type::string, wire::as_bytes("text")}}};
    const record_ptr r = record::make(digest{}, {.generation = 1}, bins);
    EXPECT_EQ(r->find("s")->shared, nullptr);
    ASSERT_NE(r->find("b")->shared, nullptr);
    EXPECT_EQ(wire::as_text(r->find("t")->bytes), "text");
    wire::buffer memory;
    EXPECT_EQ(wire::as_text(packed_bytes(*r->find("b"), memory)), wire::as_text(big.view()));
    EXPECT_EQ(raw_record_size(*r, 0), raw_record_size(0, {}, false, bins));

    const bin_view copied[] = {{"b", *r->find("b")}};
    const record_ptr other = record::make(digest{}, {.generation = 2}, copied);
    EXPECT_EQ(other->find("b")->shared, r->find("b")->shared) << "copies share it";
}

TEST(shared_collection_test, edit_leaves_the_old_version_as_it_was) {
    const wire::buffer before = stored(list_of(5000));
    const auto old = shared_collection::make(before.view());
    wire::buffer item;
    wire::msgpack::writer(item).string("new");
    const item_edit edit{
        .position = 2500, .removed = 2, .inserted = item.view(), .inserted_count = 1};
    const auto changed = old->with({&edit, 1});
    EXPECT_EQ(bytes_of(*old), wire::as_text(before.view()));
    value expected = list_of(5000);
    value::list& items = expected.as_list();
    items.erase(items.begin() + 2501);
    items[2500] = "new";
    EXPECT_EQ(bytes_of(*changed), wire::as_text(stored(expected).view()));
}

TEST(shared_collection_test, entries_of_a_value_ordered_map_are_kept_in_value_order_through_edits) {
    std::mt19937_64 random(7);
    value::map entries;
    for (int i = 0; i < 600; ++i) {
        entries.emplace_back(i, static_cast<std::int64_t>(random() % 50));
    }
    entries[17].second = std::numeric_limits<double>::quiet_NaN();
    wire::buffer packed = stored(value(entries, map_order::key_value_ordered));
    auto map = shared_collection::make(packed.view());
    for (int round = 0; round < 300; ++round) {
        const auto at = static_cast<std::uint32_t>(random() % entries.size());
        const bool all_at_once = round % 50 == 49;
        const std::uint32_t count =
            all_at_once ? static_cast<std::uint32_t>(entries.size()) - at : 1u;
        wire::buffer inserted;
        for (std::uint32_t i = at; i < at + count; ++i) {
            entries[i].second = static_cast<std::int64_t>(random() % 50);
            wire::encode_value(entries[i].first, inserted);
            wire::encode_value(entries[i].second, inserted);
        }
        const item_edit edit{
            .position = at, .removed = count, .inserted = inserted.view(), .inserted_count = count};
        map = map->with({&edit, 1});

        ASSERT_EQ(map->by_value().size(), entries.size());
        if (round % 10 != 0) continue;
        if (entries[17].second.kind() == value_kind::floating) continue;
        std::vector<std::pair<std::int64_t, std::int64_t>> expected;
        for (const auto& [k, v] : entries)
            expected.emplace_back(v.as_int(), k.as_int());
        std::sort(expected.begin(), expected.end());
        for (std::uint32_t i = 0; i < expected.size(); ++i) {
            const packed_entry turned = split_entry(map->by_value()[i]);
            value v;
            value k;
            ASSERT_EQ(wire::decode_value(turned.key, v), wire::decode_errc::ok);
            ASSERT_EQ(wire::decode_value(turned.value, k), wire::decode_errc::ok);
            ASSERT_EQ(std::pair(v.as_int(), k.as_int()), expected[i]) << "round " << round;
        }
    }
}

}  // namespace
}  // namespace spikelet::mock
