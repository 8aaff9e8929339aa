#include "storage/partition.hpp"

#include "records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::digest_in;
using testing::make_record;

constexpr std::uint32_t pid = 0xABC;

class partition_test : public ::testing::Test {
protected:
    void put(std::uint64_t number, const record_metadata& meta = {.generation = 1}) {
        const digest d = digest_in(pid, number);
        partition_.put(make_record(d, meta), 64, partition_.find(d) == nullptr ? 0 : 64);
    }
    const record* find(std::uint64_t number) const {
        return partition_.find(digest_in(pid, number));
    }
    // Numbers of the records that a scan visits, `limit` at most.
    std::vector<std::uint64_t> scan(const digest* after, std::size_t limit = SIZE_MAX) const {
        std::vector<std::uint64_t> numbers;
        partition_.scan(after, [&](const record& r) {
            numbers.push_back(wire::load_be<std::uint64_t>(r.key_digest().data() + 2));
            return numbers.size() < limit;
        });
        return numbers;
    }

    partition partition_;
};

TEST_F(partition_test, empty_one_holds_nothing) {
    EXPECT_EQ(find(1), nullptr);
    EXPECT_FALSE(partition_.erase(digest_in(pid, 1), 0));
    EXPECT_EQ(partition_.size(), 0u);
    EXPECT_TRUE(scan(nullptr).empty());
    const digest d = digest_in(pid, 1);
    EXPECT_TRUE(scan(&d).empty());
    EXPECT_EQ(
        partition_.erase_if([](const record&) { return true; }, [](const record&) { return 0; }),
        0u);
    EXPECT_EQ(partition_.earliest_void_time_s(), UINT32_MAX);
}

TEST_F(partition_test, replaces_the_record_of_the_same_digest) {
    put(5, {.generation = 1});
    const record_ptr old = record_ptr::share(find(5));
    put(5, {.generation = 2});
    EXPECT_EQ(find(5)->generation(), 2);
    EXPECT_EQ(old->generation(), 1) << "a reader keeps the old block";
    EXPECT_EQ(partition_.size(), 1u);
}

TEST_F(partition_test, finds_all_of_many_in_any_order_of_insertion) {
    std::vector<std::uint64_t> numbers(5000);
    std::iota(numbers.begin(), numbers.end(), 0);
    for (auto& n : numbers) {
        n <<= 44;  // differ in the searched prefix
    }
    auto ascending = numbers;
    auto descending = numbers;
    auto shuffled = numbers;
    std::ranges::reverse(descending);
    std::ranges::shuffle(shuffled, std::mt19937_64(1));
    for (const auto& order : {ascending, descending, shuffled}) {
        partition_.clear();
        for (const std::uint64_t n : order) {
            put(n);
        }
        for (const std::uint64_t n : numbers) {
            ASSERT_NE(find(n), nullptr) << n;
            ASSERT_EQ(find(n + 1), nullptr) << n;
        }
        auto expected = numbers;
        std::ranges::reverse(expected);
        EXPECT_EQ(scan(nullptr), expected);
    }
}

TEST_F(partition_test, tells_records_of_the_same_prefix_apart) {
    // They differ behind the five bytes that are searched first, over several leaves.
    for (std::uint64_t n = 0; n < 300; ++n) {
        put(n * 7 % 300);
    }
    EXPECT_EQ(partition_.size(), 300u);
    for (std::uint64_t n = 0; n < 300; ++n) {
        ASSERT_NE(find(n), nullptr) << n;
    }
    EXPECT_EQ(find(300), nullptr);
    for (std::uint64_t n = 0; n < 300; n += 2) {
        ASSERT_TRUE(partition_.erase(digest_in(pid, n), 64)) << n;
    }
    for (std::uint64_t n = 0; n < 300; ++n) {
        ASSERT_EQ(find(n) != nullptr, n % 2 == 1) << n;
    }
}

TEST_F(partition_test, high_half_of_the_second_byte_counts) {
    digest low = digest_in(pid, 0);
    digest high = low;
    high[1] |= 0xF0;
    partition_.put(make_record(high), 64, 0);
    partition_.put(make_record(low), 64, 0);
    EXPECT_EQ(partition_.size(), 2u);
    std::vector<digest> seen;
    partition_.scan(nullptr, [&](const record& r) {
        seen.push_back(r.key_digest());
        return true;
    });
    EXPECT_THAT(seen, ::testing::ElementsAre(high, low));
}

