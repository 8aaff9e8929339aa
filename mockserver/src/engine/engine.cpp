#include "engine/engine.hpp"

#include "engine/command.hpp"
#include "engine/reply.hpp"
#include "operations/expressions/expression.hpp"

#include <spikelet/wire/compression.hpp>

#include <algorithm>

namespace spikelet::mock {
namespace {

using enum result_code;

// A name that a client sent as a C string, its end included, is taken as the name.
std::string_view without_zero_bytes(bytes_view name) {
    std::string_view text = wire::as_text(name);
    while (!text.empty() && text.back() == '\0')
        text.remove_suffix(1);
    return text;
}

bool is_write(const wire::message_header& h) {
    return (h.info2 & wire::info2::write) != 0;
}

// The node that does the work: the one that was asked when it holds a fitting replica, else the
// master (chapter 17 §4). Reads are served by any replica.
node& serving_node(cluster_state& cluster, node& self, std::size_t namespace_index,
                   std::uint32_t pid, bool write) {
    if (cluster.node_count() == 1) return self;
    const std::uint32_t replica = cluster.map().replica_of(self.index(), pid);
    const std::uint32_t wanted = write ? 1 : cluster.effective_replication_factor(namespace_index);
    return replica < wanted ? self : cluster.node_at(cluster.map().master(pid));
}

result_code refusal_of_xdr(const command& cmd) {
    const namespace_settings& settings = cmd.store.settings();
    const bool by_xdr = cmd.has1(wire::info1::xdr);
    const bool refused = by_xdr ? settings.reject_xdr_writes.load(std::memory_order_relaxed)
                                : settings.reject_non_xdr_writes.load(std::memory_order_relaxed);
    return refused ? forbidden : ok;
}

// In the time of the clock that the client reads. A clock that was moved by hours must not show in
// the ttl that a client elsewhere works out.
std::uint32_t void_time_for(client_clock reads, const clock& time, std::uint32_t void_time_s) {
    if (void_time_s == 0 || reads == client_clock::clusters) return void_time_s;
    return static_cast<std::uint32_t>(void_time_s - time.ahead_s());
}

std::optional<outcome> run_single_record(const command& cmd, wire::message_writer& reply) {
    if (!is_write(cmd.header())) return run_read_command(cmd, reply);
    if (const result_code rc = refusal_of_xdr(cmd); rc != ok) {
        cmd.self.statistics(cmd.namespace_index).add(namespace_counter::fail_xdr_forbidden);
        return failed(rc);
    }
    if (cmd.has2(wire::info2::delete_record)) return run_delete_command(cmd);
    return cmd.message.has(wire::field_type::udf_package) ? run_udf_command(cmd, reply)
                                                          : run_write_command(cmd, reply);
}

}  // namespace

void append_bare_reply(result_code code, std::uint8_t info3_bits, wire::buffer& out) {
    wire::message_writer reply(out);
    reply.finish({.info3 = info3_bits, .result_code = static_cast<std::uint8_t>(code)});
}

void compress_reply(std::size_t start, wire::buffer& out) {
    const bytes_view frame = out.view().subspan(start);
    if (frame.size() <= wire::compression_threshold) return;
    wire::buffer compressed;
    if (!wire::compress_frame(frame, compressed)) return;
    out.truncate(start);
    out.append(compressed.view());
}

std::optional<result_code> execute_message(cluster_state& cluster, node& self, bytes_view body,
                                           wire::buffer& out, client_clock reads,
                                           slow_frames slow) {
    const auto refuse = [&](result_code code) {
        append_bare_reply(code, 0, out);
        return code;
    };
    using wire::field_type;
    wire::message_view message;
    if (wire::parse_message(body, message) != wire::message_errc::ok) {
        self.statistics().demarshal_error.fetch_add(1, std::memory_order_relaxed);
        return refuse(parameter);
    }
    const wire::message_header& header = message.header;

    if ((header.info1 & wire::info1::batch) != 0) {
        return execute_batch(cluster, self, message, out, reads, slow);
    }
    const auto namespace_name = message.field(field_type::namespace_name);
    const auto namespace_index =
        namespace_name ? cluster.find_namespace(without_zero_bytes(*namespace_name)) : std::nullopt;
    if (!namespace_index) return refuse(invalid_namespace);

    // Without a digest the message is a query, which this server does not have.
    const auto digest = message.field(field_type::digest);
    if (!digest) return refuse(unsupported_feature);
    if (digest->size() != wire::digest_size) return refuse(parameter);
    if ((header.info1 & wire::info1::read) == 0 && !is_write(header)) {
        return refuse(parameter);
    }
    if (message.has(field_type::mrt_id)) {
        return refuse(cluster.is_enterprise() ? unsupported_feature : enterprise_only);
    }
    const auto filter = message.field(field_type::filter_expression);

    wire::digest key_digest;
    std::ranges::copy(*digest, key_digest.begin());
    const std::uint32_t pid = wire::partition_id(key_digest);
    const time_ms now = cluster.time().now();
    command cmd{.message = message,
                .cluster = cluster,
                .self = self,
                .serving = serving_node(cluster, self, *namespace_index, pid, is_write(header)),
                .namespace_index = *namespace_index,
                .store = cluster.namespace_at(*namespace_index),
                .digest = key_digest,
                .pid = pid,
                .set = std::nullopt,
                .key = message.field(field_type::key),
                .filter = filter ? expressions::compile_condition(*filter) : nullptr,
                .has_filter = filter.has_value(),
                .now_s = static_cast<std::uint32_t>(now / 1000),
                .now = now,
                .slow = slow};
    if (const auto set = message.field(field_type::set_name); set && !set->empty()) {
        cmd.set = wire::as_text(*set);
    }

    wire::message_writer reply(out);
    const auto end = run_single_record(cmd, reply);
    if (!end) {
        out.truncate(reply.start());
        return std::nullopt;
    }
    reply.finish({.result_code = static_cast<std::uint8_t>(end->code),
                  .generation = end->generation,
                  .record_ttl = void_time_for(reads, cluster.time(), end->void_time_s)});
    if ((header.info1 & wire::info1::compress_response) != 0 && cluster.is_enterprise()) {
        compress_reply(reply.start(), out);
    }
    return end->code;
}

}  // namespace spikelet::mock
