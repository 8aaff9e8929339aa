// What several threads may do at once: find and make sets and partitions, share records.
#include "records.hpp"
#include "storage/namespace_store.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <string>
#include <thread>
#include <vector>

namespace spikelet::mock {
namespace {

using testing::digest_in;
using testing::make_record;

// Runs work(0) … work(count - 1), each on its own thread, all begun together.
template <class Work>
void run_together(int count, Work work) {
    std::latch start(count);
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            start.arrive_and_wait();
            work(i);
        });
    }
}

TEST(set_table_threads, one_name_gets_one_number) {
    constexpr int names = 200;
    set_table sets;
    std::vector<std::vector<set_id>> ids(4, std::vector<set_id>(names));
    run_together(4, [&](int t) {
        for (int i = 0; i < names; ++i) {
            const int n = (i + t * 50) % names;
            ids[t][n] = *sets.find_or_make("set" + std::to_string(n));
            // What one thread has made is complete for every other.
            const set_id newest = sets.count();
            EXPECT_EQ(sets.find(sets.name(newest)), newest);
        }
    });
    EXPECT_EQ(sets.count(), names);
    for (int t = 1; t < 4; ++t) {
        EXPECT_EQ(ids[t], ids[0]);
    }
}

TEST(set_table_threads, full_table_stays_full) {
    set_table sets;
    run_together(4, [&](int t) {
        for (std::size_t i = 0; i < set_count_max / 2; ++i) {
            sets.find_or_make(std::to_string(t) + "/" + std::to_string(i));
        }
    });
    EXPECT_EQ(sets.count(), set_count_max);
    EXPECT_EQ(sets.find_or_make("one more"), std::nullopt);
}

TEST(namespace_store_threads, partition_is_made_once) {
    namespace_store store({.name = "test"});
    run_together(4, [&](int t) {
        for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
            partition& cell = store.partition_at(pid);
            const std::lock_guard lock(cell.mutex());
            store.put(cell, make_record(digest_in(pid, static_cast<std::uint64_t>(t))));
        }
    });
    const object_counts totals = store.totals([](std::uint32_t) { return true; });
    EXPECT_EQ(totals.objects, 4 * wire::partition_count);
    EXPECT_EQ(totals.data_used_bytes, store.data_used_bytes());
}

TEST(namespace_store_threads, reader_keeps_a_record_that_is_replaced) {
    namespace_store store({.name = "test"});
    const digest d = digest_in(1, 1);
    partition& cell = store.partition_at(1);
    const auto put = [&](std::uint16_t generation) {
        const std::lock_guard lock(cell.mutex());
        store.put(cell, make_record(d, {.generation = generation}));
    };
    put(1);
    run_together(3, [&](int t) {
        if (t == 0) {
            for (std::uint16_t g = 2; g < 5000; ++g) {
                put(g);
            }
            return;
        }
        std::uint16_t last = 0;
        while (last < 4999) {
            record_ptr r;
            {
                const std::lock_guard lock(cell.mutex());
                r = record_ptr::share(cell.find(d));
            }
            const record_ptr copy = r;
            const auto value = wire::load_be<std::int64_t>(copy->find("a")->bytes.data());
            ASSERT_EQ(value, r->generation()) << "a record is whole";
            ASSERT_GE(r->generation(), last);
            last = r->generation();
        }
    });
}

TEST(namespace_store_threads, expiry_misses_nothing_that_is_written_meanwhile) {
    namespace_store store({.name = "test"});
    std::atomic<std::uint64_t> removed{0};
    run_together(3, [&](int t) {
        for (std::uint32_t i = 1; i <= 3000; ++i) {
            if (t == 0) {
                removed += store.expire(i);
                continue;
            }
            const std::uint32_t pid = i * 7 % wire::partition_count;
            partition& cell = store.partition_at(pid);
            const std::lock_guard lock(cell.mutex());
            store.put(cell, make_record(digest_in(pid, i * 2 + static_cast<std::uint32_t>(t)),
                                        {.generation = 1, .void_time_s = 3001 - i}));
        }
    });
    removed += store.expire(3000);
    EXPECT_EQ(removed, 6000u);
    EXPECT_EQ(store.data_used_bytes(), 0u);
}

}  // namespace
}  // namespace spikelet::mock