TEST_F(partition_test, scan_resumes_behind_any_digest) {
    for (std::uint64_t n = 0; n < 1000; ++n) {
        put(n << 40 | n);
    }
    std::vector<std::uint64_t> all;
    digest last{};
    for (const digest* after = nullptr;;) {
        const auto page = scan(after, 7);
        all.insert(all.end(), page.begin(), page.end());
        if (page.size() < 7) break;
        last = digest_in(pid, page.back());
        after = &last;
    }
    EXPECT_EQ(all, scan(nullptr));
    EXPECT_EQ(all.size(), 1000u);
    EXPECT_TRUE(std::ranges::is_sorted(all, std::greater{}));

    partition_.erase(digest_in(pid, 500ull << 40 | 500), 64);
    last = digest_in(pid, 500ull << 40 | 500);
    EXPECT_EQ(scan(&last, 1), std::vector<std::uint64_t>{499ull << 40 | 499})
        << "the record to resume behind may be gone";
    last = digest_in(pid, 0);
    EXPECT_TRUE(scan(&last).empty());
}

TEST_F(partition_test, counts_records_and_bytes_of_each_set) {
    put(1, {.generation = 1, .set = 3});
    put(2, {.generation = 1, .set = 3});
    put(3, {.generation = 1, .set = 9});
    put(4);
    EXPECT_EQ(partition_.totals(), (object_counts{.objects = 4, .data_used_bytes = 256}));
    EXPECT_EQ(partition_.set_counts(3), (object_counts{.objects = 2, .data_used_bytes = 128}));
    EXPECT_EQ(partition_.set_counts(9), (object_counts{.objects = 1, .data_used_bytes = 64}));
    EXPECT_EQ(partition_.set_counts(4), object_counts{});

    partition_.put(make_record(digest_in(pid, 1), {.generation = 2, .set = 3}), 80, 64);
    EXPECT_EQ(partition_.set_counts(3), (object_counts{.objects = 2, .data_used_bytes = 144}));
    partition_.erase(digest_in(pid, 3), 64);
    EXPECT_EQ(partition_.set_counts(9), object_counts{});
    partition_.erase(digest_in(pid, 1), 80);
    EXPECT_EQ(partition_.set_counts(3), (object_counts{.objects = 1, .data_used_bytes = 64}));
    EXPECT_EQ(partition_.totals(), (object_counts{.objects = 2, .data_used_bytes = 128}));
    partition_.clear();
    EXPECT_EQ(partition_.totals(), object_counts{});
    EXPECT_EQ(partition_.set_counts(3), object_counts{});
}

TEST_F(partition_test, erases_what_is_judged_and_keeps_the_rest) {
    for (std::uint64_t n = 0; n < 1000; ++n) {
        put(n << 44, {.generation = 1,
                      .void_time_s = static_cast<std::uint32_t>(n),
                      .set = static_cast<set_id>(n % 2)});
    }
    const auto expired = [](const record& r) { return r.is_expired(600); };
    const auto size = [](const record&) { return 64; };
    EXPECT_EQ(partition_.erase_if(expired, size), 600u);
    EXPECT_EQ(partition_.totals(), (object_counts{.objects = 400, .data_used_bytes = 25600}));
    EXPECT_EQ(partition_.set_counts(1), (object_counts{.objects = 200, .data_used_bytes = 12800}));
    for (std::uint64_t n = 0; n < 1000; ++n) {
        ASSERT_EQ(find(n << 44) != nullptr, n == 0 || n > 600) << n;
    }
    EXPECT_EQ(scan(nullptr).size(), 400u);
    EXPECT_EQ(partition_.earliest_void_time_s(), 601u);
    EXPECT_EQ(partition_.erase_if([](const record&) { return true; }, size), 400u);
    EXPECT_EQ(partition_.earliest_void_time_s(), UINT32_MAX);
    put(1);
    EXPECT_EQ(partition_.size(), 1u);
}

TEST_F(partition_test, earliest_void_time_is_never_too_late) {
    put(1);
    EXPECT_EQ(partition_.earliest_void_time_s(), UINT32_MAX) << "records that never expire";
    put(2, {.generation = 1, .void_time_s = 50});
    put(3, {.generation = 1, .void_time_s = 40});
    put(4, {.generation = 1, .void_time_s = 60});
    EXPECT_EQ(partition_.earliest_void_time_s(), 40u);
    partition_.erase(digest_in(pid, 3), 64);
    EXPECT_LE(partition_.earliest_void_time_s(), 50u);
    partition_.erase_if([](const record&) { return false; }, [](const record&) { return 64; });
    EXPECT_EQ(partition_.earliest_void_time_s(), 50u) << "exact after each visit of all";
    for (const std::uint64_t n : {1, 2, 4}) {
        partition_.erase(digest_in(pid, n), 64);
    }
    EXPECT_EQ(partition_.earliest_void_time_s(), UINT32_MAX);
}

}  // namespace
}  // namespace spikelet::mock
