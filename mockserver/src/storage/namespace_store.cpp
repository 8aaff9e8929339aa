#include "storage/namespace_store.hpp"

#include "storage/record_size.hpp"

#include <memory>
#include <mutex>
#include <utility>

namespace spikelet::mock {

void namespace_settings::assign(const namespace_config& config) {
    default_ttl_s = config.default_ttl_s;
    max_ttl_s = config.max_ttl_s;
    nsup_period_s = config.nsup_period_s;
    allow_ttl_without_nsup = config.allow_ttl_without_nsup;
    max_record_size = config.max_record_size;
    data_size = config.data_size;
    stop_writes_used_pct = config.stop_writes_used_pct;
    stop_writes = config.stop_writes;
    default_read_touch_ttl_pct = config.default_read_touch_ttl_pct;
    apply_ttl_reductions = config.apply_ttl_reductions;
    disallow_null_setname = config.disallow_null_setname;
    reject_non_xdr_writes = config.reject_non_xdr_writes;
    reject_xdr_writes = config.reject_xdr_writes;
}

namespace_store::namespace_store(const namespace_config& config)
    : name_(config.name),
      replication_factor_(config.replication_factor),
      strong_consistency_(config.strong_consistency) {
    settings_.assign(config);
}

namespace_store::~namespace_store() {
    for (std::uint32_t pid = 0; pid < cells_.size(); ++pid) {
        delete cells_[pid];
    }
}

partition& namespace_store::make_partition(std::uint32_t pid) {
    auto made = std::make_unique<partition>();
    partition* there = cells_.set_if_null(pid, made.get());
    if (there == made.get()) static_cast<void>(made.release());  // ours from now on
    return *there;
}

// Calls visit(partition) for each, locked.
template <class Visit>
void namespace_store::for_each_partition(Visit visit) {
    for (std::uint32_t pid = 0; pid < cells_.size(); ++pid) {
        partition* cell = cells_[pid];
        if (cell == nullptr) continue;
        const std::lock_guard lock(cell->mutex());
        visit(*cell);
    }
}

template <class CountsOf>
object_counts namespace_store::sum(const std::function<bool(std::uint32_t pid)>& counted,
                                   CountsOf counts_of) const {
    object_counts sum;
    for (std::uint32_t pid = 0; pid < cells_.size(); ++pid) {
        partition* cell = cells_[pid];
        if (cell == nullptr || !counted(pid)) continue;
        const std::lock_guard lock(cell->mutex());
        sum += counts_of(*cell);
    }
    return sum;
}

object_counts namespace_store::totals(const std::function<bool(std::uint32_t pid)>& counted) const {
    return sum(counted, [](const partition& cell) { return cell.totals(); });
}

object_counts namespace_store::set_totals(
    set_id set, const std::function<bool(std::uint32_t pid)>& counted) const {
    return sum(counted, [set](const partition& cell) { return cell.set_counts(set); });
}

std::vector<object_counts> namespace_store::all_set_totals(
    const std::function<bool(std::uint32_t pid)>& counted) const {
    std::vector<object_counts> totals(sets_.count() + 1u);
    for (std::uint32_t pid = 0; pid < cells_.size(); ++pid) {
        partition* cell = cells_[pid];
        if (cell == nullptr || !counted(pid)) continue;
        const std::lock_guard lock(cell->mutex());
        cell->add_set_counts(totals);
    }
    return totals;
}

bool namespace_store::stops_writes() const {
    if (settings_.stop_writes.load(std::memory_order_relaxed)) return true;
    const std::uint64_t percent = settings_.stop_writes_used_pct.load(std::memory_order_relaxed);
    const std::uint64_t size = settings_.data_size.load(std::memory_order_relaxed);
    return percent != 0 && data_used_bytes() > size / 100 * percent;
}

std::uint64_t namespace_store::stored_size(const record& r) const {
    return stored_record_size(raw_record_size(r, sets_.name(r.set()).size()));
}

void namespace_store::put(partition& cell, record_ptr r) {
    const record* old = cell.find(r->key_digest());
    const std::uint64_t before = old == nullptr ? 0 : stored_size(*old);
    const std::uint64_t after = stored_size(*r);
    const std::uint32_t void_time_s = r->void_time_s();
    if (r->is_tombstone()) may_have_tombstones_.store(true, std::memory_order_relaxed);
    cell.put(std::move(r), after, before);
    data_used_bytes_.fetch_add(after - before, std::memory_order_relaxed);
    if (void_time_s != 0) lower_earliest_void_time(void_time_s);
}

bool namespace_store::erase(partition& cell, const digest& d) {
    const record* old = cell.find(d);
    if (old == nullptr) return false;
    const std::uint64_t size = stored_size(*old);
    cell.erase(d, size);
    data_used_bytes_.fetch_sub(size, std::memory_order_relaxed);
    return true;
}

std::uint64_t namespace_store::erase_if(partition& cell,
                                        const std::function<bool(const record&)>& judge) {
    const std::uint64_t before = cell.totals().data_used_bytes;
    const std::uint64_t erased =
        cell.erase_if(judge, [this](const record& r) { return stored_size(r); });
    data_used_bytes_.fetch_sub(before - cell.totals().data_used_bytes, std::memory_order_relaxed);
    return erased;
}

std::uint64_t namespace_store::erase_if(const std::function<bool(const record&)>& judge) {
    std::uint64_t erased = 0;
    for_each_partition([&](partition& cell) { erased += erase_if(cell, judge); });
    return erased;
}

std::uint64_t namespace_store::expire(std::uint32_t now_s) {
    if (earliest_void_time_s_.load(std::memory_order_relaxed) > now_s) return 0;
    // Collected anew from the partitions. A put lowers it under its partition's lock: either before
    // the partition is visited, and then it is seen there, or afterwards.
    earliest_void_time_s_.store(UINT32_MAX, std::memory_order_relaxed);
    std::uint64_t erased = 0;
    for_each_partition([&](partition& cell) {
        if (cell.earliest_void_time_s() <= now_s) {
            erased += erase_if(cell, [now_s](const record& r) { return r.is_expired(now_s); });
        }
        lower_earliest_void_time(cell.earliest_void_time_s());
    });
    return erased;
}

std::uint64_t namespace_store::reap_tombstones(time_ms deleted_before) {
    // Set anew by what is left, as above.
    if (!may_have_tombstones_.exchange(false, std::memory_order_relaxed)) return 0;
    std::uint64_t erased = 0;
    for_each_partition([&](partition& cell) {
        if (cell.totals().tombstones == 0) return;
        erased += erase_if(cell, [&](const record& r) {
            return r.is_tombstone() && r.last_update_time() < deleted_before;
        });
        if (cell.totals().tombstones != 0)
            may_have_tombstones_.store(true, std::memory_order_relaxed);
    });
    return erased;
}

void namespace_store::lower_earliest_void_time(std::uint32_t void_time_s) {
    std::uint32_t earliest = earliest_void_time_s_.load(std::memory_order_relaxed);
    while (void_time_s < earliest && !earliest_void_time_s_.compare_exchange_weak(
                                         earliest, void_time_s, std::memory_order_relaxed)) {
    }
}

void namespace_store::clear() {
    for_each_partition([this](partition& cell) {
        data_used_bytes_.fetch_sub(cell.totals().data_used_bytes, std::memory_order_relaxed);
        cell.clear();
    });
}

}  // namespace spikelet::mock
