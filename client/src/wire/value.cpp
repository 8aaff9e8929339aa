#include <spikelet/value.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace spikelet {

namespace {

std::string_view article(value_kind kind) {
    return kind == value_kind::integer || kind == value_kind::infinity ||
                   kind == value_kind::extension || kind == value_kind::hll ||
                   kind == value_kind::object
               ? "an "
               : "a ";
}

// Positions of the entries with ascending keys.
std::vector<std::size_t> order_by_key(const value::map& entries) {
    std::vector<std::size_t> order(entries.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto less = [&](std::size_t i, std::size_t j) {
        return compare(entries[i].first, entries[j].first) < 0;
    };
    if (!std::is_sorted(order.begin(), order.end(), less)) {
        std::stable_sort(order.begin(), order.end(), less);
    }
    return order;
}

bool equal_in_any_order(const value::map& a, const value::map& b) {
    if (a.size() != b.size()) return false;
    const auto order_a = order_by_key(a);
    const auto order_b = order_by_key(b);
    return std::equal(order_a.begin(), order_a.end(), order_b.begin(),
                      [&](std::size_t i, std::size_t j) { return a[i] == b[j]; });
}

std::string text_of(wire::bytes_view bytes) {
    return std::string(wire::as_text(bytes));
}

}  // namespace

namespace detail {

void throw_no_codec(const std::type_info& type) {
    throw std::logic_error("codec<T> is not specialised for " + std::string(type.name()));
}

void throw_other_object(const value_object& object, const std::type_info& wanted) {
    throw std::invalid_argument("the value is an object of type " +
                                std::string(object.type().name()) + ", not of type " +
                                wanted.name());
}

}  // namespace detail

std::string_view name(value_kind kind) {
    static constexpr std::array<std::string_view, 14> names = {
        "nil", "boolean", "integer", "double",   "string",   "blob",      "GeoJSON value",
        "HLL", "list",    "map",     "wildcard", "infinity", "extension", "object"};
    const auto index = static_cast<std::size_t>(kind);
    return index < names.size() ? names[index] : "unknown kind";
}

value::value(const char* text) : kind_(value_kind::string) {
    if (text == nullptr) {
        throw std::invalid_argument("a string value is made of a text, not of a null pointer");
    }
    content_.emplace<std::string>(text);
}

value::value(const std::vector<std::uint8_t>& bytes)
    : value(text_of(bytes), value_kind::blob,
            static_cast<std::uint8_t>(wire::particle_type::blob)) {}

value value::blob(wire::bytes_view bytes, wire::particle_type type) {
    const bool is_collection =
        type == wire::particle_type::list || type == wire::particle_type::map;
    if (!wire::is_bytes(type) && !is_collection && type != wire::particle_type::null) {
        throw std::invalid_argument(
            "the type of a blob is blob, a language blob, vector, list or map if it is packed, or "
            "null for none, not " +
            std::string(wire::name(type)));
    }
    return value(text_of(bytes), value_kind::blob, static_cast<std::uint8_t>(type));
}

value value::geojson(std::string text) {
    return value(std::move(text), value_kind::geojson, 0);
}

value value::hll(wire::bytes_view bytes) {
    return value(text_of(bytes), value_kind::hll, 0);
}

value value::extension(std::uint8_t type, wire::bytes_view data) {
    return value(text_of(data), value_kind::extension, type);
}

void value::throw_not(value_kind expected) const {
    std::string message = "the value is ";
    if (kind_ != value_kind::nil) message += article(kind_);
    message += name(kind_);
    message += ", not ";
    message += article(expected);
    message += name(expected);
    throw std::invalid_argument(message);
}

bool value::as_bool() const {
    expect(value_kind::boolean);
    return *std::get_if<bool>(&content_);
}

std::int64_t value::as_int() const {
    expect(value_kind::integer);
    return *std::get_if<std::int64_t>(&content_);
}

double value::as_double() const {
    expect(value_kind::floating);
    return *std::get_if<double>(&content_);
}

const std::string& value::as_string() const {
    expect(value_kind::string);
    return *std::get_if<std::string>(&content_);
}

const std::string& value::as_geojson() const {
    expect(value_kind::geojson);
    return *std::get_if<std::string>(&content_);
}

wire::bytes_view value::as_bytes() const {
    if (kind_ != value_kind::hll && kind_ != value_kind::extension) expect(value_kind::blob);
    return wire::as_bytes(*std::get_if<std::string>(&content_));
}

const value::list& value::as_list() const {
    expect(value_kind::list);
    return *std::get_if<list>(&content_);
}

value::list& value::as_list() {
    expect(value_kind::list);
    return *std::get_if<list>(&content_);
}

const value::map& value::as_map() const {
    expect(value_kind::map);
    return *std::get_if<map>(&content_);
}

value::map& value::as_map() {
    expect(value_kind::map);
    return *std::get_if<map>(&content_);
}

const value_object& value::as_object() const {
    expect(value_kind::object);
    return **std::get_if<std::shared_ptr<const value_object>>(&content_);
}

const value* value::find(const value& key) const {
    if (kind_ != value_kind::map) return nullptr;
    for (const entry& e : *std::get_if<map>(&content_)) {
        if (e.first == key) return &e.second;
    }
    return nullptr;
}

wire::particle_type value::blob_type() const {
    expect(value_kind::blob);
    return static_cast<wire::particle_type>(attribute_);
}

std::uint8_t value::extension_type() const {
    expect(value_kind::extension);
    return attribute_;
}

list_order value::ordering_of_list() const {
    expect(value_kind::list);
    return static_cast<list_order>(attribute_ & 0x01);
}

map_order value::ordering_of_map() const {
    expect(value_kind::map);
    return static_cast<map_order>(attribute_ & 0x0b);
}

bool value::persists_index() const {
    if (kind_ != value_kind::map) expect(value_kind::list);
    return (attribute_ & 0x10) != 0;
}

bool value::equal_content(const value& a, const value& b) {
    if (a.kind_ == value_kind::floating) {
        const double x = a.as_double();
        const double y = b.as_double();
        return x == y || (std::isnan(x) && std::isnan(y));
    }
    if (a.kind_ == value_kind::object) return a.as_object().equals(b.as_object());
    if (a.kind_ == value_kind::map && a.ordering_of_map() != map_order::preserve_order) {
        return equal_in_any_order(a.as_map(), b.as_map());
    }
    return a.content_ == b.content_;
}

}  // namespace spikelet
