#include "command/request.hpp"

#include "command/collection_call.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/particle.hpp>

#include <algorithm>

namespace spikelet::command {
namespace {

using wire::field_type;
using wire::message_header;
using wire::message_writer;
using wire::operation_type;
using wire::particle_type;

// Enough for most commands: the first growth is the only one.
constexpr std::size_t usual_request_size = 256;

// ---- policies to bits

std::uint8_t info1_of_reads(const effective_policy& p) {
    return p.read_mode_ap == read_mode_ap::all ? wire::info1::consistency_level_all : 0;
}

std::uint8_t info3_of_reads(const effective_policy& p) {
    switch (p.read_mode_sc) {
        case read_mode_sc::session:
            break;
        case read_mode_sc::linearize:
            return wire::info3::sc_read_type;
        case read_mode_sc::allow_replica:
            return wire::info3::sc_read_relax;
        case read_mode_sc::allow_unavailable:
            return wire::info3::sc_read_type | wire::info3::sc_read_relax;
    }
    return 0;
}

void set_write_bits(const effective_policy& p, message_header& h) {
    h.info2 |= wire::info2::write;
    switch (p.exists) {
        case exists_policy::ignore:
            break;
        case exists_policy::create:
            h.info2 |= wire::info2::create_only;
            break;
        case exists_policy::update:
            h.info3 |= wire::info3::update_only;
            break;
        case exists_policy::replace:
            h.info3 |= wire::info3::replace_only;
            break;
        case exists_policy::create_or_replace:
            h.info3 |= wire::info3::create_or_replace;
            break;
    }
    switch (p.gen) {
        case generation_policy::ignore:
            break;
        case generation_policy::equal:
            h.info2 |= wire::info2::generation;
            h.generation = p.generation;
            break;
        case generation_policy::greater:
            h.info2 |= wire::info2::generation_gt;
            h.generation = p.generation;
            break;
    }
    if (p.commit_level == commit_level::master) h.info3 |= wire::info3::commit_level_master;
    if (p.durable_delete) h.info2 |= wire::info2::durable_delete;
}

// ---- the parts of a message

class request {
public:
    request(const key& k, const effective_policy& p, wire::buffer& out)
        : policy_(p), out_(out), message_(reserved(out)) {
        message_.field(field_type::namespace_name, wire::as_bytes(k.namespace_name()));
        message_.field(field_type::set_name, wire::as_bytes(k.set()));
        message_.field(field_type::digest, k.digest());
        if (p.key == key_policy::send && !k.user_key().is_nil()) {
            message_.field(field_type::key, wire::as_bytes(k.wire_form()));
        }
        if (!p.filter.packed.empty()) {
            message_.field(field_type::filter_expression, p.filter.packed);
        }
    }

    void operation(operation_type type, std::string_view bin) {
        message_.operation(type, bin, particle_type::null, wire::bytes_view{});
    }
    void operation(operation_type type, std::string_view bin, const value& v) {
        append(type, bin, wire::particle_type_of(v), [&] { wire::encode_particle(v, out_); });
    }
    void operation(operation_type type, std::string_view bin,
                   const spikelet::operation::call& call) {
        append(type, bin, particle_type::blob, [&] { pack_call(call, out_); });
    }

    void field(field_type type, wire::bytes_view content) { message_.field(type, content); }

    void finish(message_header h) {
        h.transaction_ttl = policy_.server_timeout_ms();
        message_.finish(h);
    }
    // Above the threshold; below it compression would gain nothing.
    void compress() {
        std::size_t threshold = wire::compression_threshold;
        if (policy_.compression_threshold != 0) {
            threshold = policy_.compression_threshold;
        } else if (!policy_.compress) {
            return;
        }
        const wire::bytes_view frame = out_.view().subspan(message_.start());
        if (frame.size() <= threshold) return;
        wire::buffer compressed;
        if (!wire::compress_frame(frame, compressed)) return;
        out_.truncate(message_.start());
        out_.append(compressed.view());
    }

private:
    static wire::buffer& reserved(wire::buffer& out) {
        out.reserve(out.size() + usual_request_size);
        return out;
    }
    // The value is encoded in place, and its size entered afterwards.
    template <class Encode>
    void append(operation_type type, std::string_view bin, particle_type particle, Encode encode) {
        const std::size_t start = out_.size();
        message_.operation(type, bin, particle, wire::bytes_view{});
        const std::size_t value_start = out_.size();
        encode();
        std::uint8_t* const size = out_.data() + start;
        wire::store_be(size, static_cast<std::uint32_t>(wire::load_be<std::uint32_t>(size) +
                                                        (out_.size() - value_start)));
    }

