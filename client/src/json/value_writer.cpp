// Values as the plainest JSON that reads as the same value.
#include "constant_reader.hpp"
#include "hex.hpp"

#include <spikelet/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace spikelet {
namespace json_form {
namespace {

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t size = lead < 0x80   ? 1
                                 : lead < 0xc2 ? 0
                                 : lead < 0xe0 ? 2
                                 : lead < 0xf0 ? 3
                                 : lead < 0xf5 ? 4
                                               : 0;
        if (size == 0 || size > text.size() - i) return false;
        for (std::size_t k = 1; k < size; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return false;
        }
        // Longer than needed, surrogates, or above the last character there is.
        const auto second = static_cast<unsigned char>(size > 1 ? text[i + 1] : 0x80);
        if (lead == 0xe0 && second < 0xa0) return false;
        if (lead == 0xed && second > 0x9f) return false;
        if (lead == 0xf0 && second < 0x90) return false;
        if (lead == 0xf4 && second > 0x8f) return false;
        i += size;
    }
    return true;
}

std::string_view name_of(constant_family family, std::int64_t number) {
    for (const constant& c : table_of(family).constants) {
        if (c.number == number) return c.name;
    }
    return {};
}

json constant_to_json(constant_family family, std::int64_t number) {
    const std::string_view name = name_of(family, number);
    return name.empty() ? json(number) : json(name);
}

json typed_bytes(wire::bytes_view bytes, wire::particle_type type) {
    return {{"$bytes", to_hex(bytes)},
            {"type",
             constant_to_json(constant_family::particle_type, static_cast<std::int64_t>(type))}};
}

json double_to_json(double number) {
    if (std::isfinite(number)) return number;
    if (std::isnan(number)) return {{"$double", "NaN"}};
    return {{"$double", number > 0 ? "inf" : "-inf"}};
}

json text_to_json(const std::string& text) {
    if (is_utf8(text)) return text;
    return typed_bytes(wire::as_bytes(text), wire::particle_type::string);
}

json geojson_to_json(const std::string& text) {
    if (is_utf8(text)) return {{"$geo", text}};
    return typed_bytes(wire::as_bytes(text), wire::particle_type::geojson);
}

json blob_to_json(const value& v) {
    if (v.blob_type() != wire::particle_type::blob) return typed_bytes(v.as_bytes(), v.blob_type());
    return {{"$bytes", to_hex(v.as_bytes())}};
}

// All bits but the index's, also those that have no name: a reader takes them as a number.
void add_order(const value& v, constant_family family, json& out) {
    constexpr std::uint8_t persist_index = 0x10;
    const std::uint8_t bits = v.flags() & static_cast<std::uint8_t>(~persist_index);
    if (bits != 0) out["order"] = constant_to_json(family, bits);
    if (v.persists_index()) out["persist_index"] = true;
}

json list_to_json(const value& v) {
    json elements = json::array();
    for (const value& e : v.as_list())
        elements.push_back(value_to_json(e));
    if (v.flags() == 0) return elements;
    json out = {{"$list", std::move(elements)}};
    add_order(v, constant_family::list_order, out);
    return out;
}

// Could the map be a JSON object? Its keys are distinct texts, and none looks like a notation's.
bool is_object(const value& v) {
    if (v.flags() != 0) return false;
    std::set<std::string_view> seen;
    return std::ranges::all_of(v.as_map(), [&](const value::entry& e) {
        const auto* key = e.first.get_if<std::string>();
        return key != nullptr && !key->starts_with('$') && is_utf8(*key) &&
               seen.insert(*key).second;
    });
}

json map_to_json(const value& v) {
    if (is_object(v)) {
        json object = json::object();
        for (const auto& [key, mapped] : v.as_map())
            object[key.as_string()] = value_to_json(mapped);
        return object;
    }
    json pairs = json::array();
    for (const auto& [key, mapped] : v.as_map())
        pairs.push_back(json::array({value_to_json(key), value_to_json(mapped)}));
    if (v.flags() == static_cast<std::uint8_t>(map_order::preserve_order)) {
        return {{"$pairs", std::move(pairs)}};
    }
    json out = {{"$map", std::move(pairs)}};
    add_order(v, constant_family::map_order, out);
    return out;
}

}  // namespace
}  // namespace json_form

nlohmann::json value_to_json(const value& v) {
    using json_form::json;
    switch (v.kind()) {
        case value_kind::nil:
            return nullptr;
        case value_kind::boolean:
            return v.as_bool();
        case value_kind::integer:
            return v.is_unsigned() ? json(static_cast<std::uint64_t>(v.as_int()))
                                   : json(v.as_int());
        case value_kind::floating:
            return json_form::double_to_json(v.as_double());
        case value_kind::string:
            return json_form::text_to_json(v.as_string());
        case value_kind::blob:
            return json_form::blob_to_json(v);
        case value_kind::geojson:
            return json_form::geojson_to_json(v.as_geojson());
        case value_kind::hll:
            return {{"$hll", json_form::to_hex(v.as_bytes())}};
        case value_kind::list:
            return json_form::list_to_json(v);
        case value_kind::map:
            return json_form::map_to_json(v);
        case value_kind::wildcard:
            return {{"$wildcard", true}};
        case value_kind::infinity:
            return {{"$infinity", true}};
        case value_kind::extension:
            return {{"$extension", json_form::to_hex(v.as_bytes())}, {"type", v.extension_type()}};
        case value_kind::object:
            throw json_error("", "a C++ object has no JSON form; write what its serializer made");
    }
    return nullptr;
}

}  // namespace spikelet
