#include "storage/set_table.hpp"

#include "storage/pointer_array.hpp"

#include <functional>

namespace spikelet::mock {

// Open addressing over a fixed number of slots, twice as many as there can be sets: no growth, so
// readers need no lock. Sets are only ever added; a slot that is filled stays as it is.
struct set_table::table {
    struct entry {
        set_id id;
        set_info info;
    };
    pointer_array<entry, 8192> slots;
    pointer_array<entry, set_count_max + 1> by_id;
    static_assert(decltype(slots)::size() >= 2 * set_count_max);

    // The slot that holds the name, or the free one where it would go.
    std::size_t slot_of(std::string_view name) const {
        std::size_t i = std::hash<std::string_view>{}(name) % slots.size();
        for (;; i = (i + 1) % slots.size()) {
            const entry* e = slots[i];
            if (e == nullptr || e->info.name == name) return i;
        }
    }
};

set_table::set_table() = default;

set_table::~set_table() {
    table* t = table_.load(std::memory_order_relaxed);
    for (std::size_t id = 1; id <= count(); ++id) {
        delete t->by_id[id];
    }
    delete t;
}

std::optional<set_id> set_table::find(std::string_view name) const {
    if (name.empty()) return set_id{0};
    const table* t = table_.load(std::memory_order_acquire);
    if (t == nullptr) return std::nullopt;
    const table::entry* e = t->slots[t->slot_of(name)];
    return e == nullptr ? std::nullopt : std::optional(e->id);
}

std::optional<set_id> set_table::find_or_make(std::string_view name) {
    if (const auto id = find(name)) return id;
    if (name.size() > set_name_size_max) return std::nullopt;
    const std::lock_guard lock(mutex_);
    if (const auto id = find(name)) return id;  // made meanwhile
    const std::uint16_t count = count_.load(std::memory_order_relaxed);
    if (count == set_count_max) return std::nullopt;
    table* t = table_.load(std::memory_order_relaxed);
    if (t == nullptr) {
        t = new table;
        table_.store(t, std::memory_order_release);
    }
    auto* made = new table::entry{static_cast<set_id>(count + 1), {}};
    made->info.name = name;
    // In this order: who finds the name or sees the count can look up the id.
    t->by_id.set(made->id, made);
    t->slots.set(t->slot_of(name), made);
    count_.store(made->id, std::memory_order_release);
    return made->id;
}

set_info& set_table::operator[](set_id id) const {
    return table_.load(std::memory_order_acquire)->by_id[id]->info;
}

}  // namespace spikelet::mock
