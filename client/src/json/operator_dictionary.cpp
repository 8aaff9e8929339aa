#include "operator_dictionary.hpp"

#include "field_reader.hpp"

#include <limits>

namespace spikelet::json_form {

std::string operator_dictionary::bin() {
    return read_text(keys_.at("bin", "the name of a bin"), keys_ / "bin");
}

value operator_dictionary::any(std::string_view key) {
    return read_value(keys_.at(key, "a value"), keys_ / key);
}

std::optional<value> operator_dictionary::bound(std::string_view key) {
    const json* found = keys_.find(key);
    if (found == nullptr || found->is_null()) return std::nullopt;
    return read_value(*found, keys_ / key);
}

value::list operator_dictionary::list(std::string_view key) {
    return read_list(keys_.at(key, "a list of values"), keys_ / key);
}

value::map operator_dictionary::map(std::string_view key) {
    return read_map(keys_.at(key, "a map"), keys_ / key);
}

std::int64_t operator_dictionary::integer(std::string_view key) {
    using limits = std::numeric_limits<std::int64_t>;
    const json& found = keys_.at(key, "a number");
    if (found.is_object()) {  // {"$int": "…"}
        const value v = read_value(found, keys_ / key);
        if (v.kind() == value_kind::integer && !v.is_unsigned()) return v.as_int();
    }
    return read_integer(found, keys_ / key, limits::min(), limits::max(), "a number");
}

std::uint64_t operator_dictionary::size(std::string_view key) {
    std::uint64_t out = 0;
    read_field(keys_.at(key, "a number that is not negative"), keys_ / key, out);
    return out;
}

std::optional<std::uint64_t> operator_dictionary::optional_size(std::string_view key) {
    const json* found = keys_.find(key);
    if (found == nullptr || found->is_null()) return std::nullopt;
    return size(key);
}

std::uint32_t operator_dictionary::count(std::string_view key, std::uint32_t max) {
    return read_count(keys_.at(key, "a number that is not negative"), keys_ / key, "a number", max);
}

std::uint32_t operator_dictionary::flags(std::string_view key, constant_family family) {
    return read_flags(keys_.at(key, accepted_constants(family)), keys_ / key, family);
}

bool operator_dictionary::boolean(std::string_view key) {
    return read_bool(keys_.at(key, "true or false"), keys_ / key);
}

bool operator_dictionary::inverted() {
    bool inverted = false;
    json_form::read(keys_, "inverted", inverted);
    return inverted;
}

list::return_type operator_dictionary::list_return() {
    const auto family = constant_family::list_return;
    const auto type = static_cast<list::return_type>(
        read_open_constant(keys_.at("return_type", "one of " + accepted_constants(family)),
                           keys_ / "return_type", family));
    return inverted() ? list::inverted(type) : type;
}

map::return_type operator_dictionary::map_return() {
    auto type = map::return_type::none;
    if (const json* found = keys_.find("return_type")) {
        type = static_cast<map::return_type>(
            read_open_constant(*found, keys_ / "return_type", constant_family::map_return));
    }
    return inverted() ? map::inverted(type) : type;
}

std::optional<list::policy> operator_dictionary::list_policy() {
    const json* found = keys_.find("list_policy");
    if (found == nullptr || found->is_null()) return std::nullopt;
    const place where = keys_ / "list_policy";
    dictionary d(*found, where, "a list_policy");
    list::policy p;
    json_form::read(d, "list_order", p.order);
    if (const json* flags = d.find("write_flags")) {
        p.flags = static_cast<list::write_flags>(
            read_flags(*flags, d / "write_flags", constant_family::list_write));
    }
    d.finish();
    return p;
}

}  // namespace spikelet::json_form
