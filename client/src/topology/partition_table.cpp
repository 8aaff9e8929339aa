#include "topology/partition_table.hpp"

#include <algorithm>
#include <bit>

namespace spikelet::topology {

void partition_table::claim(node& n, std::size_t replica, std::uint32_t regime,
                            const partition_bitmap& owned) {
    if (replica >= replicas_max) return;
    // Rows are made in order, and seen once they are counted.
    while (replica_count_.load(std::memory_order_relaxed) <= replica) {
        const std::size_t next = replica_count_.load(std::memory_order_relaxed);
        rows_[next] = std::make_unique<std::atomic<node*>[]>(wire::partition_count);
        replica_count_.store(next + 1, std::memory_order_release);
    }
    // Regime 0, an available namespace, needs no memory of who was later.
    if (regime != 0) strongly_consistent_.store(true, std::memory_order_relaxed);
    if (regime != 0 && !regimes_) {
        regimes_ = std::make_unique<std::uint32_t[]>(wire::partition_count);
    }
    std::atomic<node*>* const slots = rows_[replica].get();
    for (std::size_t byte = 0; byte < owned.size(); ++byte) {
        for (std::uint8_t left = owned[byte]; left != 0;) {
            const auto bit = static_cast<unsigned>(std::countl_zero(left));
            left = static_cast<std::uint8_t>(left & ~(0x80u >> bit));
            const std::size_t partition = byte * 8 + bit;
            if (regimes_) {
                if (regime < regimes_[partition]) continue;
                regimes_[partition] = regime;
            }
            slots[partition].store(&n, std::memory_order_relaxed);
        }
    }
}

bool partition_table::holds_any(const node& n) const {
    for (std::size_t r = 0; r < replica_count(); ++r) {
        const std::atomic<node*>* const slots = rows_[r].get();
        if (std::any_of(slots, slots + wire::partition_count, [&](const std::atomic<node*>& slot) {
                return slot.load(std::memory_order_relaxed) == &n;
            })) {
            return true;
        }
    }
    return false;
}

}  // namespace spikelet::topology
