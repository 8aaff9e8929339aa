#include "geo/geojson.hpp"

#include "geo/covering.hpp"
#include "geo/geometry.hpp"

namespace spikelet::mock::geo {

namespace {

constexpr std::uint8_t flag_region = 0x01;
constexpr std::size_t header_size = 3;  // flags, number of cells
constexpr std::size_t cell_size = 8;

std::uint8_t* append_header(const region& value, wire::buffer& out, std::size_t text_size) {
    std::uint8_t* p = out.grow(header_size + cell_size * value.cells.size() + text_size);
    *p++ = value.is_region ? flag_region : 0;
    wire::store_be(p, static_cast<std::uint16_t>(value.cells.size()));
    p += 2;
    for (const std::uint64_t cell : value.cells) {
        wire::store_be(p, cell);
        p += cell_size;
    }
    return p;
}

}  // namespace

std::string_view explain(geojson_errc error) {
    switch (error) {
        case geojson_errc::ok:
            return "valid";
        case geojson_errc::not_json:
            return "the text is not JSON";
        case geojson_errc::not_an_object:
            return "the JSON value is not an object";
        case geojson_errc::unsupported_type:
            return "the type is not Point, Polygon, MultiPolygon, AeroCircle or a Feature of them";
        case geojson_errc::wrong_coordinates:
            return "the coordinates do not have the form of the type";
        case geojson_errc::out_of_range:
            return "a longitude is beyond 180 degrees or a latitude beyond 90";
        case geojson_errc::ring_too_short:
            return "a ring has fewer than 3 different corners";
        case geojson_errc::ring_not_closed:
            return "a ring does not end where it begins";
        case geojson_errc::ring_crossing:
            return "a ring crosses or touches itself or crosses another";
        case geojson_errc::too_complex:
            return "the rings take too long to check";
    }
    return "unknown";
}

geojson_errc parse_geojson(std::string_view text, region& out) {
    geometry shape;
    const geojson_errc error = read_geometry(text, shape);
    return error == geojson_errc::ok ? cover(shape, covering_options{}, out) : error;
}

geojson_errc append_geo_particle(std::string_view text, wire::buffer& out) {
    region value;
    const geojson_errc error = parse_geojson(text, value);
    if (error != geojson_errc::ok) return error;
    std::memcpy(append_header(value, out, text.size()), text.data(), text.size());
    return geojson_errc::ok;
}

void append_bare_geo_particle(std::string_view text, wire::buffer& out) {
    append_header(region{}, out, 0);
    out.append(text);
}

std::optional<std::string_view> geo_particle_text(wire::bytes_view particle) {
    if (particle.size() < header_size) return std::nullopt;
    const std::size_t cells = wire::load_be<std::uint16_t>(particle.data() + 1);
    const std::size_t text_begin = header_size + cell_size * cells;
    if (particle.size() <= text_begin) return std::nullopt;
    return wire::as_text(particle.subspan(text_begin));
}

}  // namespace spikelet::mock::geo
