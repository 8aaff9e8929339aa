// A GeoJSON geometry as plain numbers, between the JSON reader and S2.
#pragma once

#include "geo/geojson.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace spikelet::mock::geo {

struct position {
    double lng;  // degrees, -180..180
    double lat;  // degrees, -90..90
};

enum class geometry_kind : std::uint8_t { point, circle, polygons };

struct geometry {
    geometry_kind kind = geometry_kind::point;
    double radius_m = 0;  // circle; may be negative
    // Point and circle: one position. Polygons: the rings one behind the other, each closed.
    std::vector<position> positions;
    std::vector<std::size_t> ring_ends;     // ends of the rings in `positions`
    std::vector<std::size_t> polygon_ends;  // ends of the polygons in `ring_ends`
};

// Checks everything about the text but the crossing of rings.
geojson_errc read_geometry(std::string_view text, geometry& out);

}  // namespace spikelet::mock::geo
