#include "geo/containment.hpp"

#include "geo/covering.hpp"

namespace spikelet::mock::geo {

bool is_one_in_other(std::string_view a, std::string_view b) {
    geometry x;
    geometry y;
    if (read_geometry(a, x) != geojson_errc::ok || read_geometry(b, y) != geojson_errc::ok) {
        return false;
    }
    const bool a_is_point = x.kind == geometry_kind::point;
    const bool b_is_point = y.kind == geometry_kind::point;
    if (a_is_point == b_is_point) return false;
    return a_is_point ? covers(y, x.positions[0]) : covers(x, y.positions[0]);
}

}  // namespace spikelet::mock::geo
