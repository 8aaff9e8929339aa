#include "operations/expressions/value.hpp"

#include "geo/geojson.hpp"
#include "operations/incoming_value.hpp"
#include "storage/collection_value.hpp"

#include <cstring>

namespace spikelet::mock::expressions {
namespace {

bytes_view copy(bytes_view bytes, command_memory& memory) {
    std::uint8_t* p = memory.allocate(bytes.size());
    if (!bytes.empty()) std::memcpy(p, bytes.data(), bytes.size());
    return {p, bytes.size()};
}

bytes_view packed_collection(const value_view& stored, command_memory& memory) {
    if (stored.shared == nullptr) return stored.bytes;
    wire::buffer packed;
    return copy(packed_bytes(stored, packed), memory);
}

bytes_view eight_bytes(std::int64_t number, command_memory& memory) {
    std::uint8_t* p = memory.allocate(8);
    wire::store_be(p, number);
    return {p, 8};
}

particle_type particle_of(value_type type) {
    switch (type) {
        case value_type::string:
            return particle_type::string;
        case value_type::blob:
            return particle_type::blob;
        case value_type::hll:
            return particle_type::hll;
        case value_type::geojson:
            return particle_type::geojson;
        case value_type::list:
            return particle_type::list;
        default:
            return particle_type::map;
    }
}

}  // namespace

std::optional<value_type> type_of_code(std::int64_t code) {
    if (code < 0 || code > static_cast<std::int64_t>(value_type::hll)) return std::nullopt;
    return static_cast<value_type>(code);
}

value from_stored(const value_view& stored, command_memory& memory) {
    switch (stored.type) {
        case particle_type::null:
            return value::nil();
        case particle_type::boolean:
            return value::boolean(stored.bytes[0] != 0);
        case particle_type::integer:
            return value::integer(wire::load_be<std::int64_t>(stored.bytes.data()));
        case particle_type::floating:
            return {.what = value::state::known,
                    .type = value_type::floating,
                    .number = wire::load_be<std::int64_t>(stored.bytes.data())};
        case particle_type::string:
            return value::of_bytes(value_type::string, stored.bytes);
        case particle_type::blob:
            return value::of_bytes(value_type::blob, stored.bytes);
        case particle_type::hll:
            return value::of_bytes(value_type::hll, stored.bytes);
        case particle_type::geojson: {
            const auto text = geo::geo_particle_text(stored.bytes);
            return text ? value::of_bytes(value_type::geojson, wire::as_bytes(*text))
                        : value::unknown();
        }
        case particle_type::list:
            return value::of_bytes(value_type::list, packed_collection(stored, memory));
        case particle_type::map:
            return value::of_bytes(value_type::map, packed_collection(stored, memory));
        default:
            return value::unknown();
    }
}

value from_packed(bytes_view packed) {
    using wire::msgpack::item_kind;
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    if (!in.next(i)) return value::unknown();
    switch (i.kind) {
        case item_kind::nil:
            return value::nil();
        case item_kind::boolean:
            return value::boolean(i.number != 0);
        case item_kind::integer:
            return value::integer(i.integer());
        case item_kind::floating:
            return value::floating(std::bit_cast<double>(i.number));
        case item_kind::list:
            return value::of_bytes(value_type::list, packed);
        case item_kind::map:
            return value::of_bytes(value_type::map, packed);
        case item_kind::extension:
            return value::unknown();
        case item_kind::bytes:
            break;
    }
    if (i.payload.empty()) return value::unknown();
    const bytes_view content = i.payload.subspan(1);
    switch (static_cast<particle_type>(i.payload[0])) {
        case particle_type::string:
            return value::of_bytes(value_type::string, content);
        case particle_type::geojson:
            return value::of_bytes(value_type::geojson, content);
        case particle_type::hll:
            return value::of_bytes(value_type::hll, content);
        case particle_type::blob:
            return value::of_bytes(value_type::blob, content);
        default:
            return value::unknown();
    }
}

std::optional<value_view> to_stored(const value& v, command_memory& memory) {
    switch (v.type) {
        case value_type::nil:
        case value_type::any:
            return std::nullopt;
        case value_type::boolean: {
            const std::uint8_t byte = v.number != 0 ? 1 : 0;
            return value_view{particle_type::boolean, copy({&byte, 1}, memory)};
        }
        case value_type::integer:
            return value_view{particle_type::integer, eight_bytes(v.number, memory)};
        case value_type::floating:
            return value_view{particle_type::floating, eight_bytes(v.number, memory)};
        case value_type::geojson: {
            wire::buffer particle;
            if (geo::append_geo_particle(wire::as_text(v.bytes), particle) !=
                geo::geojson_errc::ok) {
                return std::nullopt;
            }
            return value_view{particle_type::geojson, copy(particle.view(), memory)};
        }
        case value_type::list:
        case value_type::map: {
            value_view stored;
            const auto rc = accept_value(particle_of(v.type), v.bytes, memory, stored);
            if (rc != wire::result_code::ok) return std::nullopt;
            return stored;
        }
        default:
            return value_view{particle_of(v.type), v.bytes};
    }
}

bytes_view to_packed(const value& v, command_memory& memory) {
    wire::buffer out;
    wire::msgpack::writer w(out);
    switch (v.type) {
        case value_type::nil:
        case value_type::any:
            w.nil();
            break;
        case value_type::boolean:
            w.boolean(v.number != 0);
            break;
        case value_type::integer:
            w.integer(v.number);
            break;
        case value_type::floating:
            w.floating(v.as_double());
            break;
        case value_type::list:
        case value_type::map:
            return v.bytes;
        default:
            w.blob(v.bytes, particle_of(v.type));
    }
    return copy(out.view(), memory);
}

}  // namespace spikelet::mock::expressions
