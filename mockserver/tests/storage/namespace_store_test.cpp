#include "storage/namespace_store.hpp"

#include "records.hpp"
#include "storage/record_size.hpp"

#include <gtest/gtest.h>

namespace spikelet::mock {
namespace {

using testing::digest_in;
using testing::make_record;

bool any(std::uint32_t) {
    return true;
}

class namespace_store_test : public ::testing::Test {
protected:
    void put(std::uint32_t pid, std::uint64_t number, const record_metadata& meta) {
        partition& cell = store_.partition_at(pid);
        const std::lock_guard lock(cell.mutex());
        store_.put(cell, make_record(digest_in(pid, number), meta));
    }
    bool erase(std::uint32_t pid, std::uint64_t number) {
        partition& cell = store_.partition_at(pid);
        const std::lock_guard lock(cell.mutex());
        return store_.erase(cell, digest_in(pid, number));
    }
    // The running sum is that of the partitions.
    void expect_consistent() {
        EXPECT_EQ(store_.data_used_bytes(), store_.totals(any).data_used_bytes);
    }

    namespace_store store_{{.name = "test"}};
};

TEST_F(namespace_store_test, takes_its_settings_from_the_configuration) {
    const namespace_config config{.name = "n",
                                  .replication_factor = 2,
                                  .default_ttl_s = 10,
                                  .max_ttl_s = 20,
                                  .nsup_period_s = 30,
                                  .allow_ttl_without_nsup = true,
                                  .max_record_size = 1000,
                                  .data_size = 1 << 20,
                                  .stop_writes_used_pct = 50,
                                  .stop_writes = true,
                                  .default_read_touch_ttl_pct = 40,
                                  .apply_ttl_reductions = false,
                                  .disallow_null_setname = true,
                                  .reject_non_xdr_writes = true,
                                  .reject_xdr_writes = true,
                                  .strong_consistency = true};
    const namespace_store store(config);
    EXPECT_EQ(store.name(), "n");
    EXPECT_EQ(store.replication_factor(), 2u);
    EXPECT_TRUE(store.strong_consistency());
    const namespace_settings& s = store.settings();
    EXPECT_EQ(s.default_ttl_s, 10u);
    EXPECT_EQ(s.max_ttl_s, 20u);
    EXPECT_EQ(s.nsup_period_s, 30u);
    EXPECT_TRUE(s.allow_ttl_without_nsup);
    EXPECT_EQ(s.max_record_size, 1000u);
    EXPECT_EQ(s.data_size, 1u << 20);
    EXPECT_EQ(s.stop_writes_used_pct, 50u);
    EXPECT_TRUE(s.stop_writes);
    EXPECT_EQ(s.default_read_touch_ttl_pct, 40u);
    EXPECT_FALSE(s.apply_ttl_reductions);
    EXPECT_TRUE(s.disallow_null_setname);
    EXPECT_TRUE(s.reject_non_xdr_writes);
    EXPECT_TRUE(s.reject_xdr_writes);
}

TEST_F(namespace_store_test, tombstones_are_counted_apart_and_reaped_by_age) {
    const set_id set = *store_.sets().find_or_make("s");
    const auto leave_tombstone = [&](std::uint64_t number, time_ms deleted) {
        partition& cell = store_.partition_at(3);
        const std::lock_guard lock(cell.mutex());
        store_.put(cell,
                   record::make(digest_in(3, number),
                                {.generation = 2, .last_update_time = deleted, .set = set}, {}));
    };
    put(3, 1, {.generation = 1, .set = set});
    put(3, 2, {.generation = 1, .set = set});
    EXPECT_EQ(store_.reap_tombstones(UINT64_MAX), 0u) << "records are none";
    leave_tombstone(2, 1000);
    leave_tombstone(4, 2000);
    EXPECT_EQ(store_.totals(any).objects, 1u);
    EXPECT_EQ(store_.totals(any).tombstones, 2u);
    EXPECT_EQ(store_.set_totals(set, any), store_.totals(any));
    expect_consistent();

    EXPECT_EQ(store_.reap_tombstones(1000), 0u) << "that of 1000 is not older";
    EXPECT_EQ(store_.reap_tombstones(1001), 1u);
    EXPECT_EQ(store_.totals(any).tombstones, 1u);
    put(3, 4, {.generation = 3, .set = set});
    EXPECT_EQ(store_.totals(any).objects, 2u);
    EXPECT_EQ(store_.totals(any).tombstones, 0u) << "a record takes its place";
    EXPECT_EQ(store_.reap_tombstones(UINT64_MAX), 0u);
    expect_consistent();
}

TEST_F(namespace_store_test, set_of_tombstones_only_is_counted) {
    const set_id set = *store_.sets().find_or_make("s");
    put(3, 1, {.generation = 1, .set = set});
    {
        partition& cell = store_.partition_at(3);
        const std::lock_guard lock(cell.mutex());
        store_.put(cell, record::make(digest_in(3, 1), {.generation = 2, .set = set}, {}));
    }
    EXPECT_EQ(store_.set_totals(set, any).tombstones, 1u);
    EXPECT_TRUE(erase(3, 1));
    EXPECT_EQ(store_.set_totals(set, any), object_counts{});
}

TEST_F(namespace_store_test, partitions_come_to_life_when_first_used) {
    EXPECT_EQ(store_.find_partition(7), nullptr);
    partition& made = store_.partition_at(7);
    EXPECT_EQ(store_.find_partition(7), &made);
    EXPECT_EQ(&store_.partition_at(7), &made);
    EXPECT_EQ(store_.find_partition(8), nullptr);
    EXPECT_EQ(store_.totals(any), object_counts{});
}

TEST_F(namespace_store_test, sums_up_what_records_take) {
    const set_id set = *store_.sets().find_or_make("demo");
    put(1, 1, {.generation = 1, .set = set});
    put(1, 2, {.generation = 1});
    put(4095, 1, {.generation = 1, .void_time_s = 1, .set = set});
    EXPECT_EQ(store_.totals(any), (object_counts{.objects = 3, .data_used_bytes = 64 + 48 + 64}));
    EXPECT_EQ(store_.set_totals(set, any),
              (object_counts{.objects = 2, .data_used_bytes = 64 + 64}));
    EXPECT_EQ(store_.totals([](std::uint32_t pid) { return pid == 1; }),
              (object_counts{.objects = 2, .data_used_bytes = 64 + 48}));
    expect_consistent();

    const std::string key(100, 'k');
    put(1, 2, {.generation = 2, .key = wire::as_bytes(key)});
    EXPECT_EQ(store_.totals(any), (object_counts{.objects = 3, .data_used_bytes = 64 + 160 + 64}));
    expect_consistent();

    EXPECT_TRUE(erase(1, 2));
    EXPECT_FALSE(erase(1, 2));
    EXPECT_EQ(store_.totals(any), (object_counts{.objects = 2, .data_used_bytes = 64 + 64}));
    expect_consistent();

    EXPECT_EQ(store_.erase_if([](const record& r) { return r.void_time_s() != 0; }), 1u);
    EXPECT_EQ(store_.data_used_bytes(), 64u);
    expect_consistent();

    store_.clear();
    EXPECT_EQ(store_.data_used_bytes(), 0u);
    EXPECT_EQ(store_.totals(any), object_counts{});
    EXPECT_EQ(store_.sets().find("demo"), set) << "sets outlive their records";
}

TEST_F(namespace_store_test, nsup_removes_what_has_expired) {
    for (std::uint32_t i = 0; i < 100; ++i) {
        put(i * 40, i, {.generation = 1, .void_time_s = i});  // 0: never
    }
    EXPECT_EQ(store_.expire(0), 0u);
    EXPECT_EQ(store_.expire(10), 10u);
    EXPECT_EQ(store_.expire(10), 0u);
    EXPECT_EQ(store_.totals(any).objects, 90u);
    expect_consistent();
    put(5, 1000, {.generation = 1, .void_time_s = 7});
    EXPECT_EQ(store_.expire(10), 1u) << "written after the last run, due before it";
    EXPECT_EQ(store_.expire(1000), 89u);
    EXPECT_EQ(store_.totals(any).objects, 1u);
    EXPECT_EQ(store_.expire(UINT32_MAX), 0u);
    expect_consistent();
}

TEST_F(namespace_store_test, record_whose_ttl_was_taken_away_stays) {
    put(1, 1, {.generation = 1, .void_time_s = 5});
    put(1, 1, {.generation = 2});
    EXPECT_EQ(store_.expire(10), 0u);
    EXPECT_EQ(store_.totals(any).objects, 1u);
}

}  // namespace
}  // namespace spikelet::mock
