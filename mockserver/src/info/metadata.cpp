// smd-info and smd-show: the metadata that every node of a cluster keeps (chapter 03 §2, chapter 17
// §1). Nothing is ever under way: a change is everywhere when its command is answered.
#include "info/base64.hpp"
#include "info/families.hpp"
#include "info/memory.hpp"
#include "lua/registry.hpp"

#include <functional>
#include <mutex>

namespace spikelet::mock::info {
namespace {

// A module's items in the order of their keys; `add(key, value)` for each. Answers how many changes
// there were so far.
using item_adder = std::function<void(std::string_view key, std::string_view value)>;
using items_of = std::uint64_t (*)(cluster_state&, const item_adder& add);

std::uint64_t nothing(cluster_state&, const item_adder&) {
    return 0;
}

std::uint64_t truncations(cluster_state& cluster, const item_adder& add) {
    const metadata_module& kept = cluster.info_memory().truncations;
    const std::lock_guard lock(kept.mutex);
    for (const auto& [key, value] : kept.items) {
        add(key, value);
    }
    return kept.change_count;
}

std::uint64_t functions(cluster_state& cluster, const item_adder& add) {
    for (const auto& m : cluster.functions().list()) {
        add(m->file, module_metadata(m->file, encode_base64(wire::as_bytes(m->content))));
    }
    return cluster.functions().change_count();
}

struct module {
    std::string_view name;
    items_of items;
};
constexpr module modules[] = {
    {"evict", nothing},
    {"sindex", nothing},
    {"truncate", truncations},
    {"UDF", functions},
};
constexpr std::string_view enterprise_modules[] = {"security", "XDR", "roster", "masking"};

}  // namespace

void smd_info(const request& r) {
    const bool is_principal = &r.self == &r.cluster.principal();
    put(r.out, "smd:n_pending_sets=0,n_events=0,n_nodes=", r.cluster.node_count(),
        ",principal=", std::string_view(r.cluster.principal().name()),
        ",cluster_key=", hexadecimal{r.cluster.cluster_key()}, ';');
    for (const module& m : modules) {
        std::size_t count = 0;
        const std::uint64_t changes =
            m.items(r.cluster, [&](std::string_view, std::string_view) { ++count; });
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
        m.items(r.cluster, [&](std::string_view key, std::string_view value) {
            list.item(key, '=', value);
            empty = false;
        });
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
