#include "engine/ttl.hpp"

namespace spikelet::mock {
namespace {

std::uint32_t default_ttl(const command& cmd, set_id set) {
    if (set != 0) {
        const std::uint32_t of_set =
            cmd.store.sets()[set].default_ttl_s.load(std::memory_order_relaxed);
        if (of_set != 0) return of_set;
    }
    return cmd.store.settings().default_ttl_s.load(std::memory_order_relaxed);
}

}  // namespace

result_code check_ttl(const command& cmd, std::uint32_t asked) {
    if (asked == ttl::never_expire || asked == ttl::keep) return result_code::ok;
    const namespace_settings& settings = cmd.store.settings();
    const std::uint32_t configured_max = settings.max_ttl_s.load(std::memory_order_relaxed);
    if (asked > ttl::max_s || (configured_max != 0 && asked > configured_max)) {
        return result_code::parameter;
    }
    if (settings.nsup_period_s.load(std::memory_order_relaxed) == 0 &&
        !settings.allow_ttl_without_nsup.load(std::memory_order_relaxed)) {
        const std::uint32_t effective =
            asked != ttl::use_default ? asked
                                      : settings.default_ttl_s.load(std::memory_order_relaxed);
        if (effective != 0) return result_code::forbidden;
    }
    return result_code::ok;
}

std::uint32_t void_time_after(const command& cmd, std::uint32_t asked, const record* old,
                              set_id set) {
    if (asked == ttl::keep) {
        if (old != nullptr) return old->void_time_s();
        asked = ttl::use_default;
    }
    if (asked == ttl::never_expire) return 0;
    const std::uint32_t ttl_s = asked == ttl::use_default ? default_ttl(cmd, set) : asked;
    if (ttl_s == 0) return 0;
    const std::uint32_t void_time = cmd.now_s + ttl_s;

    namespace_statistics& statistics = cmd.serving.statistics(cmd.namespace_index);
    if (old != nullptr && old->void_time_s() != 0 && void_time < old->void_time_s()) {
        if (!cmd.store.settings().apply_ttl_reductions.load(std::memory_order_relaxed)) {
            statistics.add(namespace_counter::ttl_reductions_ignored);
            return old->void_time_s();
        }
        statistics.add(namespace_counter::ttl_reductions_applied);
    }
    return void_time;
}

std::optional<std::uint32_t> void_time_after_read(const command& cmd, const record& r) {
    if (r.void_time_s() == 0) return std::nullopt;
    std::uint32_t percent = cmd.header().record_ttl;
    if (percent == 0xFFFFFFFF) return std::nullopt;
    if (percent == 0) {
        if (r.set() != 0) {
            percent = cmd.store.sets()[r.set()].default_read_touch_ttl_pct.load(
                std::memory_order_relaxed);
        }
        if (percent == 0) {
            percent =
                cmd.store.settings().default_read_touch_ttl_pct.load(std::memory_order_relaxed);
        }
        if (percent == 0 || percent > 100) return std::nullopt;
    }
    const std::uint64_t updated_s = r.last_update_time() / 1000;
    const std::uint64_t last_ttl = r.void_time_s() > updated_s ? r.void_time_s() - updated_s : 0;
    const std::uint64_t left = r.void_time_s() - cmd.now_s;  // not expired: at least 1
    if (left * 100 >= last_ttl * percent) return std::nullopt;
    return static_cast<std::uint32_t>(cmd.now_s + last_ttl);
}

}  // namespace spikelet::mock
