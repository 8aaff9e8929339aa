#include "udf_fixture.hpp"

#include "info/base64.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

namespace spikelet::mock::testing {

std::string apply_frame(const key& k, const apply_request& r) {
    wire::buffer arguments;
    wire::encode_value(value(r.arguments), arguments);
    wire::buffer request;
    wire::message_writer m(request);
    m.field(wire::field_type::namespace_name, wire::as_bytes(k.namespace_name()));
    m.field(wire::field_type::set_name, wire::as_bytes(k.set()));
    m.field(wire::field_type::digest, k.digest());
    if (!r.key_field.empty()) m.field(wire::field_type::key, wire::as_bytes(r.key_field));
    m.field(wire::field_type::udf_package, wire::as_bytes(r.package));
    m.field(wire::field_type::udf_function, wire::as_bytes(r.function));
    m.field(wire::field_type::udf_arglist, arguments.view());
    m.finish({.info1 = r.info1,
              .info2 = static_cast<std::uint8_t>(wire::info2::write | r.info2),
              .info3 = r.info3,
              .record_ttl = r.ttl,
              .transaction_ttl = r.timeout_ms});
    return std::string(wire::as_text(request.view()));
}

applied apply(direct_connection& connection, const key& k, const apply_request& r) {
    wire::buffer answer;
    EXPECT_TRUE(connection.exchange(wire::as_bytes(apply_frame(k, r)), answer))
        << "the server closed the connection";
    const auto parsed = parse_reply(answer.view());
    applied out;
    if (!parsed) {
        ADD_FAILURE() << "no reply, or one that is no message";
        return out;
    }
    out.code = parsed->code;
    out.generation = parsed->generation;
    out.void_time = parsed->void_time;
    out.operation_count = parsed->operations.size();
    if (const auto* const op = parsed->bin("SUCCESS")) {
        out.type = op->particle;
        out.particle = op->value;
        wire::decode_particle(op->particle, wire::as_bytes(op->value), out.result);
    }
    if (const auto* const op = parsed->bin("FAILURE")) out.failure = op->value;
    return out;
}

std::string put_command(std::string_view file, std::string_view text) {
    const std::string content = info::encode_base64(wire::as_bytes(text));
    return "udf-put:filename=" + std::string(file) + ";content=" + content +
           ";content-len=" + std::to_string(content.size()) + ";udf-type=LUA;";
}

void udf_test::put(std::string_view text, std::string_view file) {
    ASSERT_EQ(info(connection_, put_command(file, text)), "ok") << text;
}

applied udf_test::call(std::string function, value::list arguments) {
    return apply(connection_, k_,
                 {.function = std::move(function), .arguments = std::move(arguments)});
}

applied udf_test::run(std::string_view body, value::list arguments) {
    put("function f(rec, a, b, c)\n" + std::string(body) + "\nend");
    return call("f", std::move(arguments));
}

std::string udf_test::evaluate(std::string_view expression, value::list arguments) {
    const applied a = run("return " + std::string(expression), std::move(arguments));
    if (!a.succeeded()) return "FAILURE " + a.failure;
    return to_string(a.result);
}

}  // namespace spikelet::mock::testing
