// `sets`, `sets/NS` and `sets/NS/SET` (chapter 03 §6).
#include "info/families.hpp"
#include "info/memory.hpp"
#include "info/settings.hpp"

#include <vector>

namespace spikelet::mock::info {
namespace {

// The row from `objects` on.
void put_row(const request& r, std::size_t namespace_index, set_id id,
             const object_counts& counts) {
    namespace_store& store = r.cluster.namespace_at(namespace_index);
    set_info& set = store.sets()[id];
    put(r.out, "objects=", counts.objects, ":tombstones=", counts.tombstones,
        ":data_used_bytes=", counts.data_used_bytes,
        ":truncate_lut=", set.truncate_lut_ms.load(std::memory_order_relaxed),
        ":sindexes=0:index_populating=false:truncating=false");
    const setting_scope scope{
        .cluster = r.cluster, .self = r.self, .namespace_index = namespace_index, .set = &set};
    for (const setting& s : set_settings()) {
        put(r.out, ':', s.name, '=');
        s.show(scope, r.out);
    }
    put(r.out, ';');
}

void put_namespace(const request& r, std::size_t namespace_index) {
    const namespace_store& store = r.cluster.namespace_at(namespace_index);
    const std::vector<object_counts> counts = store.all_set_totals(
        [&](std::uint32_t pid) { return r.cluster.is_replica(r.self, namespace_index, pid); });
    for (std::size_t id = 1; id < counts.size(); ++id) {
        put(r.out, "ns=", store.name(), ":set=", store.sets().name(static_cast<set_id>(id)), ':');
        put_row(r, namespace_index, static_cast<set_id>(id), counts[id]);
    }
}

}  // namespace

void sets(const request& r) {
    std::string_view rest = r.arguments;
    const std::string_view namespace_name = take_argument(rest);
    const std::string_view set_name = take_argument(rest);
    if (namespace_name.empty()) {
        for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i)
            put_namespace(r, i);
        return;
    }
    const auto index = r.cluster.find_namespace(namespace_name);
    if (!index) return put(r.out, "ns_type=unknown");
    if (set_name.empty()) return put_namespace(r, *index);
    const namespace_store& store = r.cluster.namespace_at(*index);
    if (const auto id = store.sets().find(set_name)) {
        put_row(r, *index, *id, store.set_totals(*id, [&](std::uint32_t pid) {
            return r.cluster.is_replica(r.self, *index, pid);
        }));
    }
}

}  // namespace spikelet::mock::info
