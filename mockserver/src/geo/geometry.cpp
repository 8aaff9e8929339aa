#include "geo/geometry.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace spikelet::mock::geo {

namespace {

// Brackets deeper than this are refused. Nothing here recurses; the limit keeps absurd texts out.
constexpr std::size_t depth_max = 2048;
// Levels of arrays in the coordinates of the deepest type, MultiPolygon.
constexpr std::size_t coordinates_depth_max = 4;

enum class type_name : std::uint8_t {
    none,
    point,
    polygon,
    multi_polygon,
    aero_circle,
    feature,
    unsupported
};

type_name type_from(std::string_view name) {
    if (name == "Point") return type_name::point;
    if (name == "Polygon") return type_name::polygon;
    if (name == "MultiPolygon") return type_name::multi_polygon;
    if (name == "AeroCircle") return type_name::aero_circle;
    if (name == "Feature") return type_name::feature;
    return type_name::unsupported;
}

// Coordinates before the type is known: the numbers with the brackets between them. The brackets
// take doubles that JSON cannot write, which makes a token 8 bytes for at least 1.3 bytes of text.
constexpr double open_bracket = -std::numeric_limits<double>::infinity();
constexpr double close_bracket = std::numeric_limits<double>::infinity();

// The members of one object that matter. Of members given twice the last counts.
struct geometry_members {
    type_name type = type_name::none;
    bool coordinates_usable = false;  // an array of arrays and numbers of bearable depth
    std::vector<double> coordinates;
};

// Collects the members of the outer object and of its `geometry`.
class sax_handler final : public nlohmann::json_sax<nlohmann::json> {
public:
    // The geometry of a Feature, otherwise the object itself.
    const geometry_members& found() const {
        return outer_.type == type_name::feature ? inner_ : outer_;
    }
    bool is_object() const { return is_object_; }

    bool null() override { return other_value(); }
    bool boolean(bool) override { return other_value(); }
    bool number_integer(number_integer_t v) override { return number(static_cast<double>(v)); }
    bool number_unsigned(number_unsigned_t v) override { return number(static_cast<double>(v)); }
    bool number_float(number_float_t v, const string_t&) override { return number(v); }
    bool string(string_t& v) override {
        const bool is_type = member_ == member::type;
        other_value();
        if (is_type) members_->type = type_from(v);
        return true;
    }
    bool binary(binary_t&) override { return other_value(); }

    bool start_object(std::size_t) override {
        if (depth_ == 0) is_object_ = true;
        const bool is_geometry = member_ == member::geometry;
        other_value();
        if (++depth_ > depth_max) return false;
        if (depth_ == 1) members_ = &outer_;
        if (is_geometry) members_ = &inner_;
        return true;
    }
    bool key(string_t& name) override {
        member_ = member::other;
        if (depth_ > 2 || members_ == nullptr || (depth_ == 2 && members_ == &outer_)) return true;
        if (name == "type") {
            member_ = member::type;
        } else if (name == "coordinates") {
            member_ = member::coordinates;
        } else if (name == "geometry" && depth_ == 1) {
            member_ = member::geometry;
        }
        return true;
    }
    bool end_object() override {
        if (--depth_ == 1) members_ = &outer_;
        return true;
    }

    bool start_array(std::size_t) override {
        if (member_ == member::coordinates) {
            members_->coordinates.clear();
            members_->coordinates_usable = true;
            coordinates_depth_ = depth_;
            member_ = member::other;
            capturing_ = true;
        } else {
            other_member();
        }
        if (++depth_ > depth_max) return false;
        if (capturing_) {
            if (depth_ - coordinates_depth_ > coordinates_depth_max) {
                give_up_coordinates();
            } else {
                members_->coordinates.push_back(open_bracket);
            }
        }
        return true;
    }
    bool end_array() override {
        --depth_;
        if (capturing_) {
            members_->coordinates.push_back(close_bracket);
            capturing_ = depth_ != coordinates_depth_;
        }
        return true;
    }

    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
        return false;
    }

private:
    enum class member : std::uint8_t { other, type, coordinates, geometry };

