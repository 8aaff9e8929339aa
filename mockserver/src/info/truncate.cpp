// Removing all records of a set or namespace that were last updated before a time (chapter 03 §6).
#include "info/families.hpp"
#include "info/memory.hpp"

#include <charconv>
#include <mutex>

namespace spikelet::mock::info {
namespace {

constexpr std::uint64_t ns_per_ms = 1'000'000;
constexpr std::uint64_t epoch_unix_ms = epoch_unix_s * 1000ull;

// The time before which records go, ms since 2010: what `lut` says (ns since 1970), or now. nullopt
// when that is no time to truncate to, which has been answered.
std::optional<time_ms> last_update_time(const request& r) {
    const time_ms now = r.cluster.time().now();
    const auto p = find_parameter(r.arguments, "lut");
    if (!p) return now;
    // As the server reads it: the digits in front count, too many of them are a very late time.
    const std::string_view text = p->value.value_or("");
    std::uint64_t unix_ns = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), unix_ns);
    if (error == std::errc::result_out_of_range) unix_ns = UINT64_MAX;
    const std::uint64_t unix_ms = unix_ns / ns_per_ms;
    if (unix_ms <= epoch_unix_ms) {
        put(r.out, "ERROR:4:would truncate to 0");
        return std::nullopt;
    }
    if (unix_ms - epoch_unix_ms > now) {
        put(r.out, "ERROR:4:would truncate in the future");
        return std::nullopt;
    }
    return unix_ms - epoch_unix_ms;
}

void remember(metadata_module& truncations, const std::string& key, std::optional<time_ms> lut) {
    const std::lock_guard lock(truncations.mutex);
    if (lut) {
        truncations.items.insert_or_assign(key, std::to_string(*lut));
    } else if (truncations.items.erase(key) == 0) {
        return;
    }
    ++truncations.change_count;
}

struct target_names {
    std::string_view namespace_name;
    std::string_view set;  // empty: the whole namespace
};

// nullopt when a parameter is wrong, which has been answered.
std::optional<target_names> read_target(const request& r, bool with_set) {
    const auto namespace_name = namespace_parameter(r);
    if (!namespace_name) return std::nullopt;
    if (!with_set) return target_names{*namespace_name, {}};
    const auto set = text_parameter(r, "set", set_name_size_max);
    if (!set) return std::nullopt;
    return target_names{*namespace_name, *set};
}

// What is truncated: where its time is kept, and its key in the metadata.
struct target {
    namespace_store& store;
    set_id set;  // 0: the whole namespace
    std::string key;

    std::atomic<std::uint64_t>& lut_ms() const {
        return set == 0 ? store.truncate_lut_ms : store.sets()[set].truncate_lut_ms;
    }
};

// nullopt for an unknown namespace or set: a server answers `ok` and has nothing to do.
std::optional<target> find_target(const request& r, const target_names& names) {
    const auto index = r.cluster.find_namespace(names.namespace_name);
    if (!index) return std::nullopt;
    namespace_store& store = r.cluster.namespace_at(*index);
    const auto set = store.sets().find(names.set);
    if (!set) return std::nullopt;
    std::string key = store.name();
    if (*set != 0) key.append("|").append(names.set);
    return target{store, *set, std::move(key)};
}

void raise(std::atomic<std::uint64_t>& value, std::uint64_t to) {
    std::uint64_t now = value.load();
    while (now < to && !value.compare_exchange_weak(now, to)) {
    }
}

// Without a time everything goes that was answered before this command, also when the clock has not
// moved since: the records of this very millisecond are erased here, and what comes later stays.
void truncate(const request& r, bool with_set) {
    const auto names = read_target(r, with_set);
    if (!names) return;
    const auto lut = last_update_time(r);
    if (!lut) return;
    if (const auto t = find_target(r, *names)) {
        raise(t->lut_ms(), *lut);
        remember(r.cluster.info_memory().truncations, t->key, *lut);
        const time_ms end = find_parameter(r.arguments, "lut") ? *lut : *lut + 1;
        t->store.erase_if([&](const record& candidate) {
            return candidate.last_update_time() < end && (t->set == 0 || candidate.set() == t->set);
        });
    }
    put(r.out, "ok");
}

// What is gone stays gone; from now on the server keeps no time for the target.
void undo(const request& r, bool with_set) {
    const auto names = read_target(r, with_set);
    if (!names) return;
    if (const auto t = find_target(r, *names)) {
        t->lut_ms().store(0);
        remember(r.cluster.info_memory().truncations, t->key, std::nullopt);
    }
    put(r.out, "ok");
}

}  // namespace

void truncate_set(const request& r) {
    truncate(r, true);
}
void truncate_namespace(const request& r) {
    truncate(r, false);
}
void truncate_set_undo(const request& r) {
    undo(r, true);
}
void truncate_namespace_undo(const request& r) {
    undo(r, false);
}

}  // namespace spikelet::mock::info
