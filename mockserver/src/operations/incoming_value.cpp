#include "operations/incoming_value.hpp"

#include "geo/geojson.hpp"

#include <spikelet/wire/packed_normalize.hpp>
#include <spikelet/wire/particle.hpp>

#include <cstring>

namespace spikelet::mock {
namespace {

using wire::result_code;
using enum wire::result_code;

value_view copy_to(command_memory& memory, particle_type type, const wire::buffer& bytes) {
    std::uint8_t* p = memory.allocate(bytes.size());
    if (!bytes.empty()) std::memcpy(p, bytes.data(), bytes.size());
    return {type, {p, bytes.size()}};
}

result_code accept_integer(bytes_view particle, command_memory& memory, value_view& out) {
    // Shorter forms are taken as unsigned (chapter 13 §1).
    const std::size_t size = particle.size();
    if (size == 8) {
        out = {particle_type::integer, particle};
        return ok;
    }
    if (size != 1 && size != 2 && size != 4) return parameter;
    std::uint8_t* p = memory.allocate(8);
    std::memset(p, 0, 8);
    std::memcpy(p + 8 - size, particle.data(), size);
    out = {particle_type::integer, {p, 8}};
    return ok;
}

result_code accept_collection(particle_type type, bytes_view particle, command_memory& memory,
                              value_view& out) {
    wire::buffer normal;
    if (wire::normalize_collection(type, particle, normal) != wire::normalize_errc::ok) {
        return server_error;
    }
    out = copy_to(memory, type, normal);
    return ok;
}

result_code accept_geojson(bytes_view particle, command_memory& memory, value_view& out) {
    wire::buffer stored;
    const auto text = geo::geo_particle_text(particle);
    if (!text || geo::append_geo_particle(*text, stored) != geo::geojson_errc::ok) {
        return invalid_geojson;
    }
    out = copy_to(memory, particle_type::geojson, stored);
    return ok;
}

}  // namespace

result_code accept_value(particle_type type, bytes_view particle, command_memory& memory,
                         value_view& out) {
    if (!wire::is_storable(type)) return parameter;
    switch (type) {
        case particle_type::integer:
            return accept_integer(particle, memory, out);
        case particle_type::floating:
            if (particle.size() != 8) return parameter;
            break;
        case particle_type::boolean:
            if (particle.size() != 1 || particle[0] > 1) return parameter;
            break;
        case particle_type::hll:
            if (!wire::is_valid_hll(particle)) return parameter;
            break;
        case particle_type::list:
        case particle_type::map:
            return accept_collection(type, particle, memory, out);
        case particle_type::geojson:
            return accept_geojson(particle, memory, out);
        default:
            break;  // text and bytes are stored as they come
    }
    out = {type, particle};
    return ok;
}

}  // namespace spikelet::mock
