#include "load/json_schema.hpp"

#include <algorithm>
#include <regex>
#include <set>
#include <stdexcept>

namespace spikelet::conformance {
namespace {

using nlohmann::json;

bool is_of_type(const json& v, const std::string& type) {
    if (type == "object") return v.is_object();
    if (type == "array") return v.is_array();
    if (type == "string") return v.is_string();
    if (type == "boolean") return v.is_boolean();
    if (type == "integer") return v.is_number_integer();
    if (type == "number") return v.is_number();
    if (type == "null") return v.is_null();
    throw std::invalid_argument("schema: unknown type " + type);
}

bool has_type(const json& v, const json& types) {
    if (types.is_string()) return is_of_type(v, types.get<std::string>());
    return std::any_of(types.begin(), types.end(),
                       [&](const json& t) { return is_of_type(v, t.get<std::string>()); });
}

// Characters, not bytes.
std::size_t length_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

std::string member(const std::string& path, const std::string& key) {
    return std::string(path).append(".").append(key);
}

std::string shown(const json& v) {
    return v.dump().substr(0, 80);
}

}  // namespace

std::optional<std::string> json_schema::check(const json& document) const {
    return check(root_, document, "$");
}

json_schema::fault json_schema::check(const json& schema, const json& v,
                                      const std::string& path) const {
    for (const auto& [word, unused] : schema.items()) {
        if (auto wrong = check_word(word, schema, v, path)) return wrong;
    }
    return std::nullopt;
}

json_schema::fault json_schema::check_word(const std::string& word, const json& schema,
                                           const json& v, const std::string& path) const {
    static const std::set<std::string> notes{"$schema", "title", "description", "$defs"};
    // Looked at together with "properties".
    static const std::set<std::string> object_words{"required", "additionalProperties"};
    const json& wanted = schema.at(word);
    const auto wrong_if = [&](bool is_wrong) -> fault {
        if (!is_wrong) return std::nullopt;
        return path + ": " + shown(v) + " breaks " + word + " " + shown(wanted);
    };
    if (notes.contains(word)) return std::nullopt;
    if (word == "$ref") {
        return check(root_.at(json::json_pointer(wanted.get<std::string>().substr(1))), v, path);
    }
    if (word == "type") return wrong_if(!has_type(v, wanted));
    if (word == "enum") return wrong_if(std::find(wanted.begin(), wanted.end(), v) == wanted.end());
    if (word == "const") return wrong_if(v != wanted);
    if (word == "anyOf") return check_alternatives(wanted, false, v, path);
    if (word == "oneOf") return check_alternatives(wanted, true, v, path);
    if (word == "pattern") {
        return wrong_if(v.is_string() && !std::regex_search(v.get<std::string>(),
                                                            std::regex(wanted.get<std::string>())));
    }
    if (word == "minLength")
        return wrong_if(v.is_string() && length_of(v.get<std::string>()) < wanted);
    if (word == "minimum") return wrong_if(v.is_number() && v < wanted);
    if (word == "maximum") return wrong_if(v.is_number() && v > wanted);
    if (word == "minItems") return wrong_if(v.is_array() && v.size() < wanted);
    if (word == "maxItems") return wrong_if(v.is_array() && v.size() > wanted);
    if (word == "minProperties") return wrong_if(v.is_object() && v.size() < wanted);
    if (word == "items") {
        for (std::size_t i = 0; v.is_array() && i < v.size(); ++i) {
            if (auto wrong = check(wanted, v[i], path + "[" + std::to_string(i) + "]"))
                return wrong;
        }
        return std::nullopt;
    }
    if (word == "properties") return check_object(schema, v, path);
    if (object_words.contains(word) && schema.contains("properties")) return std::nullopt;
    if (word == "propertyNames" || word == "additionalProperties") {
        if (!v.is_object()) return std::nullopt;
        for (const auto& [key, item] : v.items()) {
            auto wrong =
                check(wanted, word == "propertyNames" ? json(key) : item, member(path, key));
            if (wrong) return wrong;
        }
        return std::nullopt;
    }
    throw std::invalid_argument("schema: the word " + word + " is not understood");
}

json_schema::fault json_schema::check_object(const json& schema, const json& v,
                                             const std::string& path) const {
    if (!v.is_object()) return std::nullopt;
    const json& properties = schema.at("properties");
    for (const json& key : schema.value("required", json::array())) {
        if (!v.contains(key.get<std::string>())) return path + ": misses " + key.dump();
    }
    for (const auto& [key, item] : v.items()) {
        const auto property = properties.find(key);
        if (property == properties.end()) {
            if (schema.value("additionalProperties", true)) continue;
            return member(path, key) + ": is no key of this object";
        }
        if (auto wrong = check(*property, item, member(path, key))) return wrong;
    }
    return std::nullopt;
}

json_schema::fault json_schema::check_alternatives(const json& schemas, bool exactly_one,
                                                   const json& v, const std::string& path) const {
    std::size_t matches = 0;
    std::string faults;
    for (const json& s : schemas) {
        if (const auto wrong = check(s, v, path))
            faults += "\n  " + *wrong;
        else
            ++matches;
    }
    if (matches == 1 || (matches > 1 && !exactly_one)) return std::nullopt;
    if (matches > 1) return path + ": fits several of the forms at once";
    return path + ": fits none of its forms:" + faults;
}

}  // namespace spikelet::conformance