    // A value that is not what its member asks for takes the place of an earlier one that was.
    void other_member() {
        switch (member_) {
            case member::other:
                return;
            case member::type:
                members_->type = type_name::unsupported;
                break;
            case member::coordinates:
                members_->coordinates_usable = false;
                break;
            case member::geometry:
                inner_ = {};
                break;
        }
        member_ = member::other;
    }
    bool other_value() {
        other_member();
        if (capturing_) give_up_coordinates();
        return true;
    }
    bool number(double v) {
        if (capturing_) {
            members_->coordinates.push_back(v);
            return true;
        }
        return other_value();
    }
    void give_up_coordinates() {
        members_->coordinates_usable = false;
        members_->coordinates.clear();
        capturing_ = false;
    }

    geometry_members outer_;
    geometry_members inner_;
    geometry_members* members_ = nullptr;  // of the object that is being read
    std::size_t depth_ = 0;
    std::size_t coordinates_depth_ = 0;  // depth of the array under capture
    bool is_object_ = false;
    bool capturing_ = false;
    member member_ = member::other;
};

// Reads one type's coordinates from the captured tokens, which are balanced.
class coordinates_reader {
public:
    coordinates_reader(const std::vector<double>& tokens, geometry& out)
        : next_(tokens.data()), out_(out) {}

    geojson_errc point() {
        out_.kind = geometry_kind::point;
        return position();
    }
    geojson_errc circle() {
        out_.kind = geometry_kind::circle;
        if (!take(open_bracket)) return geojson_errc::wrong_coordinates;
        if (const geojson_errc error = position(); error != geojson_errc::ok) return error;
        if (!std::isfinite(*next_)) return geojson_errc::wrong_coordinates;
        out_.radius_m = *next_++;
        return take(close_bracket) ? geojson_errc::ok : geojson_errc::wrong_coordinates;
    }
    geojson_errc polygon() {
        out_.kind = geometry_kind::polygons;
        const geojson_errc error = list([this] { return ring(); });
        out_.polygon_ends.push_back(out_.ring_ends.size());
        return error;
    }
    geojson_errc multi_polygon() {
        return list([this] { return polygon(); });
    }

private:
    bool take(double token) {
        if (*next_ != token) return false;
        ++next_;
        return true;
    }
    // One or more elements in brackets.
    template <class Element>
    geojson_errc list(Element element) {
        if (!take(open_bracket)) return geojson_errc::wrong_coordinates;
        do {
            if (const geojson_errc error = element(); error != geojson_errc::ok) return error;
        } while (!take(close_bracket));
        return geojson_errc::ok;
    }
    geojson_errc position() {
        if (next_[0] != open_bracket || !std::isfinite(next_[1]) || !std::isfinite(next_[2]) ||
            next_[3] != close_bracket) {
            return geojson_errc::wrong_coordinates;
        }
        const double lng = next_[1];
        const double lat = next_[2];
        if (std::abs(lng) > 180 || std::abs(lat) > 90) return geojson_errc::out_of_range;
        out_.positions.push_back({lng, lat});
        next_ += 4;
        return geojson_errc::ok;
    }
    geojson_errc ring() {
        const std::size_t begin = out_.positions.size();
        const geojson_errc error = list([this] { return position(); });
        if (error != geojson_errc::ok) return error;
        if (out_.positions.size() - begin < 4) return geojson_errc::ring_too_short;
        const auto& first = out_.positions[begin];
        const auto& last = out_.positions.back();
        if (first.lng != last.lng || first.lat != last.lat) return geojson_errc::ring_not_closed;
        out_.ring_ends.push_back(out_.positions.size());
        return geojson_errc::ok;
    }

    const double* next_;
    geometry& out_;
};

}  // namespace

geojson_errc read_geometry(std::string_view text, geometry& out) {
    // The library takes a NUL for the end of the text and skips a byte order mark; JSON has
    // neither.
    if (text.find('\0') != text.npos || text.starts_with("\xef\xbb\xbf")) {
        return geojson_errc::not_json;
    }
    sax_handler handler;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &handler)) {
        return geojson_errc::not_json;
    }
    if (!handler.is_object()) return geojson_errc::not_an_object;

    const geometry_members& members = handler.found();
    if (members.type == type_name::none || members.type == type_name::feature ||
        members.type == type_name::unsupported) {
        return geojson_errc::unsupported_type;
    }
    if (!members.coordinates_usable) return geojson_errc::wrong_coordinates;
    out = {};
    coordinates_reader reader(members.coordinates, out);
    switch (members.type) {
        case type_name::point:
            return reader.point();
        case type_name::aero_circle:
            return reader.circle();
        case type_name::polygon:
            return reader.polygon();
        default:
            return reader.multi_polygon();
    }
}

}  // namespace spikelet::mock::geo
