#include "geo/covering.hpp"

#include <s2/mutable_s2shape_index.h>
#include <s2/s2cap.h>
#include <s2/s2error.h>
#include <s2/s2latlng.h>
#include <s2/s2lax_polygon_shape.h>
#include <s2/s2loop.h>
#include <s2/s2polygon.h>
#include <s2/s2region_coverer.h>
#include <s2/s2region_union.h>
#include <s2/s2shapeutil_visit_crossing_edge_pairs.h>

#include <memory>
#include <utility>

namespace spikelet::mock::geo {

namespace {

constexpr double earth_radius_m = 6371000;

// Bounds of the work that one text can ask for: some tenths of a second. Edges that share a cell of
// the index are compared each with each, and so are the rings of a polygon, to find the holes;
// polygons multiply the cost of covering. Without bounds 1 MiB of long thin spikes takes half a
// minute.
constexpr std::size_t edge_pairs_max = 10'000'000;
constexpr std::size_t polygon_rings_max = 1'000;
constexpr std::size_t rings_max = 5'000;

using ring = std::vector<S2Point>;

// S2's own operator is ambiguous in C++20.
bool equal(const S2Point& a, const S2Point& b) {
    return a.x() == b.x() && a.y() == b.y() && a.z() == b.z();
}

S2Point to_point(const position& p) {
    return S2LatLng::FromDegrees(p.lat, p.lng).ToPoint();
}

void cover_region(const S2Region& shape, const covering_options& options, region& out) {
    S2RegionCoverer::Options settings;
    settings.set_max_cells(options.cells_max);
    settings.set_min_level(options.level_min);
    settings.set_max_level(options.level_max);
    std::vector<S2CellId> cells;
    S2RegionCoverer(settings).GetCovering(shape, &cells);
    out.cells.reserve(cells.size());
    for (const S2CellId cell : cells)
        out.cells.push_back(cell.id());
}

// The corners of positions [begin, end), whose last closes the ring, without repetitions.
ring corners(const geometry& shape, std::size_t begin, std::size_t end) {
    ring out;
    out.reserve(end - begin);
    for (std::size_t i = begin; i < end; ++i) {
        const S2Point p = to_point(shape.positions[i]);
        if (out.empty() || !equal(out.back(), p)) out.push_back(p);
    }
    if (out.size() > 1 && equal(out.front(), out.back())) out.pop_back();
    return out;
}

std::size_t edge_pairs(const MutableS2ShapeIndex& index) {
    std::size_t pairs = 0;
    for (MutableS2ShapeIndex::Iterator it(&index, S2ShapeIndex::BEGIN); !it.done(); it.Next()) {
        const auto edges = static_cast<std::size_t>(it.cell().clipped(0).num_edges());
        pairs += edges * edges / 2;
    }
    return pairs;
}

// S2 demands of a polygon what is checked here; invalid ones make it misbehave. Takes the pairs
// that it compares off `edge_pairs_left`.
geojson_errc check_rings(const std::vector<ring>& rings, std::size_t& edge_pairs_left) {
    if (rings.size() > polygon_rings_max) return geojson_errc::too_complex;
    for (const ring& corners : rings) {
        if (corners.size() < 3) return geojson_errc::ring_too_short;
        const S2Point* previous = &corners.back();
        for (const S2Point& corner : corners) {
            if (corner == -*previous)
                return geojson_errc::ring_crossing;  // no shortest way between
            previous = &corner;
        }
    }
    MutableS2ShapeIndex index;
    index.Add(std::make_unique<S2LaxPolygonShape>(rings));
    const std::size_t pairs = edge_pairs(index);
    if (pairs > edge_pairs_left) return geojson_errc::too_complex;
    edge_pairs_left -= pairs;
    S2Error error;
    return s2shapeutil::FindSelfIntersection(index, &error) ? geojson_errc::ring_crossing
                                                            : geojson_errc::ok;
}

std::unique_ptr<S2Polygon> make_polygon(const std::vector<ring>& rings) {
    std::vector<std::unique_ptr<S2Loop>> loops;
    loops.reserve(rings.size());
    for (const ring& corners : rings) {
        loops.push_back(std::make_unique<S2Loop>(corners, S2Debug::DISABLE));
        loops.back()->Normalize();  // the inner side is the smaller one, whatever the direction
    }
    auto polygon = std::make_unique<S2Polygon>();
    polygon->set_s2debug_override(S2Debug::DISABLE);
    polygon->InitNested(std::move(loops));  // rings within rings are holes
    return polygon;
}

using polygons = std::vector<std::unique_ptr<S2Polygon>>;

geojson_errc make_polygons(const geometry& shape, polygons& out) {
    if (shape.ring_ends.size() > rings_max) return geojson_errc::too_complex;
    std::size_t edge_pairs_left = edge_pairs_max;
    std::size_t r = 0;
    std::size_t begin = 0;
    for (const std::size_t polygon_end : shape.polygon_ends) {
        std::vector<ring> rings;
        for (; r < polygon_end; ++r) {
            rings.push_back(corners(shape, begin, shape.ring_ends[r]));
            begin = shape.ring_ends[r];
        }
        const geojson_errc error = check_rings(rings, edge_pairs_left);
        if (error != geojson_errc::ok) return error;
        out.push_back(make_polygon(rings));
    }
    return geojson_errc::ok;
}

geojson_errc cover_polygons(const geometry& shape, const covering_options& options, region& out) {
    polygons all;
    if (const geojson_errc error = make_polygons(shape, all); error != geojson_errc::ok) {
        return error;
    }
    if (all.size() == 1) {
        cover_region(*all[0], options, out);
        return geojson_errc::ok;
    }
    S2RegionUnion together;
    for (auto& polygon : all) {
        together.Add(std::move(polygon));
    }
    cover_region(together, options, out);
    return geojson_errc::ok;
}

S2Cap to_cap(const geometry& circle) {
    return {to_point(circle.positions[0]), S1Angle::Radians(circle.radius_m / earth_radius_m)};
}

}  // namespace

geojson_errc cover(const geometry& shape, const covering_options& options, region& out) {
    out.is_region = shape.kind != geometry_kind::point;
    out.cells.clear();
    switch (shape.kind) {
        case geometry_kind::point:
            out.cells.push_back(S2CellId(to_point(shape.positions[0])).id());
            return geojson_errc::ok;
        case geometry_kind::circle: {
            // A negative radius makes an empty cap, which no cell covers.
            cover_region(to_cap(shape), options, out);
            return geojson_errc::ok;
        }
        case geometry_kind::polygons:
            return cover_polygons(shape, options, out);
    }
    return geojson_errc::ok;
}

bool covers(const geometry& shape, const position& point) {
    const S2Point p = to_point(point);
    if (shape.kind == geometry_kind::point) return false;
    if (shape.kind == geometry_kind::circle) return to_cap(shape).Contains(p);
    polygons all;
    if (make_polygons(shape, all) != geojson_errc::ok) return false;
    for (const auto& polygon : all) {
        if (polygon->Contains(p)) return true;
    }
    return false;
}

}  // namespace spikelet::mock::geo
