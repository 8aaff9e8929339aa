// A partition against a std::map: random changes, the same answers.
#include "records.hpp"
#include "storage/partition.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <map>
#include <optional>
#include <random>

namespace spikelet::mock {
namespace {

using testing::digest_in;
using testing::make_record;

constexpr std::uint32_t property_pid = 0x123;

class partition_model {
public:
    // Few numbers: keys meet again and again. With `crowded` they share the searched prefix.
    partition_model(std::uint64_t seed, std::uint64_t numbers, bool crowded)
        : random_(seed), numbers_(numbers), shift_(crowded ? 0 : 40) {}

    void step() {
        switch (below(16)) {
            case 0:
                return check_scan();
            case 1:
                return erase_some();
            case 2:
            case 3:
            case 4:
            case 5:
                return erase_one();
            default:
                return put_one();
        }
    }

    void check_all() {
        object_counts totals;
        std::map<set_id, object_counts> sets;
        std::uint32_t earliest = UINT32_MAX;
        for (const auto& [d, e] : map_) {
            const object_counts one{.objects = e.is_tombstone ? 0u : 1u,
                                    .tombstones = e.is_tombstone ? 1u : 0u,
                                    .data_used_bytes = e.size};
            totals += one;
            sets[e.meta.set] += one;
            if (e.meta.void_time_s != 0) earliest = std::min(earliest, e.meta.void_time_s);
            const record* r = partition_.find(d);
            ASSERT_NE(r, nullptr);
            ASSERT_EQ(r->generation(), e.meta.generation);
            ASSERT_EQ(r->is_tombstone(), e.is_tombstone);
        }
        EXPECT_EQ(partition_.totals(), totals);
        EXPECT_LE(partition_.earliest_void_time_s(), earliest);
        for (set_id set = 1; set < 6; ++set) {
            EXPECT_EQ(partition_.set_counts(set), sets[set]) << set;
        }
    }

private:
    struct entry {
        record_metadata meta;
        std::uint64_t size;
        bool is_tombstone;
    };

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    digest any_digest() { return digest_in(property_pid, below(numbers_) << shift_); }

    void put_one() {
        const digest d = any_digest();
        const record_metadata meta{.generation = static_cast<std::uint16_t>(below(65535) + 1),
                                   .void_time_s = static_cast<std::uint32_t>(below(3) * below(100)),
                                   .set = static_cast<set_id>(below(5))};
        const std::uint64_t size = 16 * (4 + below(4));
        const bool is_tombstone = below(4) == 0;
        const auto old = map_.find(d);
        partition_.put(is_tombstone ? record::make(d, meta, {}) : make_record(d, meta), size,
                       old == map_.end() ? 0 : old->second.size);
        map_.insert_or_assign(d, entry{meta, size, is_tombstone});
    }

    void erase_one() {
        const digest d = any_digest();
        const auto there = map_.find(d);
        ASSERT_EQ(partition_.find(d) != nullptr, there != map_.end());
        ASSERT_EQ(partition_.erase(d, there == map_.end() ? 0 : there->second.size),
                  there != map_.end());
        if (there != map_.end()) map_.erase(there);
    }

    // A seldom thinning out and a common pruning of little.
    void erase_some() {
        const std::uint64_t part = below(8) == 0 ? 2 : 50;
        const auto judged = [&](const digest& d) { return wire::digest_hash{}(d) % part == 0; };
        const auto remainder = below(part);
        const auto chosen = [&](const digest& d, const record_metadata& m) {
            return judged(d) || m.generation % part == remainder;
        };
        const auto erased = partition_.erase_if(
            [&](const record& r) { return chosen(r.key_digest(), r.metadata()); },
            [&](const record& r) { return map_.at(r.key_digest()).size; });
        EXPECT_EQ(erased, std::erase_if(
                              map_, [&](const auto& e) { return chosen(e.first, e.second.meta); }));
    }

    void check_scan() {
        const auto after = below(2) == 0 ? std::nullopt : std::optional(any_digest());
        const std::uint64_t limit = below(200) + 1;
        auto expected =
            after ? std::make_reverse_iterator(map_.lower_bound(*after)) : map_.rbegin();
        std::uint64_t visited = 0;
        partition_.scan(after ? &*after : nullptr, [&](const record& r) {
            if (expected == map_.rend() || r.key_digest() != expected->first) {
                ADD_FAILURE() << "record " << visited << " of the scan is not the next one";
                return false;
            }
            ++expected;
            return ++visited < limit;
        });
        EXPECT_TRUE(visited == limit || expected == map_.rend());
    }

    std::mt19937_64 random_;
    const std::uint64_t numbers_;
    const unsigned shift_;
    partition partition_;
    std::map<digest, entry> map_;
};

class partition_property : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(partition_property, behaves_like_a_sorted_map) {
    const std::uint64_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed) + ", numbers " + std::to_string(GetParam()));
    partition_model m(seed, GetParam(), seed % 4 == 0);
    for (int i = 0; i < 20000 && !HasFailure(); ++i) {
        m.step();
        if (i % 1000 == 0) m.check_all();
    }
    m.check_all();
}

INSTANTIATE_TEST_SUITE_P(numbers, partition_property, ::testing::Values(8, 100, 1000, 20000));

}  // namespace
}  // namespace spikelet::mock
