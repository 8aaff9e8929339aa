// Reading one record (chapter 04 §1, chapter 13 §2.4).
#include "engine/command.hpp"
#include "engine/ttl.hpp"
#include "engine/work_limit.hpp"
#include "operations/operation.hpp"
#include "storage/collection_value.hpp"

namespace spikelet::mock {
namespace {

using enum result_code;

// From here on, operations times bins, the bins are taken out once and found through an index.
constexpr std::size_t linear_search_max = 4096;

void answer_all_bins(const record& r, wire::message_writer& reply) {
    for (const bin_view& bin : r.bins()) {
        append_value(reply, wire::operation_type::read, bin.name, bin.value);
    }
}

// The usual case: a few plain reads, answered straight from the stored block.
void answer_plain_read(const wire::operation_view& op, const record& r, bool respond_all,
                       wire::message_writer& reply) {
    if (op.bin.empty()) {
        answer_all_bins(r, reply);
    } else if (const auto value = r.find(op.bin)) {
        append_value(reply, op.type, op.bin, *value);
    } else if (respond_all) {
        reply.operation(op.type, op.bin, particle_type::null, bytes_view{});
    }
}

result_code answer_operations(const command& cmd, const record& r, wire::message_writer& reply) {
    const auto operations = cmd.message.operations();
    const bool respond_all = cmd.has2(wire::info2::respond_all_ops);

    bool plain = operations.size() * std::size_t{r.bin_count()} <= linear_search_max;
    for (const wire::operation_view op : operations) {
        const operation_entry* entry = find_operation(op.type);
        if (entry == nullptr || entry->kind != operation_kind::read) return parameter;
        if (!wire::is_bin_name(op.bin)) return bin_name;
        if (op.type == wire::operation_type::read) {
            if (op.bin.empty() && respond_all) return parameter;
            continue;
        }
        plain = false;
        if (entry->validate != nullptr) {
            if (const result_code rc = entry->validate(op); rc != ok) return rc;
        }
    }

    if (plain) {
        for (const wire::operation_view op : operations) {
            answer_plain_read(op, r, respond_all, reply);
            if (!reply.fits()) return parameter;
        }
        return ok;
    }
    command_memory memory;
    working_bins bins(&r);
    const record_facts facts = facts_for(cmd, &r);
    operation_context context{.bins = bins,
                              .memory = memory,
                              .reply = reply,
                              .facts = &facts,
                              .record_existed = true,
                              .is_write_command = false,
                              .respond_all = respond_all};
    work_limit limit(cmd.cluster);
    for (const wire::operation_view op : operations) {
        const result_code rc = find_operation(op.type)->run(op, context);
        if (rc != ok) return rc;
        if (!reply.fits()) return parameter;
        bins.collect(memory);
        if (memory.is_exhausted()) return record_too_big;
        if (limit.is_exceeded()) return timeout;
    }
    return ok;
}

result_code answer_bins(const command& cmd, const record& r, wire::message_writer& reply) {
    if (cmd.has1(wire::info1::get_no_bins)) return ok;
    if (cmd.has1(wire::info1::get_all)) {
        // Operations besides are not looked at (golden cases scalar/info_bits).
        if (cmd.header().operation_count != 0 && cmd.has2(wire::info2::respond_all_ops)) {
            return parameter;
        }
        answer_all_bins(r, reply);
        return ok;
    }
    return cmd.header().operation_count != 0 ? answer_operations(cmd, r, reply) : parameter;
}

// A copy of the record with another void-time: what a touch by reading leaves (chapter 01 §12).
void touch_by_reading(const command& cmd, partition& cell, const record_ptr& seen,
                      std::uint32_t void_time_s) {
    const std::lock_guard lock(cell.mutex());
    const record* now_there = cell.find(cmd.digest);
    if (now_there != seen.get()) return;  // changed since: the writer has set its own
    record_metadata meta = seen->metadata();
    meta.void_time_s = void_time_s;
    meta.last_update_time = cmd.now;
    const working_bins bins(seen.get());
    cmd.store.put(cell, record::make(cmd.digest, meta, bins.view()));
    cmd.serving.statistics(cmd.namespace_index).add(namespace_counter::read_touch_success);
}

outcome read(const command& cmd, wire::message_writer& reply) {
    if (const result_code rc = refusal_of_key(cmd); rc != ok) return failed(rc);
    partition* cell = cmd.store.find_partition(cmd.pid);
    record_ptr r;
    if (cell != nullptr) {
        const std::lock_guard lock(cell->mutex());
        r = record_ptr::share(cell->find(cmd.digest));
    }
    if (!r) return failed(record_not_found);
    // A record that has expired but is not yet removed shows in the header (chapter 17 §11), and so
    // does a tombstone (chapter 16 §2).
    if (!is_live(cmd, *r)) return failed(record_not_found, *r);
    if (cmd.set && is_other_set(cmd, *r)) return failed(parameter, *r);
    if (is_other_key(cmd, *r)) return failed(key_mismatch, *r);
    if (const result_code rc = check_filter(cmd, *r); rc != ok) return failed(rc, *r);

    const std::uint32_t touch_percent = cmd.header().record_ttl;
    if (r->void_time_s() != 0 && touch_percent > 100 && touch_percent != 0xFFFFFFFF) {
        return failed(parameter, *r);
    }
    if (const result_code rc = answer_bins(cmd, *r, reply); rc != ok) {
        reply.restart();
        return failed(rc, *r);
    }
    if (const auto void_time = void_time_after_read(cmd, *r)) {
        touch_by_reading(cmd, *cell, r, *void_time);
    }
    return failed(ok, *r);
}

void count(const command& cmd, result_code code) {
    using enum namespace_counter;
    namespace_statistics& own = cmd.self.statistics(cmd.namespace_index);
    namespace_statistics& serving = cmd.serving.statistics(cmd.namespace_index);
    const bool proxied = cmd.is_proxied();
    switch (code) {
        case ok:
            serving.add(proxied ? from_proxy_read_success : client_read_success);
            break;
        case record_not_found:
            serving.add(proxied ? from_proxy_read_not_found : client_read_not_found);
            break;
        default:
            serving.add(proxied ? from_proxy_read_error : client_read_error);
            break;
    }
    if (proxied) own.add(client_proxy_complete);
}

}  // namespace

outcome run_read_command(const command& cmd, wire::message_writer& reply) {
    // Strong-consistency reads exist only where strong consistency does (chapter 04 §1): linearize
    // is refused, the relaxed modes read as ever.
    const bool linearize =
        cmd.has3(wire::info3::sc_read_type) && !cmd.has3(wire::info3::sc_read_relax);
    const outcome end =
        linearize ? failed(cmd.cluster.is_enterprise() ? unsupported_feature : enterprise_only)
                  : read(cmd, reply);
    count(cmd, end.code);
    return end;
}

}  // namespace spikelet::mock
