// A namespace's data, for the whole cluster: configuration, sets and partitions.
#pragma once

#include "storage/partition.hpp"
#include "storage/pointer_array.hpp"
#include "storage/set_table.hpp"

#include <spikelet/mock/config.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::mock {

// Settings that can change at run time are atomics; a command reads each once.
struct namespace_settings {
    std::atomic<std::uint32_t> default_ttl_s{0};
    std::atomic<std::uint32_t> max_ttl_s{0};
    std::atomic<std::uint32_t> nsup_period_s{0};
    std::atomic<bool> allow_ttl_without_nsup{false};
    std::atomic<std::uint32_t> max_record_size{0};
    std::atomic<std::uint64_t> data_size{0};
    std::atomic<std::uint32_t> stop_writes_used_pct{0};
    std::atomic<bool> stop_writes{false};
    std::atomic<std::uint32_t> default_read_touch_ttl_pct{0};
    std::atomic<bool> apply_ttl_reductions{true};
    std::atomic<bool> disallow_null_setname{false};
    std::atomic<bool> reject_non_xdr_writes{false};
    std::atomic<bool> reject_xdr_writes{false};

    void assign(const namespace_config& config);
};

class namespace_store {
public:
    explicit namespace_store(const namespace_config& config);
    ~namespace_store();
    namespace_store(const namespace_store&) = delete;
    namespace_store& operator=(const namespace_store&) = delete;

    const std::string& name() const { return name_; }
    std::uint32_t replication_factor() const { return replication_factor_; }
    bool strong_consistency() const { return strong_consistency_; }
    namespace_settings& settings() { return settings_; }
    const namespace_settings& settings() const { return settings_; }
    set_table& sets() { return sets_; }
    const set_table& sets() const { return sets_; }

    // The partition, or null when nothing was ever stored in it. No lock.
    partition* find_partition(std::uint32_t pid) const { return cells_[pid]; }
    // Brings the partition to life.
    partition& partition_at(std::uint32_t pid) {
        partition* p = find_partition(pid);
        return p != nullptr ? *p : make_partition(pid);
    }

    // Sums over the partitions for which `counted(pid)` holds; locks one partition at a time.
    object_counts totals(const std::function<bool(std::uint32_t pid)>& counted) const;
    object_counts set_totals(set_id set,
                             const std::function<bool(std::uint32_t pid)>& counted) const;

    // The same for every set at once, by its id; entry 0 is of the records without a set.
    std::vector<object_counts> all_set_totals(
        const std::function<bool(std::uint32_t pid)>& counted) const;

    // Records of the whole namespace last updated before it are gone; ms since 2010.
    std::atomic<std::uint64_t> truncate_lut_ms{0};

    // Sum of data_used_bytes over all partitions, kept as records change: cheap enough to ask per
    // write.
    std::uint64_t data_used_bytes() const {
        return data_used_bytes_.load(std::memory_order_relaxed);
    }

    // True when writes are refused: by setting, or because too much of data_size is used.
    bool stops_writes() const;

    // The ways to change a partition's records; its lock is held by the caller.
    void put(partition& cell, record_ptr r);
    // False when there is none.
    bool erase(partition& cell, const digest& d);

    // The following lock one partition at a time.

    // Removes every record for which `judge` answers true. Answers how many.
    std::uint64_t erase_if(const std::function<bool(const record&)>& judge);
    // One run of nsup: removes what has expired at `now_s` and answers how many records. One atomic
    // read when nothing is due.
    std::uint64_t expire(std::uint32_t now_s);
    // One run of the tomb raider: removes tombstones of deletes before that time and answers how
    // many. One atomic read when no tombstone was ever left.
    std::uint64_t reap_tombstones(time_ms deleted_before);
    void clear();

private:
    partition& make_partition(std::uint32_t pid);
    template <class Visit>
    void for_each_partition(Visit visit);
    template <class CountsOf>
    object_counts sum(const std::function<bool(std::uint32_t pid)>& counted,
                      CountsOf counts_of) const;
    std::uint64_t stored_size(const record& r) const;
    std::uint64_t erase_if(partition& cell, const std::function<bool(const record&)>& judge);
    void lower_earliest_void_time(std::uint32_t void_time_s);

    const std::string name_;
    const std::uint32_t replication_factor_;
    const bool strong_consistency_;
    namespace_settings settings_;
    set_table sets_;
    std::atomic<std::uint64_t> data_used_bytes_{0};
    std::atomic<std::uint32_t> earliest_void_time_s_{UINT32_MAX};  // of any partition
    std::atomic<bool> may_have_tombstones_{false};
    pointer_array<partition, wire::partition_count> cells_;
};

}  // namespace spikelet::mock
