// Writing one record: all operations or none (chapter 13 §2.3, chapter 01 §13).
#include "engine/command.hpp"
#include "engine/ttl.hpp"
#include "engine/work_limit.hpp"
#include "operations/operation.hpp"
#include "storage/record_size.hpp"

namespace spikelet::mock {
namespace {

using enum result_code;

constexpr std::size_t bin_count_max = 32767;

// What the operations of a command ask for, seen before the record is looked at.
struct plan {
    bool must_exist = false;  // UPDATE_ONLY, REPLACE_ONLY, or a touch
    bool replaces = false;
    bool respond_all = false;
    bool set_is_full = false;  // a new record is refused
};

result_code make_plan(const command& cmd, plan& out) {
    using namespace wire;
    if (cmd.header().operation_count == 0) return parameter;
    out.must_exist = cmd.has3(info3::update_only | info3::replace_only);
    out.replaces = cmd.has3(info3::create_or_replace | info3::replace_only);
    out.respond_all = cmd.has2(info2::respond_all_ops);

    const bool may_read = cmd.has1(info1::read);
    bool reads_all = false;
    bool reads_other = false;
    for (const operation_view op : cmd.message.operations()) {
        const operation_entry* entry = find_operation(op.type);
        if (entry == nullptr) continue;  // refused when its turn comes, as on a server
        if (entry->kind == operation_kind::touch) {
            if (out.replaces) return parameter;
            out.must_exist = true;
            continue;
        }
        if (entry->kind == operation_kind::delete_all) {
            if (out.replaces) return parameter;
            continue;
        }
        if (!is_bin_name(op.bin)) return bin_name;
        if (entry->kind == operation_kind::read) {
            if (!may_read) return parameter;
            if (op.type == operation_type::read && op.bin.empty()) {
                if (out.respond_all || reads_all) return parameter;
                reads_all = true;
            } else {
                reads_other = true;
            }
        } else if (out.replaces) {
            const bool removes =
                op.type == operation_type::write && op.particle == particle_type::null;
            if (removes || !entry->replaces) return parameter;
        }
        if (entry->validate != nullptr) {
            if (const result_code rc = entry->validate(op); rc != ok) return rc;
        }
    }
    if (reads_all && reads_other) return parameter;
    if (cmd.has1(info1::get_all) && !reads_all) return parameter;
    return ok;
}

// Asked before the record's partition is locked: a set's counts lie in all partitions, each behind
// its lock.
bool is_set_full(const command& cmd) {
    if (!cmd.set || !cmd.store.sets().has_limits()) return false;
    const auto set = cmd.store.sets().find(*cmd.set);
    if (!set) return false;
    const set_info& info = cmd.store.sets()[*set];
    const std::uint64_t count = info.stop_writes_count.load(std::memory_order_relaxed);
    const std::uint64_t size = info.stop_writes_size.load(std::memory_order_relaxed);
    if (count == 0 && size == 0) return false;
    const object_counts now = cmd.store.set_totals(*set, [](std::uint32_t) { return true; });
    return (count != 0 && now.objects >= count) || (size != 0 && now.data_used_bytes >= size);
}

// Checks that need no record, in the server's order.
result_code check_before_lookup(const command& cmd, plan& out) {
    const namespace_settings& settings = cmd.store.settings();
    if (cmd.store.stops_writes()) return server_full;
    if (!cmd.set && settings.disallow_null_setname.load(std::memory_order_relaxed))
        return parameter;
    if (const result_code rc = make_plan(cmd, out); rc != ok) return rc;
    if (const result_code rc = refusal_of_key(cmd); rc != ok) return rc;
    out.set_is_full = is_set_full(cmd);
    return check_ttl(cmd);
}

result_code run_operations(const command& cmd, operation_context& context) {
    work_limit limit(cmd.cluster);
    for (const wire::operation_view op : cmd.message.operations()) {
        const operation_entry* entry = find_operation(op.type);
        if (entry == nullptr) return parameter;
        if (const result_code rc = entry->run(op, context); rc != ok) return rc;
        if (!context.reply.fits()) return parameter;
        context.bins.collect(context.memory);
        if (context.memory.is_exhausted()) return record_too_big;
        if (limit.is_exceeded()) return timeout;
    }
    return context.bins.size() > bin_count_max ? parameter : ok;
}

// The stored record, or its tombstone, as the reply to a failure shows it.
outcome fail(result_code code, const record* stored) {
    return stored == nullptr ? failed(code) : failed(code, *stored);
}

outcome write_locked(const command& cmd, const plan& plan, partition& cell,
                     wire::message_writer& reply) {
    const record* stored = cell.find(cmd.digest);
    if (stored != nullptr && is_gone(cmd, *stored)) {
        cmd.store.erase(cell, cmd.digest);
        stored = nullptr;
    }
    // A tombstone is no record, but a record that takes its place goes on with its set, key and
    // generation (chapter 16 §2).
    const record* const old = stored == nullptr || stored->is_tombstone() ? nullptr : stored;
    if (old == nullptr && plan.must_exist) return fail(record_not_found, stored);

    set_id set = 0;
    if (stored == nullptr) {
        const auto made = cmd.store.sets().find_or_make(cmd.set.value_or(std::string_view{}));
        if (!made) return failed(parameter);
        set = *made;
    } else {
        set = stored->set();
    }
    if (old != nullptr && cmd.has2(wire::info2::create_only)) return failed(record_exists, *old);
    if (!generation_fits(cmd, stored == nullptr ? 0u : stored->generation())) {
        return fail(generation, stored);
    }
    if (stored != nullptr) {
        if (is_other_set(cmd, *stored)) return failed(parameter, *stored);
        if (is_other_key(cmd, *stored)) return failed(key_mismatch, *stored);
    }
    if (old != nullptr) {
        if (const result_code rc = check_filter(cmd, *old); rc != ok) return failed(rc, *old);
    } else if (plan.set_is_full) {
        return fail(forbidden, stored);
    }

    command_memory memory;
    working_bins bins(plan.replaces ? nullptr : old);
    const record_facts facts = facts_for(cmd, old);
    operation_context context{.bins = bins,
                              .memory = memory,
                              .reply = reply,
                              .facts = &facts,
                              .record_existed = old != nullptr,
                              .is_write_command = true,
                              .respond_all = plan.respond_all};
    if (const result_code rc = run_operations(cmd, context); rc != ok) return fail(rc, stored);

    if (bins.empty()) {
        if (old == nullptr) return fail(record_not_found, stored);
        if (const result_code rc = refusal_of_durable_delete(cmd); rc != ok) {
            return failed(rc, *old);
        }
        remove_record(cmd, cell, *old);
        cmd.serving.statistics(cmd.namespace_index).add(namespace_counter::deleted_last_bin);
        return {};
    }

    record_metadata meta{.generation = record::next_generation(stored),
                         .void_time_s = void_time_after(cmd, old, set),
                         .last_update_time = cmd.now,
                         .set = set,
                         .key = stored == nullptr ? bytes_view{} : stored->key()};
    if (meta.key.empty() && cmd.key) meta.key = *cmd.key;
    const std::uint64_t raw = raw_record_size(cmd.store.sets().name(set).size(), meta.key,
                                              meta.void_time_s != 0, bins.view());
    if (raw + 4 > cmd.store.settings().max_record_size.load(std::memory_order_relaxed)) {
        return fail(record_too_big, stored);
    }
    cmd.store.put(cell, record::make(cmd.digest, meta, bins.view()));
    return {.code = ok, .generation = meta.generation, .void_time_s = meta.void_time_s};
}

outcome write(const command& cmd, wire::message_writer& reply) {
    plan plan;
    if (const result_code rc = check_before_lookup(cmd, plan); rc != ok) return failed(rc);
    partition& cell = cmd.store.partition_at(cmd.pid);
    const std::lock_guard lock(cell.mutex());
    return write_locked(cmd, plan, cell, reply);
}

void count(const command& cmd, result_code code) {
    using enum namespace_counter;
    namespace_statistics& own = cmd.self.statistics(cmd.namespace_index);
    namespace_statistics& serving = cmd.serving.statistics(cmd.namespace_index);
    const bool proxied = cmd.is_proxied();
    if (code == ok) {
        serving.add(proxied ? from_proxy_write_success : client_write_success);
    } else {
        serving.add(proxied ? from_proxy_write_error : client_write_error);
    }
    if (code == generation) serving.add(fail_generation);
    if (code == record_too_big) serving.add(fail_record_too_big);
    if (proxied) own.add(client_proxy_complete);
}

}  // namespace

outcome run_write_command(const command& cmd, wire::message_writer& reply) {
    const outcome end = write(cmd, reply);
    if (end.code != ok) reply.restart();
    count(cmd, end.code);
    return end;
}

}  // namespace spikelet::mock
