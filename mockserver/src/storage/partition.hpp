// One of the 4096 partitions of a namespace: a cluster-wide cell with one lock.
//
// All replicas of a settled partition are the same records, so a cell keeps them once; which nodes
// serve it is the partition map's business. Records lie in packed leaves ordered by digest, so that
// a scan can resume behind any digest.
#pragma once

#include "storage/record.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

namespace spikelet::mock {

// Counts of a partition or of one set in it.
struct object_counts {
    std::uint64_t objects = 0;          // live records
    std::uint64_t tombstones = 0;       // of durable deletes
    std::uint64_t data_used_bytes = 0;  // sum of stored_record_size, of both
    object_counts& operator+=(const object_counts& other) {
        objects += other.objects;
        tombstones += other.tombstones;
        data_used_bytes += other.data_used_bytes;
        return *this;
    }
    object_counts& operator-=(const object_counts& other) {
        objects -= other.objects;
        tombstones -= other.tombstones;
        data_used_bytes -= other.data_used_bytes;
        return *this;
    }
    friend bool operator==(const object_counts&, const object_counts&) = default;
};

class partition {
public:
    partition() = default;
    partition(const partition&) = delete;
    partition& operator=(const partition&) = delete;
    ~partition();

    // Held around every other member. Never while user code runs.
    std::mutex& mutex() { return mutex_; }

    // The record, expired or not, or the tombstone that is left of it; null when absent. The plain
    // pointer is valid while the lock is held; make a record_ptr to keep it.
    const record* find(const digest& d) const;
    // Inserts, or replaces the record of the same digest. Sizes are stored_record_size of the new
    // record and of the one it replaces; namespace_store works them out.
    void put(record_ptr r, std::uint64_t stored_size, std::uint64_t replaced_size);
    // False when there is none.
    bool erase(const digest& d, std::uint64_t stored_size);
    void clear();

    std::uint64_t size() const { return totals_.objects; }
    const object_counts& totals() const { return totals_; }
    object_counts set_counts(set_id set) const;
    // Adds the counts of every set to by_set[its id]; ids beyond the end are left out.
    void add_set_counts(std::span<object_counts> by_set) const;

    // Calls `visit` for each record in the server's order of scanning: descending digest, beginning
    // behind `after` (null: from the start; it need not be there any more), until it answers false.
    // Tombstones are visited too. `visit` does not change the partition.
    void scan(const digest* after, const std::function<bool(const record&)>& visit) const;
    // Removes every record or tombstone for which `judge` answers true; returns how many.
    std::uint64_t erase_if(const std::function<bool(const record&)>& judge,
                           const std::function<std::uint64_t(const record&)>& stored_size);

    // Earliest void-time of any record, UINT32_MAX when none expires; may be too early after
    // erasures, never too late. Lets nsup skip the partition.
    std::uint32_t earliest_void_time_s() const { return earliest_void_time_s_; }

private:
    struct leaf;
    // A leaf and where it begins: the search for a leaf reads nothing but this array.
    struct leaf_entry {
        leaf* records;
        std::uint32_t first_prefix;
    };
    struct set_entry {
        set_id set;
        object_counts counts;
    };

    // The leaf where the digest is or would be; there is at least one.
    std::size_t leaf_of(const digest& d) const;
    void insert(std::size_t at, std::uint32_t i, const record* r);
    void join_with_next(std::size_t at);
    void add(const record& r, std::uint64_t stored_size);
    void subtract(const record& r, std::uint64_t stored_size);

    std::mutex mutex_;
    std::vector<leaf_entry> leaves_;  // ascending; never an empty leaf
    object_counts totals_;
    std::vector<set_entry> sets_;  // those with records or tombstones: few, searched linearly
    std::uint32_t earliest_void_time_s_ = UINT32_MAX;
};

}  // namespace spikelet::mock
