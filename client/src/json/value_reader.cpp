#include "value_reader.hpp"

#include "constant_reader.hpp"
#include "dictionary.hpp"
#include "field_reader.hpp"
#include "hex.hpp"
#include "nearest.hpp"

#include <spikelet/json.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <charconv>
#include <limits>
#include <system_error>

namespace spikelet::json_form {
namespace {

// How many collections are around a value.
using depth = std::size_t;

value read_value(const json& found, const place& where, depth d);

value::list read_elements(const json& found, const place& where, depth d) {
    if (!found.is_array()) refuse(where, found, "a list");
    if (d >= value_depth_max) {
        refuse(where, "more than " + std::to_string(value_depth_max) + " levels deep");
    }
    value::list elements;
    elements.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i)
        elements.push_back(read_value(found[i], place(where, i), d + 1));
    return elements;
}

value::map read_pairs(const json& found, const place& where, depth d) {
    if (!found.is_array()) refuse(where, found, "a list of pairs [key, value]");
    if (d >= value_depth_max) {
        refuse(where, "more than " + std::to_string(value_depth_max) + " levels deep");
    }
    value::map entries;
    entries.reserve(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        const place at(where, i);
        if (!found[i].is_array() || found[i].size() != 2)
            refuse(at, found[i], "a pair [key, value]");
        entries.emplace_back(read_value(found[i][0], place(at, std::size_t{0}), d + 1),
                             read_value(found[i][1], place(at, std::size_t{1}), d + 1));
    }
    return entries;
}

// ---- one notation each; `d` gives what stands behind its key, and takes companions

bool read_presence(dictionary& keys, std::string_view key) {
    if (!read_bool(*keys.find(key), keys / key)) refuse(keys / key, "expected true, found false");
    return true;
}

value read_int(dictionary& keys, depth) {
    constexpr std::string_view accepted = "text of an integer of 64 bits, such as \"-7\"";
    const json& found = *keys.find("$int");
    const place where = keys / "$int";
    if (!found.is_string()) refuse(where, found, accepted);
    const auto& text = found.get_ref<const std::string&>();
    const char* const end = text.data() + text.size();
    std::int64_t number = 0;
    if (const auto r = std::from_chars(text.data(), end, number);
        r.ec == std::errc() && r.ptr == end) {
        return number;
    }
    std::uint64_t big = 0;
    if (const auto r = std::from_chars(text.data(), end, big);
        r.ec == std::errc() && r.ptr == end) {
        return big;
    }
    refuse(where, found, accepted);
}

value read_double(dictionary& keys, depth) {
    constexpr std::string_view accepted =
        "a double: text such as \"1.5\", \"NaN\", \"inf\", \"-inf\" or \"-0\", or a number";
    const json& found = *keys.find("$double");
    const place where = keys / "$double";
    if (found.is_number()) return found.get<double>();
    if (!found.is_string()) refuse(where, found, accepted);
    const auto& text = found.get_ref<const std::string&>();
    const char* const end = text.data() + text.size();
    double number = 0;  // from_chars also knows nan and inf
    const auto r = std::from_chars(text.data(), end, number);
    if (r.ec != std::errc() || r.ptr != end) refuse(where, found, accepted);
    return number;
}

value read_bytes(dictionary& keys, depth) {
    using wire::particle_type;
    const auto bytes = read_hex(*keys.find("$bytes"), keys / "$bytes");
    const json* type = keys.find("type");
    if (type == nullptr) return value::blob(bytes);
    // The documented names, and as a number the vector's type, which has no name.
    const place where = keys / "type";
    const auto t = static_cast<particle_type>(
        *type == 16 ? 16 : read_constant(*type, where, constant_family::particle_type));
    switch (t) {
        case particle_type::string:
            return std::string(wire::as_text(bytes));
        case particle_type::geojson:
            return value::geojson(std::string(wire::as_text(bytes)));
        case particle_type::hll:
            return value::hll(bytes);
        default:
            if (t == particle_type::null || wire::is_bytes(t)) return value::blob(bytes, t);
    }
    refuse(where, *type,
           "a type of bytes: AS_BYTES_BLOB, a language's blob, AS_BYTES_STRING, "
           "AS_BYTES_GEOJSON, AS_BYTES_HLL or AS_BYTES_UNDEF");
}

value read_geo(dictionary& keys, depth) {
    const json& found = *keys.find("$geo");
    if (found.is_string()) return value::geojson(found.get<std::string>());
    if (!found.is_object()) refuse(keys / "$geo", found, "GeoJSON, as text or as an object");
    return value::geojson(found.dump(-1, ' ', false, json::error_handler_t::replace));
}

value read_hll(dictionary& keys, depth) {
    return value::hll(read_hex(*keys.find("$hll"), keys / "$hll"));
}

// Order flags, by documented name or by their bits (chapter 07 §2.4).
template <class Order>
Order read_order(dictionary& keys) {
    constexpr std::uint8_t persist_index = 0x10;
    const json* found = keys.find("order");
    if (found == nullptr) return Order{};
    const std::uint32_t bits = read_open_constant(*found, keys / "order", family_of(Order{}));
    if (bits > 0xff || (bits & persist_index) != 0) {
        refuse(keys / "order", *found, accepted_constants(family_of(Order{})));
    }
    return static_cast<Order>(bits);
}

value read_list_notation(dictionary& keys, depth d) {
    auto elements = read_elements(*keys.find("$list"), keys / "$list", d);
    bool persist_index = false;
    read(keys, "persist_index", persist_index);
    return {std::move(elements), read_order<list_order>(keys), persist_index};
}

value read_map_notation(dictionary& keys, depth d) {
    auto entries = read_pairs(*keys.find("$map"), keys / "$map", d);
    bool persist_index = false;
    read(keys, "persist_index", persist_index);
    return {std::move(entries), read_order<map_order>(keys), persist_index};
}

value read_ordered_pairs(dictionary& keys, depth d) {
    return {read_pairs(*keys.find("$pairs"), keys / "$pairs", d), map_order::preserve_order};
}

value read_null(dictionary& keys, depth) {
    read_presence(keys, "$null");
    return {};
}
value read_wildcard(dictionary& keys, depth) {
    read_presence(keys, "$wildcard");
    return value::wildcard();
}
value read_infinity(dictionary& keys, depth) {
    read_presence(keys, "$infinity");
    return value::infinity();
}

value read_extension(dictionary& keys, depth) {
    const auto data = read_hex(*keys.find("$extension"), keys / "$extension");
    const json& type = keys.at("type", "the type of the extension, 0 to 255");
    return value::extension(
        static_cast<std::uint8_t>(read_count(type, keys / "type", "a type", 255)), data);
}

struct notation {
    std::string_view key;
    value (*read)(dictionary& keys, depth d);
};
constexpr notation notations[] = {
    {"$int", read_int},           {"$double", read_double},
    {"$bytes", read_bytes},       {"$geo", read_geo},
    {"$hll", read_hll},           {"$list", read_list_notation},
    {"$map", read_map_notation},  {"$pairs", read_ordered_pairs},
    {"$null", read_null},         {"$wildcard", read_wildcard},
    {"$infinity", read_infinity}, {"$extension", read_extension},
};

[[noreturn]] void refuse_notation(std::string_view key, const place& where) {
    std::vector<std::string_view> known;
    for (const notation& n : notations)
        known.push_back(n.key);
    refuse(place(where, key), "no notation of values" + suggestion(key, known) + "; there are " +
                                  joined({known.begin(), known.end()}) +
                                  "; a map with such a key is written {\"$map\": [[\"" +
                                  shortened(key) + "\", …]]}");
}

value read_object(const json& found, const place& where, depth d) {
    for (const auto& entry : found.items()) {
        if (!entry.key().starts_with('$')) continue;
        for (const notation& n : notations) {
            if (n.key != entry.key()) continue;
            dictionary keys(found, where, n.key);
            keys.find(n.key);
            value v = n.read(keys, d);
            keys.finish();
            return v;
        }
        refuse_notation(entry.key(), where);
    }
    if (d >= value_depth_max) {
        refuse(where, "more than " + std::to_string(value_depth_max) + " levels deep");
    }
    value::map entries;
    entries.reserve(found.size());
    for (const auto& entry : found.items()) {
        entries.emplace_back(entry.key(),
                             read_value(entry.value(), place(where, entry.key()), d + 1));
    }
    return entries;
}

value read_value(const json& found, const place& where, depth d) {
    switch (found.type()) {
        case json::value_t::null:
            return {};
        case json::value_t::boolean:
            return found.get<bool>();
        case json::value_t::number_integer:
            return found.get<std::int64_t>();
        case json::value_t::number_unsigned:
            return found.get<std::uint64_t>();
        case json::value_t::number_float:
            return found.get<double>();
        case json::value_t::string:
            return found.get<std::string>();
        case json::value_t::array:
            return read_elements(found, where, d);
        case json::value_t::object:
            return read_object(found, where, d);
        default:
            refuse(where, "binary JSON is no value; write {\"$bytes\": \"…\"}");
    }
}

}  // namespace

value read_value(const json& found, const place& where) {
    return read_value(found, where, 0);
}

value::list read_list(const json& found, const place& where) {
    value v = read_value(found, where);
    if (v.kind() != value_kind::list) refuse(where, found, "a list");
    return std::move(v.as_list());
}

value::map read_map(const json& found, const place& where) {
    value v = read_value(found, where);
    if (v.kind() != value_kind::map) {
        refuse(where, found, "a map: an object, or {\"$map\": [[key, value], …]}");
    }
    return std::move(v.as_map());
}

}  // namespace spikelet::json_form

namespace spikelet {

value value_from_json(const nlohmann::json& document, std::string_view path) {
    return json_form::read_value(document, json_form::place(path));
}

}  // namespace spikelet
