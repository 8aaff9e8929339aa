// smd-info and smd-show: the metadata that every node of a cluster keeps (chapter 03 §2, chapter 17
// §1). Nothing is ever under way: a change is everywhere when its command is answered.
#include "info/families.hpp"
#include "info/memory.hpp"

#include <mutex>

namespace spikelet::mock::info {
namespace {

struct module {
    std::string_view name;
    // Where its items are; null when nothing here can make any.
    metadata_module memory::*items;
};
constexpr module modules[] = {
    {"evict", nullptr},
    {"sindex", nullptr},
    {"truncate", &memory::truncations},
    {"UDF", nullptr},
};
constexpr std::string_view enterprise_modules[] = {"security", "XDR", "roster", "masking"};

}  // namespace

void smd_info(const request& r) {
    const bool is_principal = &r.self == &r.cluster.principal();
    put(r.out, "smd:n_pending_sets=0,n_events=0,n_nodes=", r.cluster.node_count(),
        ",principal=", std::string_view(r.cluster.principal().name()),
        ",cluster_key=", hexadecimal{r.cluster.cluster_key()}, ';');
    for (const module& m : modules) {
        std::uint64_t changes = 0;
        std::size_t count = 0;
        if (m.items != nullptr) {
            const metadata_module& kept = r.cluster.info_memory().*m.items;
            const std::lock_guard lock(kept.mutex);
            changes = kept.change_count;
            count = kept.items.size();
        }
        put(r.out, m.name,
            ":committed_key=", hexadecimal{changes == 0 ? 0 : r.cluster.cluster_key()},
            ",committed_tid=", changes, ",n_keys=", count,
            ",state=", is_principal ? "pr;" : "npr;");
    }
}

void smd_show(const request& r) {
    const auto name = text_parameter(r, "module", parameter_size_max);
    if (!name) return;
    for (const module& m : modules) {
        if (m.name != *name) continue;
        list_writer list(r.out, ';');
        bool empty = true;
        if (m.items != nullptr) {
            const metadata_module& kept = r.cluster.info_memory().*m.items;
            const std::lock_guard lock(kept.mutex);
            for (const auto& [key, value] : kept.items) {
                list.item(std::string_view(key), '=', std::string_view(value));
                empty = false;
            }
        }
        if (empty) put(r.out, "<empty>");
        return;
    }
    for (const std::string_view enterprise : enterprise_modules) {
        if (enterprise == *name && !r.cluster.is_enterprise()) {
            return put(r.out, "ERROR:25:enterprise only");
        }
    }
    put(r.out, "ERROR:4:unknown 'module'");
}

}  // namespace spikelet::mock::info
