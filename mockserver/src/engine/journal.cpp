#include "engine/journal.hpp"

#include <spikelet/wire/message.hpp>

#include <algorithm>

namespace spikelet::mock {
namespace {

request_kind kind_of(const wire::message_view& m) {
    const wire::message_header& h = m.header;
    if ((h.info1 & wire::info1::batch) != 0) return request_kind::batch;
    if (!m.has(wire::field_type::digest)) return request_kind::unknown;
    if ((h.info2 & wire::info2::write) == 0) {
        const bool reads = (h.info1 & wire::info1::read) != 0;
        return reads ? request_kind::read : request_kind::unknown;
    }
    if ((h.info2 & wire::info2::delete_record) != 0) return request_kind::remove;
    return m.has(wire::field_type::udf_package) ? request_kind::apply : request_kind::write;
}

std::string text_of(const wire::message_view& m, wire::field_type type) {
    return std::string(wire::as_text(m.field(type).value_or(bytes_view{})));
}

}  // namespace

std::string_view name(request_kind kind) {
    switch (kind) {
        case request_kind::read:
            return "read";
        case request_kind::write:
            return "write";
        case request_kind::remove:
            return "remove";
        case request_kind::apply:
            return "apply";
        case request_kind::batch:
            return "batch";
        case request_kind::unknown:
            break;
    }
    return "unknown";
}

journal_entry describe_request(const cluster_state& cluster, const node& self, bytes_view body,
                               wire::result_code result) {
    using wire::field_type;
    journal_entry out{.node = self.name(),
                      .kind = request_kind::unknown,
                      .key = std::nullopt,
                      .replica = std::nullopt,
                      .result = result,
                      .time = cluster.time().now()};
    wire::message_view m;
    if (wire::parse_message(body, m) != wire::message_errc::ok) return out;
    out.kind = kind_of(m);
    const auto sent = m.field(field_type::digest);
    if (!sent || sent->size() != wire::digest_size) return out;

    wire::digest digest;
    std::ranges::copy(*sent, digest.begin());
    const std::string namespace_name = text_of(m, field_type::namespace_name);
    out.key = key::of_record(namespace_name, text_of(m, field_type::set_name), digest,
                             m.field(field_type::key).value_or(bytes_view{}));
    const auto index = cluster.find_namespace(namespace_name);
    if (!index) return out;
    const std::uint32_t replica =
        cluster.map().replica_of(self.index(), wire::partition_id(digest));
    if (replica < cluster.effective_replication_factor(*index)) out.replica = replica;
    return out;
}

}  // namespace spikelet::mock
