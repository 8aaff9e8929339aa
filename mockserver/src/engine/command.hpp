// A single-record command, taken apart and checked as far as that needs no record.
#pragma once

#include "cluster/cluster_state.hpp"
#include "engine/engine.hpp"
#include "operations/expressions/facts.hpp"

#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace spikelet::mock {

namespace expressions {
class expression;
}

using wire::result_code;

struct command {
    const wire::message_view& message;
    cluster_state& cluster;
    node& self;     // that the client asked
    node& serving;  // that does the work; another one when self holds no fitting replica
    std::size_t namespace_index = 0;
    namespace_store& store;
    wire::digest digest{};
    std::uint32_t pid = 0;
    // The set field; nullopt when there is none or it is empty.
    std::optional<std::string_view> set;
    // The key field, which refusal_of_key() judges; nullopt when there is none.
    std::optional<bytes_view> key;
    // The filter; null when there is none, and when it is malformed, which shows only where a
    // record is to be filtered.
    std::shared_ptr<const expressions::expression> filter;
    bool has_filter = false;
    std::uint32_t now_s = 0;
    time_ms now = 0;
    slow_frames slow = slow_frames::execute;

    const wire::message_header& header() const { return message.header; }
    bool has1(std::uint8_t bits) const { return (message.header.info1 & bits) != 0; }
    bool has2(std::uint8_t bits) const { return (message.header.info2 & bits) != 0; }
    bool has3(std::uint8_t bits) const { return (message.header.info3 & bits) != 0; }
    bool is_proxied() const { return &self != &serving; }
};

// A request without a time of its own has transaction-max-ms of a stock server.
inline time_ms deadline_of(const wire::message_header& h, time_ms begin) {
    constexpr time_ms default_time = 1000;
    return begin + (h.transaction_ttl == 0 ? default_time : h.transaction_ttl);
}

// How a command ended: what the reply's header says.
struct outcome {
    result_code code = result_code::ok;
    std::uint32_t generation = 0;
    std::uint32_t void_time_s = 0;
};
inline outcome failed(result_code code) {
    return {.code = code};
}
// A failure after the record was found: the header shows the record as it is.
inline outcome failed(result_code code, const record& r) {
    return {.code = code, .generation = r.generation(), .void_time_s = r.void_time_s()};
}

// The kinds of command. Each appends operations to `reply` (and takes them back when it fails) and
// counts itself in the statistics of the nodes.
outcome run_read_command(const command& cmd, wire::message_writer& reply);
outcome run_write_command(const command& cmd, wire::message_writer& reply);
outcome run_delete_command(const command& cmd);
// A Lua function on one record. Also a failing one has an operation, which tells why. nullopt: it
// is slow, and was left.
std::optional<outcome> run_udf_command(const command& cmd, wire::message_writer& reply);

// ---- checks that they share

// Expired, or last updated before its set or namespace was truncated: not there any more.
bool is_gone(const command& cmd, const record& r);
// There for clients: neither gone nor the tombstone of a durable delete.
bool is_live(const command& cmd, const record& r);
bool is_other_set(const command& cmd, const record& r);
// True when both the record and the request carry a key and they differ.
bool is_other_key(const command& cmd, const record& r);
// What expressions can ask about a record; null: there is none yet.
record_facts facts_for(const command& cmd, const record* r);
// filtered_out when there is a filter that does not pass the record (chapter 12 §3).
result_code check_filter(const command& cmd, const record& r);
// A durable delete leaves a tombstone: refused by a community server. ok when the command does not
// ask for one.
result_code refusal_of_durable_delete(const command& cmd);
// Removes a live record of this partition, whose lock is held; of a durable delete a tombstone
// stays, which goes on with the record's generation and key (chapter 16 §2).
void remove_record(const command& cmd, partition& cell, const record& r);
// A key field that holds no key: a type byte and a value, integers of eight bytes (chapter 01 §10).
result_code refusal_of_key(const command& cmd);
// Its set has as many records or bytes as it may have: no record can be added.
bool is_set_stopped(const command& cmd, set_id set);
// The generation bits of info2 against the record's generation; 0 stands for "no record".
bool generation_fits(const command& cmd, std::uint32_t generation);

}  // namespace spikelet::mock
