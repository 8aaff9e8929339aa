// Operations on lists and maps as a client would send them, and their answers as values.
#pragma once

#include "support/requests.hpp"

#include <spikelet/value.hpp>
#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <optional>
#include <string>

namespace spikelet::mock::testing {

// [code, args…]
inline std::string packed_call(int code, const value::list& args) {
    wire::buffer out;
    wire::msgpack::writer(out).list(args.size() + 1).integer(code);
    for (const value& a : args)
        wire::encode_value(a, out);
    return std::string(wire::as_text(out.view()));
}

// [255, [context…], [code, args…]]
inline std::string packed_call(const value::list& context, int code, const value::list& args) {
    wire::buffer out;
    wire::msgpack::writer(out).list(3).integer(255);
    wire::encode_value(value(context), out);
    return std::string(wire::as_text(out.view())) + packed_call(code, args);
}

inline request& cdt_read(request& r, const std::string& bin, const std::string& call) {
    r.info1(wire::info1::read);
    return r.operation(wire::operation_type::cdt_read, bin, wire::particle_type::blob, call);
}
inline request& cdt_modify(request& r, const std::string& bin, const std::string& call) {
    r.info2(wire::info2::write);
    return r.operation(wire::operation_type::cdt_modify, bin, wire::particle_type::blob, call);
}

inline value value_of(const reply_operation& op) {
    return wire::decode_particle(op.particle, wire::as_bytes(op.value));
}
// Of the only operation of a reply; nothing if there is none.
inline std::optional<value> result_of(const reply& r) {
    if (r.operations.empty()) return std::nullopt;
    return value_of(r.operations.front());
}

}  // namespace spikelet::mock::testing
