#include "storage/set_table.hpp"

#include <functional>

namespace spikelet::mock {

// Open addressing over a fixed number of slots, twice as many as there can be sets: no growth, so
// readers need no lock. Sets are only ever added; a slot that is filled stays as it is.
struct set_table::table {
    static constexpr std::size_t slot_count = 8192;
    static_assert(slot_count >= 2 * set_count_max);

    struct entry {
        set_id id;
        set_info info;
    };
    std::array<std::atomic<entry*>, slot_count> slots{};
    std::array<std::atomic<entry*>, set_count_max + 1> by_id{};

    ~table() {
        for (auto& e : by_id) {
            delete e.load(std::memory_order_relaxed);
        }
    }
    // The slot that holds the name, or the free one where it would go.
    std::atomic<entry*>& slot(std::string_view name) {
        std::size_t i = std::hash<std::string_view>{}(name) % slot_count;
        for (;; i = (i + 1) % slot_count) {
            const entry* e = slots[i].load(std::memory_order_acquire);
            if (e == nullptr || e->info.name == name) return slots[i];
        }
    }
};

set_table::set_table() = default;
set_table::~set_table() {
    delete table_.load(std::memory_order_relaxed);
}

std::optional<set_id> set_table::find(std::string_view name) const {
    if (name.empty()) return set_id{0};
    table* t = table_.load(std::memory_order_acquire);
    if (t == nullptr) return std::nullopt;
    const table::entry* e = t->slot(name).load(std::memory_order_acquire);
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
    auto* e = new table::entry{static_cast<set_id>(count + 1), {}};
    e->info.name = name;
    t->by_id[e->id].store(e, std::memory_order_release);
    t->slot(name).store(e, std::memory_order_release);
    count_.store(e->id, std::memory_order_release);
    return e->id;
}

set_info& set_table::operator[](set_id id) const {
    return table_.load(std::memory_order_acquire)->by_id[id].load(std::memory_order_acquire)->info;
}

}  // namespace spikelet::mock
