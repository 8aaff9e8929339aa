#include "engine/command.hpp"
#include "operations/expressions/expression.hpp"
#include "storage/record_size.hpp"

#include <algorithm>

namespace spikelet::mock {

bool is_gone(const command& cmd, const record& r) {
    if (r.is_expired(cmd.now_s)) return true;
    const std::uint64_t lut = r.last_update_time();
    if (lut < cmd.store.truncate_lut_ms.load(std::memory_order_relaxed)) return true;
    return r.set() != 0 &&
           lut < cmd.store.sets()[r.set()].truncate_lut_ms.load(std::memory_order_relaxed);
}

bool is_live(const command& cmd, const record& r) {
    return !r.is_tombstone() && !is_gone(cmd, r);
}

bool is_other_set(const command& cmd, const record& r) {
    return cmd.store.sets().name(r.set()) != cmd.set.value_or(std::string_view{});
}

bool is_other_key(const command& cmd, const record& r) {
    if (!cmd.key) return false;
    const bytes_view stored = r.key();
    return !stored.empty() && !std::ranges::equal(stored, *cmd.key);
}

record_facts facts_for(const command& cmd, const record* r) {
    // What record_size answers inside the command that creates the record (chapter 18 §4).
    constexpr std::uint64_t size_of_no_record = 16;
    record_facts facts{.stored = r, .key_digest = &cmd.digest, .now = cmd.now};
    if (r == nullptr) {
        facts.set = cmd.set.value_or(std::string_view{});
        facts.stored_size = size_of_no_record;
        return facts;
    }
    facts.set = cmd.store.sets().name(r->set());
    facts.key = r->key();
    facts.stored_size = stored_record_size(raw_record_size(*r, facts.set.size()));
    return facts;
}

result_code check_filter(const command& cmd, const record& r) {
    if (!cmd.has_filter) return result_code::ok;
    if (cmd.filter == nullptr) return result_code::parameter;
    command_memory memory;
    const record_facts facts = facts_for(cmd, &r);
    const bool passes = cmd.filter->evaluate({.memory = memory, .record = &facts}).is_true();
    return passes ? result_code::ok : result_code::filtered_out;
}

result_code refusal_of_durable_delete(const command& cmd) {
    return cmd.has2(wire::info2::durable_delete) && !cmd.cluster.is_enterprise()
               ? result_code::enterprise_only
               : result_code::ok;
}

void remove_record(const command& cmd, partition& cell, const record& r) {
    if (!cmd.has2(wire::info2::durable_delete)) {
        cmd.store.erase(cell, cmd.digest);
        return;
    }
    const bytes_view key = r.key();
    const record_metadata meta{.generation = record::next_generation(&r),
                               .void_time_s = 0,
                               .last_update_time = cmd.now,
                               .set = r.set(),
                               .key = key.empty() && cmd.key ? *cmd.key : key};
    cmd.store.put(cell, record::make(cmd.digest, meta, {}));
}

result_code refusal_of_key(const command& cmd) {
    if (!cmd.key) return result_code::ok;
    const bytes_view key = *cmd.key;
    if (key.empty()) return result_code::unsupported_feature;
    const bool integer = static_cast<particle_type>(key[0]) == particle_type::integer;
    return integer && key.size() != 9 ? result_code::unsupported_feature : result_code::ok;
}

bool is_set_stopped(const command& cmd, set_id set) {
    if (set == 0) return false;
    const set_info& info = cmd.store.sets()[set];
    const std::uint64_t count = info.stop_writes_count.load(std::memory_order_relaxed);
    const std::uint64_t size = info.stop_writes_size.load(std::memory_order_relaxed);
    if (count == 0 && size == 0) return false;
    const object_counts now = cmd.store.set_totals(set, [](std::uint32_t) { return true; });
    return (count != 0 && now.objects >= count) || (size != 0 && now.data_used_bytes >= size);
}

bool generation_fits(const command& cmd, std::uint32_t generation) {
    // With both bits set only equality counts (chapter 01 §13).
    if (cmd.has2(wire::info2::generation)) return generation == cmd.header().generation;
    if (cmd.has2(wire::info2::generation_gt)) return cmd.header().generation > generation;
    return true;
}

}  // namespace spikelet::mock
