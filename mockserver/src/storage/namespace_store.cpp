#include "storage/namespace_store.hpp"

#include "storage/record_size.hpp"

#include <cstdlib>
#include <new>

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
    void* cells = std::calloc(wire::partition_count, sizeof(std::atomic<partition*>));
    if (cells == nullptr) throw std::bad_alloc();
    cells_ = static_cast<std::atomic<partition*>*>(cells);
}

namespace_store::~namespace_store() {
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        delete find_partition(pid);
    }
    std::free(cells_);
}

partition& namespace_store::make_partition(std::uint32_t pid) {
    auto made = std::make_unique<partition>();
    partition* there = nullptr;
    if (cells_[pid].compare_exchange_strong(there, made.get(), std::memory_order_acq_rel)) {
        return *made.release();
    }
    return *there;  // another thread was first
}

object_counts namespace_store::totals(const std::function<bool(std::uint32_t pid)>& counted) const {
    object_counts sum;
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        partition* cell = find_partition(pid);
        if (cell == nullptr || !counted(pid)) continue;
        const std::lock_guard lock(cell->mutex());
        sum += cell->totals();
    }
    return sum;
}

object_counts namespace_store::set_totals(
    set_id set, const std::function<bool(std::uint32_t pid)>& counted) const {
    object_counts sum;
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        partition* cell = find_partition(pid);
        if (cell == nullptr || !counted(pid)) continue;
        const std::lock_guard lock(cell->mutex());
        sum += cell->set_counts(set);
    }
    return sum;
}

std::uint64_t namespace_store::stored_size(const record& r) const {
    return stored_record_size(raw_record_size(r, sets_.name(r.set()).size()));
}

void namespace_store::put(partition& cell, record_ptr r) {
    const record* old = cell.find(r->key_digest());
    const std::uint64_t before = old == nullptr ? 0 : stored_size(*old);
    const std::uint64_t after = stored_size(*r);
    cell.put(std::move(r), after, before);
    data_used_bytes_.fetch_add(after - before, std::memory_order_relaxed);
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
    std::uint64_t freed = 0;
    const std::uint64_t erased = cell.erase_if(judge, [&](const record& r) {
        const std::uint64_t size = stored_size(r);
        freed += size;
        return size;
    });
    data_used_bytes_.fetch_sub(freed, std::memory_order_relaxed);
    return erased;
}

std::uint64_t namespace_store::erase_if(const std::function<bool(const record&)>& judge) {
    std::uint64_t erased = 0;
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        partition* cell = find_partition(pid);
        if (cell == nullptr) continue;
        const std::lock_guard lock(cell->mutex());
        erased += erase_if(*cell, judge);
    }
    return erased;
}

std::uint64_t namespace_store::expire(std::uint32_t now_s) {
    std::uint64_t erased = 0;
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        partition* cell = find_partition(pid);
        if (cell == nullptr) continue;
        const std::lock_guard lock(cell->mutex());
        if (cell->earliest_void_time_s() > now_s) continue;
        erased += erase_if(*cell, [now_s](const record& r) { return r.is_expired(now_s); });
    }
    return erased;
}

void namespace_store::clear() {
    erase_if([](const record&) { return true; });
}

}  // namespace spikelet::mock
