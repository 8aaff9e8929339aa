// The sets of a namespace: names to small numbers, kept for the life of the namespace.
#pragma once

#include "storage/record.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace spikelet::mock {

inline constexpr std::size_t set_name_size_max = 63;
inline constexpr std::size_t set_count_max = 4095;

// Settings of one set (chapter 03 §6, `sets`).
struct set_info {
    std::string name;
    std::atomic<std::uint64_t> truncate_lut_ms{
        0};  // records last updated before it are gone; since 2010
    std::atomic<std::uint32_t> default_ttl_s{0};  // 0: the namespace's
    std::atomic<std::uint32_t> default_read_touch_ttl_pct{0};
    std::atomic<bool> disable_eviction{false};
    std::atomic<bool> enable_index{false};
    // 0: no limit. Changed with set_table's functions only.
    std::atomic<std::uint64_t> stop_writes_count{0};
    std::atomic<std::uint64_t> stop_writes_size{0};
};

class set_table {
public:
    set_table();
    ~set_table();
    set_table(const set_table&) = delete;
    set_table& operator=(const set_table&) = delete;

    // Any thread, no lock. 0 for the empty name; nullopt for an unknown set.
    std::optional<set_id> find(std::string_view name) const;
    // Makes the set when it is new. nullopt when the table is full or the name too long.
    std::optional<set_id> find_or_make(std::string_view name);
    // Sets are numbered 1 … count() in order of their making. Never moves: a reference stays good.
    set_info& operator[](set_id id) const;
    std::string_view name(set_id id) const {
        return id == 0 ? std::string_view{} : std::string_view{(*this)[id].name};
    }
    // False as long as no set was ever given a limit: spares writes the question which set has one.
    bool has_limits() const { return has_limits_.load(std::memory_order_relaxed); }
    // Limits of a set, 0 for none: new records are refused when it holds so many records or bytes.
    void set_stop_writes_count(set_info& set, std::uint64_t records) {
        set.stop_writes_count.store(records, std::memory_order_relaxed);
        has_limits_.store(true, std::memory_order_relaxed);
    }
    void set_stop_writes_size(set_info& set, std::uint64_t bytes) {
        set.stop_writes_size.store(bytes, std::memory_order_relaxed);
        has_limits_.store(true, std::memory_order_relaxed);
    }
    std::uint16_t count() const { return count_.load(std::memory_order_acquire); }

private:
    struct table;
    std::atomic<table*> table_{nullptr};  // comes to life with the first set
    std::atomic<std::uint16_t> count_{0};
    std::atomic<bool> has_limits_{false};
    std::mutex mutex_;  // of making
};

}  // namespace spikelet::mock