    const effective_policy& policy_;
    wire::buffer& out_;
    message_writer message_;
};

message_header read_header(std::uint8_t info1_bits, const effective_policy& p) {
    return {.info1 = static_cast<std::uint8_t>(wire::info1::read | info1_bits | info1_of_reads(p)),
            .info3 = info3_of_reads(p),
            .record_ttl = static_cast<std::uint32_t>(p.read_touch_ttl_percent)};
}

std::uint8_t asks_for_compression(const effective_policy& p) {
    return p.compress ? wire::info1::compress_response : 0;
}

// Chapter 01 §14: without the bit, operations that have no result are silent.
bool answers_all(std::span<const operation_to_write> operations, const effective_policy& p) {
    return p.respond_all ||
           std::any_of(operations.begin(), operations.end(), [](const operation_to_write& o) {
               return o.call != nullptr && o.call->always_answers;
           });
}

}  // namespace

void write_get(const key& k, const effective_policy& p, wire::buffer& out) {
    request r(k, p, out);
    r.finish(read_header(wire::info1::get_all | asks_for_compression(p), p));
}

void write_select(const key& k, std::span<const std::string> bin_names, const effective_policy& p,
                  wire::buffer& out) {
    request r(k, p, out);
    for (const std::string& name : bin_names)
        r.operation(operation_type::read, name);
    r.finish(read_header(asks_for_compression(p), p));
}

void write_exists(const key& k, const effective_policy& p, wire::buffer& out) {
    request r(k, p, out);
    r.finish(read_header(wire::info1::get_no_bins, p));
}

void write_remove(const key& k, const effective_policy& p, wire::buffer& out) {
    request r(k, p, out);
    message_header h{.info2 = wire::info2::delete_record};
    set_write_bits(p, h);
    r.finish(h);
}

void write_put(const key& k, std::span<const bin_to_write> bins, const effective_policy& p,
               wire::buffer& out) {
    request r(k, p, out);
    for (const bin_to_write& b : bins)
        r.operation(operation_type::write, b.name, *b.content);
    message_header h{.record_ttl = p.ttl_s};
    set_write_bits(p, h);
    r.finish(h);
    r.compress();
}

void write_operate(const key& k, std::span<const operation_to_write> operations,
                   const effective_policy& p, wire::buffer& out) {
    request r(k, p, out);
    message_header h{
        .info1 = static_cast<std::uint8_t>(info1_of_reads(p) | asks_for_compression(p)),
        .info3 = info3_of_reads(p)};
    bool writes = false;
    std::uint32_t ttl_s = p.ttl_s;
    for (const operation_to_write& o : operations) {
        const spikelet::operation& what = *o.what;
        if (what.is_write()) {
            writes = true;
        } else {
            h.info1 |= wire::info1::read;
        }
        if (what.type() == operation_type::read && what.bin().empty()) {
            h.info1 |= wire::info1::get_all;
        }
        if (o.call != nullptr) {
            r.operation(what.type(), what.bin(), *o.call);
        } else if (o.argument != nullptr) {
            r.operation(what.type(), what.bin(), *o.argument);
        } else {
            r.operation(what.type(), what.bin());
        }
        if (what.ttl_s() && p.ttl_s == ttl_namespace_default &&
            *what.ttl_s() != ttl_client_default) {
            ttl_s = *what.ttl_s();
        }
    }
    if (writes) {
        set_write_bits(p, h);
        h.record_ttl = ttl_s;
    } else {
        h.record_ttl = static_cast<std::uint32_t>(p.read_touch_ttl_percent);
    }
    if ((h.info1 & wire::info1::get_all) == 0 && answers_all(operations, p)) {
        h.info2 |= wire::info2::respond_all_ops;
    }
    r.finish(h);
    r.compress();
}

void write_apply(const key& k, std::string_view module, std::string_view function,
                 wire::bytes_view arguments, const effective_policy& p, wire::buffer& out) {
    request r(k, p, out);
    r.field(field_type::udf_package, wire::as_bytes(module));
    r.field(field_type::udf_function, wire::as_bytes(function));
    r.field(field_type::udf_arglist, arguments);
    message_header h{.record_ttl = p.ttl_s};
    set_write_bits(p, h);
    r.finish(h);
    r.compress();
}

}  // namespace spikelet::command
