// Applying a Lua function to one record (chapter 04 §1 "UDF apply", chapter 14 §2).
//
// The function never runs under a lock: it works on the record as it was. What it wrote is
// committed in one go if the record is still the same, else the function runs again.
#include "engine/command.hpp"
#include "engine/ttl.hpp"
#include "lua/registry.hpp"
#include "storage/record_size.hpp"

#include <optional>

namespace spikelet::mock {
namespace {

using enum result_code;

constexpr std::string_view success_name = "SUCCESS";
constexpr std::string_view failure_name = "FAILURE";
constexpr std::string_view not_loaded = "UDF: Execution Error 1";

constexpr std::size_t name_size_max = 127;  // of packages and functions

struct function_call {
    std::string_view package;
    std::string_view function;
    bytes_view arguments;
};

// nullopt when a field is missing or too long.
std::optional<function_call> parse_call(const command& cmd) {
    const auto package = cmd.message.field(wire::field_type::udf_package);
    const auto function = cmd.message.field(wire::field_type::udf_function);
    const auto arguments = cmd.message.field(wire::field_type::udf_arglist);
    if (!package || !function || !arguments || package->size() > name_size_max ||
        function->size() > name_size_max) {
        return std::nullopt;
    }
    return function_call{wire::as_text(*package), wire::as_text(*function), *arguments};
}

// Conditions on the record belong to writes; a function sees for itself.
bool has_condition(const command& cmd) {
    using namespace wire;
    return cmd.has2(info2::generation | info2::generation_gt | info2::create_only) ||
           cmd.has3(info3::update_only | info3::create_or_replace | info3::replace_only);
}

enum class effect { none, write, remove };

struct ending {
    outcome header;
    effect done = effect::none;
    bool lua_failed = false;
    bool left = false;  // nothing else is known: it needs more than a turn
};
constexpr ending left_ending{.header = {}, .left = true};

// What is stored: the record that the function sees, and the one that must still be there at the
// end.
struct snapshot {
    record_ptr stored;              // null: nothing
    const record* there = nullptr;  // null: nothing, or it has expired; may be a tombstone
    const record* seen = nullptr;   // null: also where there is a tombstone
};

snapshot take_snapshot(const command& cmd) {
    snapshot s;
    partition* const cell = cmd.store.find_partition(cmd.pid);
    if (cell != nullptr) {
        const std::lock_guard lock(cell->mutex());
        s.stored = record_ptr::share(cell->find(cmd.digest));
    }
    if (s.stored && !is_gone(cmd, *s.stored)) s.there = s.stored.get();
    if (s.there != nullptr && !s.there->is_tombstone()) s.seen = s.there;
    return s;
}

outcome fail(result_code code, const snapshot& s) {
    return s.there == nullptr ? failed(code) : failed(code, *s.there);
}

result_code check_record(const command& cmd, const snapshot& s) {
    if (s.there == nullptr) return ok;
    if (is_other_set(cmd, *s.there)) return parameter;
    if (is_other_key(cmd, *s.there)) return key_mismatch;
    return s.seen == nullptr ? ok : check_filter(cmd, *s.seen);
}

result_code refusal_of_write(const command& cmd, const snapshot& s) {
    if (cmd.store.stops_writes()) return server_full;
    const auto set = s.seen != nullptr
                         ? std::optional(s.seen->set())
                         : cmd.store.sets().find(cmd.set.value_or(std::string_view{}));
    return set && is_set_stopped(cmd, *set) ? forbidden : ok;
}

lua::record_facts facts_of(const command& cmd, const snapshot& s) {
    const std::string_view set = cmd.set.value_or(std::string_view{});
    const record* const seen = s.seen;
    return {.stored = seen,
            .digest = cmd.digest,
            .set = seen != nullptr ? cmd.store.sets().name(seen->set()) : set,
            .message_key = cmd.key.value_or(bytes_view{}),
            .stored_size = seen == nullptr ? 0
                                           : stored_record_size(raw_record_size(
                                                 *seen, cmd.store.sets().name(seen->set()).size())),
            .now_s = cmd.now_s,
            .ttl = cmd.header().record_ttl,
            .write_refusal = refusal_of_write(cmd, s),
            .can_be_created = set.size() <= set_name_size_max};
}

// ---- committing

// nullopt: the record has changed meanwhile, and nothing is done.
std::optional<ending> commit(const command& cmd, const snapshot& s,
                             const lua::record_target& target) {
    if (const result_code rc = check_ttl(cmd, target.ttl()); rc != ok) return ending{fail(rc, s)};
    const bool removes = target.bins().empty();
    if (removes) {
        if (s.seen == nullptr) return ending{fail(record_not_found, s)};
        if (const result_code rc = refusal_of_durable_delete(cmd); rc != ok) {
            return ending{fail(rc, s)};
        }
    }
    const auto set = s.there != nullptr
                         ? std::optional(s.there->set())
                         : cmd.store.sets().find_or_make(cmd.set.value_or(std::string_view{}));
    if (!set) return ending{failed(parameter)};

    record_metadata meta{.generation = record::next_generation(s.there),
                         .void_time_s = void_time_after(cmd, target.ttl(), s.seen, *set),
                         .last_update_time = cmd.now,
                         .set = *set,
                         .key = s.there == nullptr ? bytes_view{} : s.there->key()};
    if (meta.key.empty() && cmd.key) meta.key = *cmd.key;
    if (target.is_key_dropped()) meta.key = {};
    record_ptr made;
    if (!removes) {
        const std::uint64_t raw = raw_record_size(cmd.store.sets().name(*set).size(), meta.key,
                                                  meta.void_time_s != 0, target.bins().view());
        if (raw + 4 > cmd.store.settings().max_record_size.load(std::memory_order_relaxed)) {
            return ending{fail(record_too_big, s)};
        }
        made = record::make(cmd.digest, meta, target.bins().view());
    }

    partition& cell = cmd.store.partition_at(cmd.pid);
    const std::lock_guard lock(cell.mutex());
    if (cell.find(cmd.digest) != s.stored.get()) return std::nullopt;
    if (removes) {
        remove_record(cmd, cell, *s.seen);
    } else {
        // What has expired leaves first, so that it is not taken for a former version.
        if (s.seen == nullptr) cmd.store.erase(cell, cmd.digest);
        cmd.store.put(cell, std::move(made));
    }
    return ending{{.code = ok, .generation = meta.generation, .void_time_s = meta.void_time_s},
                  removes ? effect::remove : effect::write};
}

// ---- running

void answer_failure(std::string_view text, wire::message_writer& reply) {
    reply.operation(wire::operation_type::read, failure_name, particle_type::string,
                    wire::as_bytes(text));
}

// Runs the function once. nullopt: it must run again.
std::optional<ending> try_once(const command& cmd, const function_call& call,
                               wire::message_writer& reply) {
    const snapshot s = take_snapshot(cmd);
    if (const result_code rc = check_record(cmd, s); rc != ok) return ending{fail(rc, s)};

    lua::registry& functions = cmd.cluster.functions();
    const auto allowed = cmd.slow == slow_frames::leave ? lua::effort::turn : lua::effort::whole;
    const lua::registry::lease state = functions.take(call.package, allowed);
    if (state.turn_is_over()) return left_ending;
    if (!state) {
        answer_failure(not_loaded, reply);
        return ending{fail(udf, s), effect::none, true};
    }
    lua::record_target target(facts_of(cmd, s));
    lua::call run{.record = target, .cache = {}, .log = {}};
    const lua::call_result result = state->run({.function = call.function,
                                                .arguments = call.arguments,
                                                .deadline = deadline_of(cmd.header(), cmd.now),
                                                .allowed = allowed},
                                               run);
    if (result.turn_is_over) return left_ending;

    std::optional<ending> end;
    if (!result.success) {
        answer_failure(result.failure, reply);
        end = ending{fail(udf, s), effect::none, true};
    } else if (target.code() != ok) {
        end = ending{fail(target.code(), s)};
    } else if (target.has_updates()) {
        end = commit(cmd, s, target);
    } else {
        end = ending{fail(ok, s)};
    }
    if (!end) return std::nullopt;
    functions.log().write(run.log);
    if (end->header.code == ok) {
        reply.operation(wire::operation_type::read, success_name, result.type, result.value);
    }
    return end;
}

ending apply(const command& cmd, wire::message_writer& reply) {
    const auto call = parse_call(cmd);
    if (!call || has_condition(cmd)) return {failed(parameter)};
    if (const result_code rc = refusal_of_key(cmd); rc != ok) return {failed(rc)};
    if (cmd.cluster.config().disable_udf_execution) return {failed(forbidden)};
    for (;;) {
        // Every turn but the last is another command's success.
        if (const auto end = try_once(cmd, *call, reply)) return *end;
    }
}

// ---- statistics

void count(const command& cmd, const ending& end) {
    using enum namespace_counter;
    namespace_statistics& own = cmd.self.statistics(cmd.namespace_index);
    namespace_statistics& serving = cmd.serving.statistics(cmd.namespace_index);
    const bool proxied = cmd.is_proxied();
    const result_code code = end.header.code;
    if (code == ok) {
        serving.add(proxied ? from_proxy_udf_complete : client_udf_complete);
        switch (end.done) {
            case effect::none:
                serving.add(proxied ? from_proxy_lang_read_success : client_lang_read_success);
                break;
            case effect::write:
                serving.add(proxied ? from_proxy_lang_write_success : client_lang_write_success);
                break;
            case effect::remove:
                serving.add(proxied ? from_proxy_lang_delete_success : client_lang_delete_success);
                break;
        }
    } else {
        serving.add(proxied ? from_proxy_udf_error : client_udf_error);
        if (end.lua_failed) serving.add(proxied ? from_proxy_lang_error : client_lang_error);
    }
    if (code == record_too_big) serving.add(fail_record_too_big);
    if (proxied) own.add(client_proxy_complete);
}

}  // namespace

std::optional<outcome> run_udf_command(const command& cmd, wire::message_writer& reply) {
    const ending end = apply(cmd, reply);
    if (end.left) return std::nullopt;
    count(cmd, end);
    return end.header;
}

}  // namespace spikelet::mock
