// S2 cells that cover a geometry. The only place that knows the S2 library.
#pragma once

#include "geo/geometry.hpp"

namespace spikelet::mock::geo {

// The settings of S2's region coverer; these are the server's for stored values.
struct covering_options {
    int cells_max = 12;
    int level_min = 1;
    int level_max = 30;
};

geojson_errc cover(const geometry& shape, const covering_options& options, region& out);

// True if the point lies in the circle or the polygons. False for a shape that has errors.
bool covers(const geometry& shape, const position& point);

}  // namespace spikelet::mock::geo
