// Arguments of functions, and functions themselves.
//
// The first byte chooses what is called:
//   0  echo: the arguments come back as a list
//   1  store: they become bins, are written, and read again
//   2  call: the first names a library, the second a function of it, which gets the others
//   3  run: the rest is the text of a function's body
// For 0 to 2 the rest is the packed list of the arguments, whatever it is. Each call is answered
// by a message; a success has one value that can be read; what is stored adds up; and the next
// call of another module is not harmed.
#include "info/base64.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>
#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/particle.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace spikelet;
using namespace spikelet::mock;

constexpr std::string_view module_text = R"(
function echo(rec, ...)
  local l = list{}
  for i = 1, select('#', ...) do list.append(l, (select(i, ...))) end
  return l
end
function store(rec, ...)
  for i = 1, select('#', ...) do rec['b' .. i] = (select(i, ...)) end
  if aerospike:exists(rec) then aerospike:update(rec) else aerospike:create(rec) end
  local l = list{}
  for i = 1, select('#', ...) do list.append(l, rec['b' .. i]) end
  return tostring(l)
end
function call(rec, library, name, ...)
  local f = _G[library]
  if name ~= '' then f = f[name] end
  local all = table.pack(f(...))
  local l = list{}
  for i = 1, all.n do list.append(l, all[i]) end
  return l
end
)";
// Apart, because what it is given may change its globals for the calls that follow.
constexpr std::string_view run_module_text = R"(
function run(rec, text)
  return load('local rec = ... ' .. text)(rec)
end
)";
constexpr const char* functions[] = {"echo", "store", "call", "run"};

void require(bool condition) {
    if (!condition) std::abort();
}

struct server {
    server() : db(configuration()), connection(db.connect()) {
        put("m.lua", module_text);
        put("run.lua", run_module_text);
        put("other.lua", "function f(rec) return 1 end");
    }
    static cluster_config configuration() {
        cluster_config config;
        config.clock = clock_mode::manual;
        config.udf.instructions_max = 200'000;
        config.udf.memory_max = 4u << 20;
        return config;
    }
    void put(std::string_view file, std::string_view text) {
        const std::string content = info::encode_base64(wire::as_bytes(text));
        wire::buffer request;
        wire::frame_writer frame(request, wire::frame_type::info);
        for (const std::string_view part :
             {std::string_view("udf-put:filename="), file, std::string_view(";content="),
              std::string_view(content), std::string_view(";content-len=")}) {
            request.append(part);
        }
        request.append(std::string_view(std::to_string(content.size()) + ";udf-type=LUA;\n"));
        frame.finish();
        answer.clear();
        require(connection.exchange(request.view(), answer));
        require(wire::as_text(answer.view()).ends_with("\tok\n"));
    }
    // The answer's message, which views `answer`.
    wire::message_view apply(std::string_view package, std::string_view function,
                             wire::bytes_view arguments) {
        const key k("test", "demo", 1);
        wire::buffer request;
        wire::message_writer m(request);
        m.field(wire::field_type::namespace_name, wire::as_bytes(k.namespace_name()));
        m.field(wire::field_type::set_name, wire::as_bytes(k.set()));
        m.field(wire::field_type::digest, k.digest());
        m.field(wire::field_type::udf_package, wire::as_bytes(package));
        m.field(wire::field_type::udf_function, wire::as_bytes(function));
        m.field(wire::field_type::udf_arglist, arguments);
        m.finish({.info2 = wire::info2::write, .transaction_ttl = 60000});
        answer.clear();
        require(connection.exchange(request.view(), answer));
        wire::message_view parsed;
        require(answer.size() > wire::frame_header_size &&
                wire::parse_message(answer.view().subspan(wire::frame_header_size), parsed) ==
                    wire::message_errc::ok);
        return parsed;
    }

    cluster db;
    direct_connection connection;
    wire::buffer answer = {};
};

wire::result_code code_of(const wire::message_view& reply) {
    return static_cast<wire::result_code>(reply.header.result_code);
}

void check_value(const wire::operation_view& op, bool is_echo, const value& arguments) {
    value result;
    const bool decoded =
        wire::decode_particle(op.particle, op.value, result) == wire::particle_errc::ok;
    // What a function may make of bytes and GeoJSON need not be such a value.
    if (is_echo && decoded) {
        require(result.as_list().size() <= arguments.as_list().size());
    }
}

void check(const wire::message_view& reply, bool is_echo, const value& arguments) {
    const wire::result_code code = code_of(reply);
    std::size_t count = 0;
    for (const wire::operation_view op : reply.operations()) {
        require(++count == 1);
        require(op.bin == (code == wire::result_code::ok ? "SUCCESS" : "FAILURE"));
        check_value(op, is_echo && code == wire::result_code::ok, arguments);
    }
    require(count == 1 || (code != wire::result_code::ok && code != wire::result_code::udf));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static server s;  // a cluster a run would be most of the work
    const unsigned choice = data[0] % 4;
    const wire::bytes_view rest(data + 1, size - 1);
    value arguments;
    if (choice == 3) {
        wire::buffer packed;
        wire::encode_value(value(value::list{std::string(wire::as_text(rest))}), packed);
        check(s.apply("run", functions[choice], packed.view()), false, {});
    } else {
        const bool is_list = wire::decode_value(rest, arguments) == wire::decode_errc::ok &&
                             arguments.kind() == value_kind::list;
        check(s.apply("m", functions[choice], rest), is_list && choice == 0, arguments);
    }
    require(code_of(s.apply("other", "f", wire::as_bytes("\x90"))) == wire::result_code::ok);
    for (const record_state& r : s.db.list("test"))
        require(!r.bins.empty() && r.generation != 0);
    s.db.clear();
    return 0;
}
