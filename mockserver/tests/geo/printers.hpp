// How failed tests show values of geo.
#pragma once

#include "geo/geojson.hpp"

#include <ostream>

namespace spikelet::mock::geo {

inline void PrintTo(geojson_errc error, std::ostream* out) {
    *out << explain(error);
}

}  // namespace spikelet::mock::geo
