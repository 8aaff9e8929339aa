// Who holds which partition of one namespace: a table of plain atomics that commands read without a
// lock and the tend writes (chapter 03 §4).
#pragma once

#include "topology/node.hpp"

#include <spikelet/wire/digest.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace spikelet::topology {

inline constexpr std::size_t replicas_max = 3;  // that a client uses of a partition
inline constexpr std::size_t bitmap_size = wire::partition_count / 8;

// One bit a partition, the first one highest.
using partition_bitmap = std::array<std::uint8_t, bitmap_size>;

class partition_table {
public:
    partition_table(std::string name, std::size_t index) : name_(std::move(name)), index_(index) {}

    const std::string& name() const { return name_; }
    // Its place among the client's namespaces, below namespaces_max.
    std::size_t index() const { return index_; }
    // Copies of each partition that somebody has claimed so far, at most replicas_max.
    std::size_t replica_count() const { return replica_count_.load(std::memory_order_acquire); }
    bool is_strongly_consistent() const {
        return strongly_consistent_.load(std::memory_order_relaxed);
    }
    // Null while nobody has claimed it. `replica` is below replica_count().
    node* at(std::size_t replica, std::uint32_t partition) const {
        return rows_[replica][partition].load(std::memory_order_relaxed);
    }

    // One tend at a time: what `n` says it holds. A partition goes to it unless somebody claimed it
    // under a later regime; what `n` no longer claims stays its own until somebody else does.
    void claim(node& n, std::size_t replica, std::uint32_t regime, const partition_bitmap& owned);
    bool holds_any(const node& n) const;

private:
    using row = std::unique_ptr<std::atomic<node*>[]>;

    const std::string name_;
    const std::size_t index_;
    std::array<row, replicas_max> rows_;
    std::unique_ptr<std::uint32_t[]> regimes_;  // of the tend alone
    std::atomic<std::size_t> replica_count_{0};
    std::atomic<bool> strongly_consistent_{false};
};

}  // namespace spikelet::topology
