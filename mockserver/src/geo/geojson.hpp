// GeoJSON values as the server stores them (chapter 13 §4).
//
// A geojson bin holds the text as it was written and, in front of it, what secondary indexes need:
// one S2 leaf cell for a point, a covering of at most 12 cells for a region.
//
//     geo::region value;
//     if (geo::parse_geojson(text, value) != geo::geojson_errc::ok) return
//     result_code::geo_invalid_geojson;
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace spikelet::mock::geo {

// What the server derives from the text.
struct region {
    bool is_region = false;  // bit 0 of the particle's flags: covers an area, is not a point
    std::vector<std::uint64_t> cells;  // S2 cell ids, ascending
};

// Why a text is refused. All of them are error 160 on the wire.
enum class geojson_errc : std::uint8_t {
    ok,
    not_json,
    not_an_object,
    unsupported_type,
    wrong_coordinates,
    out_of_range,
    ring_too_short,
    ring_not_closed,
    ring_crossing,
    too_complex,
};

// A sentence for a log, without a full stop.
std::string_view explain(geojson_errc error);

// Checks `text` and computes its flags and cells. Accepts Point, Polygon, MultiPolygon, AeroCircle
// and a Feature of one of them, other members and white space at will. `out` is unspecified after
// an error. Never throws but for memory; time is bounded by the size of the text (`too_complex`).
geojson_errc parse_geojson(std::string_view text, region& out);

// Appends the stored form of `text`: flags, cells, text. Appends nothing after an error.
geojson_errc append_geo_particle(std::string_view text, wire::buffer& out);

// Appends `text` unchecked with no flags and no cells: how values leave lists, maps and UDFs.
void append_bare_geo_particle(std::string_view text, wire::buffer& out);

// The text of a particle that a client sent; flags and cells of clients are skipped unread. Nothing
// if the particle is shorter than it announces or has no text (error 160). Points into `particle`.
std::optional<std::string_view> geo_particle_text(wire::bytes_view particle);

}  // namespace spikelet::mock::geo
