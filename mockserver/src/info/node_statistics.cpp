// `statistics`: what a node counts, whatever the namespace (chapter 03 §7). What only a machine or
// the network between servers could tell is 0.
#include "info/build.hpp"
#include "info/families.hpp"
#include "info/statistics_table.hpp"

namespace spikelet::mock::info {
namespace {

struct facts {
    cluster_state& cluster;
    node& self;
};

template <auto Member>
void of_node(const facts& f, wire::buffer& out) {
    append(out, (f.self.statistics().*Member).load(std::memory_order_relaxed));
}
void cluster_size(const facts& f, wire::buffer& out) {
    append(out, f.cluster.node_count());
}
void cluster_key(const facts& f, wire::buffer& out) {
    append(out, hexadecimal{f.cluster.cluster_key()});
}
void cluster_generation(const facts& f, wire::buffer& out) {
    append(out, f.self.rebalance_generation.load(std::memory_order_relaxed));
}
void principal(const facts& f, wire::buffer& out) {
    append(out, std::string_view(f.cluster.principal().name()));
}
void compatibility(const facts&, wire::buffer& out) {
    append(out, compatibility_id);
}
void uptime(const facts& f, wire::buffer& out) {
    append(out, (f.cluster.time().now() - f.cluster.start_time()) / 1000);
}
void all_objects(const facts& f, wire::buffer& out) {
    append(out, counts_of(f.cluster, f.self).objects);
}
void all_tombstones(const facts& f, wire::buffer& out) {
    append(out, counts_of(f.cluster, f.self).tombstones);
}

// In the server's order.
constexpr statistic<facts> statistics_table[] = {
    {"failed_best_practices", "true"},
    {"cluster_size", cluster_size},
    {"cluster_key", cluster_key},
    {"cluster_generation", cluster_generation},
    {"cluster_principal", principal},
    {"cluster_min_compatibility_id", compatibility},
    {"cluster_max_compatibility_id", compatibility},
    {"cluster_integrity", "true"},
    {"cluster_is_member", "true"},
    {"cluster_duplicate_nodes", "null"},
    {"cluster_clock_skew_stop_writes_sec"},
    {"cluster_clock_skew_ms"},
    {"cluster_clock_skew_outliers", "null"},
    {"uptime", uptime},
    {"system_total_cpu_pct"},
    {"system_user_cpu_pct"},
    {"system_kernel_cpu_pct"},
    {"system_free_mem_kbytes"},
    {"system_free_mem_pct"},
    {"host_free_mem_kbytes"},
    {"host_free_mem_pct"},
    {"system_thp_mem_kbytes"},
    {"process_cpu_pct"},
    {"threads_joinable"},
    {"threads_detached"},
    {"threads_pool_total"},
    {"threads_pool_active"},
    {"heap_allocated_kbytes"},
    {"heap_active_kbytes"},
    {"heap_mapped_kbytes"},
    {"heap_efficiency_pct"},
    {"heap_site_count"},
    {"objects", all_objects},
    {"tombstones", all_tombstones},
    {"info_queue"},
    {"rw_in_progress"},
    {"proxy_in_progress"},
    {"tree_gc_queue"},
    {"client_connections", of_node<&node_statistics::client_connections>},
    {"client_connections_opened", of_node<&node_statistics::client_connections_opened>},
    {"client_connections_closed", of_node<&node_statistics::client_connections_closed>},
    {"admin_connections"},
    {"admin_connections_opened"},
    {"admin_connections_closed"},
    {"heartbeat_connections"},
    {"heartbeat_connections_opened"},
    {"heartbeat_connections_closed"},
    {"fabric_connections"},
    {"fabric_connections_opened"},
    {"fabric_connections_closed"},
    {"heartbeat_received_self"},
    {"heartbeat_received_foreign"},
    {"reaped_fds"},
    {"info_complete", of_node<&node_statistics::info_complete>},
    {"info_timeout"},
    {"demarshal_error", of_node<&node_statistics::demarshal_error>},
    {"early_tsvc_client_error", of_node<&node_statistics::early_tsvc_client_error>},
    {"early_tsvc_from_proxy_error"},
    {"early_tsvc_from_proxy_batch_sub_error"},
    {"long_queries_active"},
    {"batch_index_initiate"},
    {"batch_index_queue", "0:0,0:0"},
    {"batch_index_complete"},
    {"batch_index_error"},
    {"batch_index_timeout"},
    {"batch_index_delay"},
    {"batch_index_unused_buffers"},
    {"batch_index_huge_buffers"},
    {"batch_index_created_buffers"},
    {"batch_index_destroyed_buffers"},
    {"batch_index_proto_uncompressed_pct", "0.000"},
    {"batch_index_proto_compression_ratio", "1.000"},
    {"paxos_principal", principal},
    {"time_since_rebalance", uptime},
    {"migrate_allowed", "true"},
    {"migrate_partitions_remaining"},
    {"fabric_bulk_send_rate"},
    {"fabric_bulk_recv_rate"},
    {"fabric_ctrl_send_rate"},
    {"fabric_ctrl_recv_rate"},
    {"fabric_meta_send_rate"},
    {"fabric_meta_recv_rate"},
    {"fabric_rw_send_rate"},
    {"fabric_rw_recv_rate"},
    {"deprecated_requests", of_node<&node_statistics::deprecated_requests>},
};

}  // namespace

void statistics(const request& r) {
    const facts f{r.cluster, r.self};
    list_writer list(r.out, ';');
    for (const auto& s : statistics_table) {
        list.item(s.name, '=');
        if (s.show != nullptr) {
            s.show(f, r.out);
        } else {
            append(r.out, s.text);
        }
    }
}

}  // namespace spikelet::mock::info
