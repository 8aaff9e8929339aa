#include "storage/item_sequence.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace spikelet::mock {
namespace {

using item_list = std::vector<std::string>;

// A packed string of `size` characters, or a one-byte integer for size 0.
std::string packed(std::size_t size, std::uint64_t content) {
    wire::buffer out;
    if (size == 0) {
        wire::msgpack::writer(out).integer(static_cast<std::int64_t>(content % 100));
    } else {
        wire::msgpack::writer(out).string(std::string(size, static_cast<char>('a' + content % 26)));
    }
    return std::string(wire::as_text(out.view()));
}

std::string joined(const item_list& items) {
    std::string all;
    for (const std::string& item : items)
        all += item;
    return all;
}

item_sequence sequence_of(const item_list& items) {
    const std::string all = joined(items);
    return {wire::as_bytes(all), static_cast<std::uint32_t>(items.size()), item_width::element};
}

void expect_same(const item_sequence& sequence, const item_list& items) {
    ASSERT_EQ(sequence.size(), items.size());
    std::size_t before = 0;
    item_cursor cursor(sequence);
    for (std::uint32_t i = 0; i < items.size(); ++i, cursor.next()) {
        ASSERT_EQ(wire::as_text(sequence[i]), items[i]) << "item " << i;
        ASSERT_EQ(wire::as_text(cursor.item()), items[i]) << "item " << i << " of the cursor";
        ASSERT_EQ(sequence.bytes_before(i), before) << "in front of item " << i;
        before += items[i].size();
    }
    EXPECT_TRUE(cursor.at_end());
    EXPECT_EQ(sequence.bytes(), before);
    EXPECT_EQ(sequence.bytes_before(sequence.size()), before);
}

class item_sequence_random_edits : public ::testing::TestWithParam<std::uint64_t> {
protected:
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : engine_() % bound; }
    item_list some_items(std::size_t count) {
        item_list items;
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t kind = below(40);
            items.push_back(packed(kind == 0   ? 500 + below(3000)
                                   : kind < 10 ? 1 + below(60)
                                               : 0,
                                   engine_()));
        }
        return items;
    }
    std::size_t some_count() {
        const std::size_t kind = below(20);
        return kind == 0 ? below(2000) : kind < 3 ? below(100) : below(4);
    }

    std::mt19937_64 engine_{GetParam()};
};

TEST_P(item_sequence_random_edits, equal_those_of_a_vector_and_leave_old_versions_alone) {
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    item_list items = some_items(below(3000));
    item_sequence sequence = sequence_of(items);
    std::vector<std::pair<item_sequence, item_list>> versions;
    for (int round = 0; round < 120; ++round) {
        std::vector<item_edit> edits;
        std::vector<std::string> inserted;
        inserted.reserve(64);
        item_list after;
        std::size_t position = 0;
        const std::size_t wanted = below(8) == 0 ? 1 + below(60) : 1;
        for (std::size_t e = 0; e < wanted && position <= items.size(); ++e) {
            const std::size_t left = items.size() - position;
            const std::size_t skip = below(3) == 0 ? left : below(left / wanted + 1);
            after.insert(after.end(), items.begin() + static_cast<std::ptrdiff_t>(position),
                         items.begin() + static_cast<std::ptrdiff_t>(position + skip));
            position += skip;
            const std::size_t removed = std::min(some_count(), items.size() - position);
            const item_list added = some_items(some_count());
            after.insert(after.end(), added.begin(), added.end());
            inserted.push_back(joined(added));
            edits.push_back({.position = static_cast<std::uint32_t>(position),
                             .removed = static_cast<std::uint32_t>(removed),
                             .inserted = wire::as_bytes(inserted.back()),
                             .inserted_count = static_cast<std::uint32_t>(added.size())});
            position += removed;
            if (position == items.size()) break;
        }
        after.insert(after.end(), items.begin() + static_cast<std::ptrdiff_t>(position),
                     items.end());
        if (round % 16 == 0) versions.emplace_back(sequence, items);
        sequence = edits.size() == 1 ? sequence.with(edits[0], item_width::element)
                                     : sequence.with(edits, item_width::element);
        items = std::move(after);
        ASSERT_NO_FATAL_FAILURE(expect_same(sequence, items)) << "round " << round;
        if (items.size() > 6000) {
            items.resize(3);
            sequence = sequence_of(items);
        }
    }
    for (const auto& [old, content] : versions) {
        ASSERT_NO_FATAL_FAILURE(expect_same(old, content));
    }
}

INSTANTIATE_TEST_SUITE_P(seeds, item_sequence_random_edits, ::testing::Range<std::uint64_t>(1, 25));

TEST(item_sequence_test, partition_point_counts_the_items_in_front) {
    for (const std::uint32_t size : {0u, 1u, 2u, 100u, 5000u}) {
        item_list items;
        for (std::uint32_t i = 0; i < size; ++i) {
            wire::buffer out;
            wire::msgpack::writer(out).integer(i);
            items.emplace_back(wire::as_text(out.view()));
        }
        item_sequence sequence = sequence_of(items);
        if (size > 2) {  // some of them beside the tree
            const std::string last = items.back();
            sequence =
                sequence.with(item_edit{.position = size - 1, .removed = 1}, item_width::element);
            sequence = sequence.with(
                item_edit{
                    .position = size - 1, .inserted = wire::as_bytes(last), .inserted_count = 1},
                item_width::element);
        }
        for (std::uint32_t wanted = 0; wanted <= size; wanted += size > 200 ? 7 : 1) {
            const auto found = sequence.partition_point([wanted](bytes_view item) {
                wire::msgpack::reader in(item);
                wire::msgpack::item i;
                in.next(i);
                return i.number < wanted;
            });
            ASSERT_EQ(found, wanted) << "of " << size;
        }
    }
}

}  // namespace
}  // namespace spikelet::mock
