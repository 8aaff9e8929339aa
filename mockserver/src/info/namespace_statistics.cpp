// `namespace/NS`: the statistics of a namespace on this node, and its configuration (chapter 03
// §7).
#include "info/families.hpp"
#include "info/statistics_table.hpp"

#include <algorithm>

namespace spikelet::mock::info {
namespace {

constexpr std::uint64_t index_entry_size = 64;  // bytes of a record in the server's primary index

struct facts {
    cluster_state& cluster;
    node& self;
    std::size_t index;
    namespace_store& store;
    object_counts held;     // replicas of any number
    object_counts masters;  // of them
};

facts facts_of(const request& r, std::size_t index) {
    namespace_store& store = r.cluster.namespace_at(index);
    return {.cluster = r.cluster,
            .self = r.self,
            .index = index,
            .store = store,
            .held = store.totals(
                [&](std::uint32_t pid) { return r.cluster.is_replica(r.self, index, pid); }),
            .masters = store.totals([&](std::uint32_t pid) {
                return r.cluster.map().replica_of(r.self.index(), pid) == 0;
            })};
}

void cluster_size(const facts& f, wire::buffer& out) {
    append(out, f.cluster.node_count());
}
void replication_factor(const facts& f, wire::buffer& out) {
    append(out, f.cluster.effective_replication_factor(f.index));
}
void objects(const facts& f, wire::buffer& out) {
    append(out, f.held.objects);
}
void master_objects(const facts& f, wire::buffer& out) {
    append(out, f.masters.objects);
}
void prole_objects(const facts& f, wire::buffer& out) {
    append(out, f.held.objects - std::min(f.held.objects, f.masters.objects));
}
void tombstones(const facts& f, wire::buffer& out) {
    append(out, f.held.tombstones);
}
void master_tombstones(const facts& f, wire::buffer& out) {
    append(out, f.masters.tombstones);
}
void prole_tombstones(const facts& f, wire::buffer& out) {
    append(out, f.held.tombstones - std::min(f.held.tombstones, f.masters.tombstones));
}
void stop_writes(const facts& f, wire::buffer& out) {
    append(out, f.store.stops_writes());
}
void current_time(const facts& f, wire::buffer& out) {
    append(out, f.cluster.time().now_s());
}
void truncate_lut(const facts& f, wire::buffer& out) {
    append(out, f.store.truncate_lut_ms.load(std::memory_order_relaxed));
}
void index_used_bytes(const facts& f, wire::buffer& out) {
    append(out, (f.held.objects + f.held.tombstones) * index_entry_size);
}
std::uint64_t data_size(const facts& f) {
    return f.store.settings().data_size.load(std::memory_order_relaxed);
}
std::uint64_t used_pct(const facts& f) {
    return data_size(f) < 100
               ? 0
               : std::min<std::uint64_t>(f.held.data_used_bytes / (data_size(f) / 100), 100);
}
void data_total_bytes(const facts& f, wire::buffer& out) {
    append(out, data_size(f));
}
void data_used_bytes(const facts& f, wire::buffer& out) {
    append(out, f.held.data_used_bytes);
}
void data_used_pct(const facts& f, wire::buffer& out) {
    append(out, used_pct(f));
}
void data_avail_pct(const facts& f, wire::buffer& out) {
    append(out, 100 - used_pct(f));
}

// In the server's order. What the node counts is found by its name.
constexpr statistic<facts> statistics_table[] = {
    {"ns_cluster_size", cluster_size},
    {"effective_replication_factor", replication_factor},
    {"objects", objects},
    {"tombstones", tombstones},
    {"xdr_tombstones"},
    {"xdr_bin_cemeteries"},
    {"mrt_provisionals"},
    {"master_objects", master_objects},
    {"master_tombstones", master_tombstones},
    {"prole_objects", prole_objects},
    {"prole_tombstones", prole_tombstones},
    {"non_replica_objects"},
    {"non_replica_tombstones"},
    {"unreplicated_records"},
    {"dead_partitions"},
    {"unavailable_partitions"},
    {"auto_revived_partitions"},
    {"clock_skew_stop_writes", "false"},
    {"stop_writes", stop_writes},
    {"hwm_breached", "false"},
    {"current_time", current_time},
    {"non_expirable_objects"},
    {"expired_objects"},
    {"evicted_objects"},
    {"evict_ttl"},
    {"evict_void_time"},
    {"smd_evict_void_time"},
    {"nsup_cycle_duration"},
    {"nsup_cycle_deleted_pct", "0.00"},
    {"nsup_xdr_key_busy"},
    {"truncate_lut", truncate_lut},
    {"truncating", "false"},
    {"sindex_gc_cleaned"},
    {"mrt_monitors"},
    {"mrt_monitors_active"},
    {"xmem_id"},
    {"index_used_bytes", index_used_bytes},
    {"set_index_used_bytes"},
    {"sindex_used_bytes"},
    {"data_total_bytes", data_total_bytes},
    {"data_used_bytes", data_used_bytes},
    {"data_used_pct", data_used_pct},
    {"data_avail_pct", data_avail_pct},
    {"data_compression_ratio", "1.000"},
    {"storage-engine.stripe[0].used_bytes", data_used_bytes},
    {"storage-engine.stripe[0].free_wblocks"},
    {"storage-engine.stripe[0].writes"},
    {"storage-engine.stripe[0].defrag_q"},
    {"storage-engine.stripe[0].defrag_reads"},
    {"storage-engine.stripe[0].defrag_writes"},
    {"record_proto_uncompressed_pct", "0.000"},
    {"record_proto_compression_ratio", "1.000"},
    {"query_proto_uncompressed_pct", "0.000"},
    {"query_proto_compression_ratio", "1.000"},
    {"pending_quiesce", "false"},
    {"effective_is_quiesced", "false"},
    {"nodes_quiesced"},
    {"effective_prefer_uniform_balance", "false"},
    {"effective_active_rack"},
    {"migrate_tx_partitions_imbalance"},
    {"migrate_tx_instances"},
    {"migrate_rx_instances"},
    {"migrate_tx_partitions_active"},
    {"migrate_rx_partitions_active"},
    {"migrate_tx_partitions_initial"},
    {"migrate_tx_partitions_remaining"},
    {"migrate_tx_partitions_lead_remaining"},
    {"migrate_rx_partitions_initial"},
    {"migrate_rx_partitions_remaining"},
    {"migrate_records_skipped"},
    {"migrate_records_transmitted"},
    {"migrate_record_retransmits"},
    {"migrate_record_receives"},
    {"migrate_records_unreadable"},
    {"migrate_signals_active"},
    {"migrate_signals_remaining"},
    {"migrate_fresh_partitions", "4096"},
    {"appeals_tx_active"},
    {"appeals_rx_active"},
    {"appeals_tx_remaining"},
    {"appeals_records_exonerated"},
    {"client_tsvc_error"},
    {"client_tsvc_timeout"},
    {"client_proxy_complete"},
    {"client_proxy_error"},
    {"client_proxy_timeout"},
    {"client_read_success"},
    {"client_read_error"},
    {"client_read_timeout"},
    {"client_read_not_found"},
    {"client_read_filtered_out"},
    {"client_write_success"},
    {"client_write_error"},
    {"client_write_timeout"},
    {"client_write_filtered_out"},
    {"xdr_client_write_success"},
    {"xdr_client_write_error"},
    {"xdr_client_write_timeout"},
    {"client_delete_success"},
    {"client_delete_error"},
    {"client_delete_timeout"},
    {"client_delete_not_found"},
    {"client_delete_filtered_out"},
    {"xdr_client_delete_success"},
    {"xdr_client_delete_error"},
    {"xdr_client_delete_timeout"},
    {"xdr_client_delete_not_found"},
    {"client_udf_complete"},
    {"client_udf_error"},
    {"client_udf_timeout"},
    {"client_udf_filtered_out"},
    {"client_lang_read_success"},
    {"client_lang_write_success"},
    {"client_lang_delete_success"},
    {"client_lang_error"},
    {"from_proxy_tsvc_error"},
    {"from_proxy_tsvc_timeout"},
    {"from_proxy_read_success"},
    {"from_proxy_read_error"},
    {"from_proxy_read_timeout"},
    {"from_proxy_read_not_found"},
    {"from_proxy_read_filtered_out"},
    {"from_proxy_write_success"},
    {"from_proxy_write_error"},
    {"from_proxy_write_timeout"},
    {"from_proxy_write_filtered_out"},
    {"xdr_from_proxy_write_success"},
    {"xdr_from_proxy_write_error"},
    {"xdr_from_proxy_write_timeout"},
    {"from_proxy_delete_success"},
    {"from_proxy_delete_error"},
    {"from_proxy_delete_timeout"},
    {"from_proxy_delete_not_found"},
    {"from_proxy_delete_filtered_out"},
    {"xdr_from_proxy_delete_success"},
    {"xdr_from_proxy_delete_error"},
    {"xdr_from_proxy_delete_timeout"},
    {"xdr_from_proxy_delete_not_found"},
    {"from_proxy_udf_complete"},
    {"from_proxy_udf_error"},
    {"from_proxy_udf_timeout"},
    {"from_proxy_udf_filtered_out"},
    {"from_proxy_lang_read_success"},
    {"from_proxy_lang_write_success"},
    {"from_proxy_lang_delete_success"},
    {"from_proxy_lang_error"},
    {"batch_sub_tsvc_error"},
    {"batch_sub_tsvc_timeout"},
    {"batch_sub_proxy_complete"},
    {"batch_sub_proxy_error"},
    {"batch_sub_proxy_timeout"},
    {"batch_sub_read_success"},
    {"batch_sub_read_error"},
    {"batch_sub_read_timeout"},
    {"batch_sub_read_not_found"},
    {"batch_sub_read_filtered_out"},
    {"batch_sub_write_success"},
    {"batch_sub_write_error"},
    {"batch_sub_write_timeout"},
    {"batch_sub_write_filtered_out"},
    {"batch_sub_delete_success"},
    {"batch_sub_delete_error"},
    {"batch_sub_delete_timeout"},
    {"batch_sub_delete_not_found"},
    {"batch_sub_delete_filtered_out"},
    {"batch_sub_udf_complete"},
    {"batch_sub_udf_error"},
    {"batch_sub_udf_timeout"},
    {"batch_sub_udf_filtered_out"},
    {"batch_sub_lang_read_success"},
    {"batch_sub_lang_write_success"},
    {"batch_sub_lang_delete_success"},
    {"batch_sub_lang_error"},
    {"from_proxy_batch_sub_tsvc_error"},
    {"from_proxy_batch_sub_tsvc_timeout"},
    {"from_proxy_batch_sub_read_success"},
    {"from_proxy_batch_sub_read_error"},
    {"from_proxy_batch_sub_read_timeout"},
    {"from_proxy_batch_sub_read_not_found"},
    {"from_proxy_batch_sub_read_filtered_out"},
    {"from_proxy_batch_sub_write_success"},
    {"from_proxy_batch_sub_write_error"},
    {"from_proxy_batch_sub_write_timeout"},
    {"from_proxy_batch_sub_write_filtered_out"},
    {"from_proxy_batch_sub_delete_success"},
    {"from_proxy_batch_sub_delete_error"},
    {"from_proxy_batch_sub_delete_timeout"},
    {"from_proxy_batch_sub_delete_not_found"},
    {"from_proxy_batch_sub_delete_filtered_out"},
    {"from_proxy_batch_sub_udf_complete"},
    {"from_proxy_batch_sub_udf_error"},
    {"from_proxy_batch_sub_udf_timeout"},
    {"from_proxy_batch_sub_udf_filtered_out"},
    {"from_proxy_batch_sub_lang_read_success"},
    {"from_proxy_batch_sub_lang_write_success"},
    {"from_proxy_batch_sub_lang_delete_success"},
    {"from_proxy_batch_sub_lang_error"},
    {"udf_sub_tsvc_error"},
    {"udf_sub_tsvc_timeout"},
    {"udf_sub_udf_complete"},
    {"udf_sub_udf_error"},
    {"udf_sub_udf_timeout"},
    {"udf_sub_udf_filtered_out"},
    {"udf_sub_lang_read_success"},
    {"udf_sub_lang_write_success"},
    {"udf_sub_lang_delete_success"},
    {"udf_sub_lang_error"},
    {"ops_sub_tsvc_error"},
    {"ops_sub_tsvc_timeout"},
    {"ops_sub_write_success"},
    {"ops_sub_write_error"},
    {"ops_sub_write_timeout"},
    {"ops_sub_write_filtered_out"},
    {"dup_res_ask"},
    {"dup_res_respond_read"},
    {"dup_res_respond_no_read"},
    {"retransmit_all_read_dup_res"},
    {"retransmit_all_write_dup_res"},
    {"retransmit_all_delete_dup_res"},
    {"retransmit_all_udf_dup_res"},
    {"retransmit_all_batch_sub_read_dup_res"},
    {"retransmit_all_batch_sub_write_dup_res"},
    {"retransmit_all_batch_sub_delete_dup_res"},
    {"retransmit_all_batch_sub_udf_dup_res"},
    {"retransmit_udf_sub_dup_res"},
    {"retransmit_ops_sub_dup_res"},
    {"retransmit_all_read_repl_ping"},
    {"retransmit_all_batch_sub_read_repl_ping"},
    {"retransmit_all_write_repl_write"},
    {"retransmit_all_delete_repl_write"},
    {"retransmit_all_udf_repl_write"},
    {"retransmit_all_batch_sub_write_repl_write"},
    {"retransmit_all_batch_sub_delete_repl_write"},
    {"retransmit_all_batch_sub_udf_repl_write"},
    {"retransmit_udf_sub_repl_write"},
    {"retransmit_ops_sub_repl_write"},
    {"pi_query_short_basic_complete"},
    {"pi_query_short_basic_error"},
    {"pi_query_short_basic_timeout"},
    {"pi_query_long_basic_complete"},
    {"pi_query_long_basic_error"},
    {"pi_query_long_basic_abort"},
    {"pi_query_aggr_complete"},
    {"pi_query_aggr_error"},
    {"pi_query_aggr_abort"},
    {"pi_query_udf_bg_complete"},
    {"pi_query_udf_bg_error"},
    {"pi_query_udf_bg_abort"},
    {"pi_query_ops_bg_complete"},
    {"pi_query_ops_bg_error"},
    {"pi_query_ops_bg_abort"},
    {"si_query_short_basic_complete"},
    {"si_query_short_basic_error"},
    {"si_query_short_basic_timeout"},
    {"si_query_long_basic_complete"},
    {"si_query_long_basic_error"},
    {"si_query_long_basic_abort"},
    {"si_query_aggr_complete"},
    {"si_query_aggr_error"},
    {"si_query_aggr_abort"},
    {"si_query_udf_bg_complete"},
    {"si_query_udf_bg_error"},
    {"si_query_udf_bg_abort"},
    {"si_query_ops_bg_complete"},
    {"si_query_ops_bg_error"},
    {"si_query_ops_bg_abort"},
    {"geo_region_query_reqs"},
    {"geo_region_query_cells"},
    {"geo_region_query_points"},
    {"geo_region_query_falsepos"},
    {"read_touch_tsvc_error"},
    {"read_touch_tsvc_timeout"},
    {"read_touch_success"},
    {"read_touch_error"},
    {"read_touch_timeout"},
    {"read_touch_skip"},
    {"re_repl_tsvc_error"},
    {"re_repl_tsvc_timeout"},
    {"re_repl_success"},
    {"re_repl_error"},
    {"re_repl_timeout"},
    {"mrt_verify_read_success"},
    {"mrt_verify_read_error"},
    {"mrt_verify_read_timeout"},
    {"mrt_roll_forward_success"},
    {"mrt_roll_forward_error"},
    {"mrt_roll_forward_timeout"},
    {"mrt_monitor_roll_forward_success"},
    {"mrt_monitor_roll_forward_error"},
    {"mrt_monitor_roll_forward_timeout"},
    {"mrt_roll_back_success"},
    {"mrt_roll_back_error"},
    {"mrt_roll_back_timeout"},
    {"mrt_monitor_roll_back_success"},
    {"mrt_monitor_roll_back_error"},
    {"mrt_monitor_roll_back_timeout"},
    {"fail_xdr_forbidden"},
    {"fail_key_busy"},
    {"fail_xdr_key_busy"},
    {"fail_generation"},
    {"fail_record_too_big"},
    {"fail_client_lost_conflict"},
    {"fail_xdr_lost_conflict"},
    {"fail_mrt_blocked"},
    {"fail_mrt_version_mismatch"},
    {"deleted_last_bin"},
    {"mrt_monitor_roll_tombstone_creates"},
    {"ttl_reductions_ignored"},
    {"ttl_reductions_applied"},
};

void put_statistic(const facts& f, const statistic<facts>& s, wire::buffer& out) {
    put(out, s.name, '=');
    if (s.show != nullptr) {
        s.show(f, out);
    } else if (const auto counter = find_namespace_counter(s.name)) {
        append(out, f.self.statistics(f.index).get(*counter));
    } else {
        append(out, s.text);
    }
    append(out, ';');
}

}  // namespace

void namespace_facts(const request& r) {
    std::string_view rest = r.arguments;
    const auto index = r.cluster.find_namespace(take_argument(rest));
    if (!index) return put(r.out, "type=unknown");
    const facts f = facts_of(r, *index);
    for (const auto& s : statistics_table)
        put_statistic(f, s, r.out);
    show_namespace_settings(r, *index);
}

// Of all namespaces, masters and proles.
object_counts counts_of(const cluster_state& cluster, const node& n) {
    object_counts sum;
    for (std::size_t i = 0; i < cluster.namespace_count(); ++i) {
        sum += cluster.namespace_at(i).totals(
            [&](std::uint32_t pid) { return cluster.is_replica(n, i, pid); });
    }
    return sum;
}

void objects(const request& r) {
    put(r.out, counts_of(r.cluster, r.self).objects);
}

}  // namespace spikelet::mock::info
