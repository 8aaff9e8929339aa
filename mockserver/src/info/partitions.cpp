// Which partitions a node serves (chapter 03 §4, chapter 17 §2).
#include "info/base64.hpp"
#include "info/families.hpp"
#include "info/memory.hpp"

#include <spikelet/wire/digest.hpp>

#include <algorithm>
#include <array>
#include <mutex>

namespace spikelet::mock::info {
namespace {

constexpr std::size_t bitmap_size = wire::partition_count / 8;

std::uint32_t largest_replication_factor(const cluster_state& cluster) {
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < cluster.namespace_count(); ++i) {
        largest = std::max(largest, cluster.effective_replication_factor(i));
    }
    return largest;
}

// One text for each replica number: the partitions of which the node holds that replica.
std::vector<std::string> bitmap_texts(const cluster_state& cluster, const node& n) {
    std::vector<std::array<std::uint8_t, bitmap_size>> bitmaps(largest_replication_factor(cluster));
    for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
        const std::uint32_t replica = cluster.map().replica_of(n.index(), pid);
        if (replica < bitmaps.size()) bitmaps[replica][pid >> 3] |= 0x80 >> (pid & 7);
    }
    std::vector<std::string> texts;
    texts.reserve(bitmaps.size());
    for (const auto& bitmap : bitmaps)
        texts.push_back(encode_base64(bitmap));
    return texts;
}

// Calls `use` with the node's texts, made anew when the node's partitions have changed.
template <class Use>
void with_bitmap_texts(const request& r, Use use) {
    memory::per_node& own = r.cluster.info_memory().of(r.self);
    const std::lock_guard lock(own.replicas_mutex);
    const std::int32_t generation = r.self.partition_generation.load(std::memory_order_acquire);
    if (own.replicas_generation != generation) {
        own.replicas = bitmap_texts(r.cluster, r.self);
        own.replicas_generation = generation;
    }
    use(own.replicas);
}

// `ns:<regime,>count,bitmap,…;…`, at most `count_max` bitmaps a namespace.
void put_replicas(const request& r, std::string_view regime, std::uint64_t count_max) {
    with_bitmap_texts(r, [&](const std::vector<std::string>& texts) {
        list_writer list(r.out, ';');
        for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i) {
            const std::uint64_t count =
                std::min<std::uint64_t>(r.cluster.effective_replication_factor(i), count_max);
            list.item(r.cluster.namespace_at(i).name(), ':', regime, count);
            for (std::size_t n = 0; n < count; ++n)
                put(r.out, ',', texts[n]);
        }
    });
}

object_counts counts_of_partition(const namespace_store& store, std::uint32_t pid) {
    partition* const cell = store.find_partition(pid);
    if (cell == nullptr) return {};
    const std::lock_guard lock(cell->mutex());
    return cell->totals();
}

}  // namespace

void partition_generation(const request& r) {
    put(r.out, r.self.partition_generation.load(std::memory_order_relaxed));
}
void rebalance_generation(const request& r) {
    put(r.out, r.self.rebalance_generation.load(std::memory_order_relaxed));
}

void replicas(const request& r) {
    std::uint64_t count_max = 0;
    if (const auto p = find_parameter(r.arguments, "max")) {
        const auto number = parse_number(p->value.value_or(""));
        if (!number) return put(r.out, "ERROR:4:bad max");
        count_max = *number;
    }
    // Regime 0: no namespace is strongly consistent.
    put_replicas(r, "0,", count_max == 0 ? UINT64_MAX : count_max);
}

// One row for each partition of each namespace, as this node sees it. Nothing migrates.
void partition_info(const request& r) {
    put(r.out,
        "namespace:partition:state:n_replicas:replica:succession:n_dupl:working_master:"
        "proxy_dst:emigrates:lead_emigrates:immigrates:records:tombstones:regime:tree_id:"
        "version:final_version");
    char key[12];
    std::uint64_t rest = r.cluster.cluster_key();
    for (std::size_t i = std::size(key); i-- > 0; rest >>= 4)
        key[i] = "0123456789abcdef"[rest & 15];
    const std::string_view cluster_key(key, std::size(key));

    for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i) {
        const namespace_store& store = r.cluster.namespace_at(i);
        const std::uint32_t replica_count = r.cluster.effective_replication_factor(i);
        for (std::uint32_t pid = 0; pid < wire::partition_count; ++pid) {
            const std::uint32_t place = r.cluster.map().replica_of(r.self.index(), pid);
            const std::string& master = r.cluster.node_at(r.cluster.map().master(pid)).name();
            const bool holds = place < replica_count;
            const object_counts counts = holds ? counts_of_partition(store, pid) : object_counts{};
            const std::string_view role = place == 0 ? ".0.mp-" : ".0.-p-";
            put(r.out, ';', store.name(), ':', pid, holds ? ":S:" : ":A:", replica_count, ':');
            if (holds) {
                put(r.out, place);
            } else {
                put(r.out, "-1");
            }
            put(r.out, ':', place, ":0:", place == 0 ? std::string_view(master) : "0", ':',
                std::string_view(master), ":0:0:0:", counts.objects, ':', counts.tombstones,
                ":0:", holds ? 1 : 0, ':', holds ? cluster_key : std::string_view("000000000000"),
                role, ':', cluster_key, role);
        }
    }
}

void replicas_all(const request& r) {
    put_replicas(r, "", UINT64_MAX);
}

void replicas_master(const request& r) {
    with_bitmap_texts(r, [&](const std::vector<std::string>& texts) {
        list_writer list(r.out, ';');
        for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i) {
            list.item(r.cluster.namespace_at(i).name(), ':', texts[0]);
        }
    });
}

}  // namespace spikelet::mock::info
