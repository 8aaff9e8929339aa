#include "constant_reader.hpp"

#include "nearest.hpp"

#include <spikelet/map.hpp>

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

namespace spikelet::json_form {
namespace {

std::vector<std::string_view> names_of(const constant_table& table) {
    std::vector<std::string_view> names;
    names.reserve(table.constants.size());
    for (const constant& c : table.constants)
        names.push_back(c.name);
    return names;
}

// Old programs give the write mode where flags are wanted; its numbers mean other flags.
std::optional<std::int64_t> translated(const found_constant& found, constant_family wanted) {
    if (wanted != constant_family::map_write || found.family != constant_family::map_write_mode) {
        return std::nullopt;
    }
    constexpr std::int64_t flags_of_mode[] = {
        static_cast<std::int64_t>(map::write_flags::none),         // MAP_UPDATE
        static_cast<std::int64_t>(map::write_flags::update_only),  // MAP_UPDATE_ONLY
        static_cast<std::int64_t>(map::write_flags::create_only),  // MAP_CREATE_ONLY
    };
    return flags_of_mode[found.value.number];
}

std::int64_t number_of(std::string_view name, const place& where, constant_family family) {
    const auto found = find_constant(name);
    if (found && found->family == family) return found->value.number;
    if (found) {
        if (const auto number = translated(*found, family)) return *number;
        refuse(where, std::string(name) + " is for " +
                          std::string(table_of(found->family).accepted_for) + "; expected " +
                          accepted_constants(family));
    }
    refuse(where, "unknown constant \"" + shortened(name) + "\"" +
                      suggestion(name, names_of(table_of(family))) + "; expected " +
                      accepted_constants(family));
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

}  // namespace

std::string accepted_constants(constant_family family) {
    std::vector<std::string> names;
    for (const constant& c : table_of(family).constants) {
        names.push_back(std::string(c.name) + " (" + std::to_string(c.number) + ")");
    }
    return joined(std::move(names), " or ");
}

std::int64_t read_constant(const json& found, const place& where, constant_family family) {
    if (found.is_string()) return number_of(found.get_ref<const std::string&>(), where, family);
    const auto is_it = [&](const constant& c) { return found == c.number; };
    if (found.is_number_integer() && std::ranges::any_of(table_of(family).constants, is_it)) {
        return found.get<std::int64_t>();
    }
    refuse(where, found, accepted_constants(family));
}

namespace {

std::uint32_t read_open(const json& found, const place& where, constant_family family,
                        std::string_view numbers) {
    if (found.is_string()) {
        return static_cast<std::uint32_t>(
            number_of(found.get_ref<const std::string&>(), where, family));
    }
    if (is_size(found) && found.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max()) {
        return found.get<std::uint32_t>();
    }
    refuse(where, found, std::string(numbers) + accepted_constants(family));
}

}  // namespace

std::uint32_t read_open_constant(const json& found, const place& where, constant_family family) {
    return read_open(found, where, family, "");
}

std::uint32_t read_ttl(const json& found, const place& where) {
    return read_open(found, where, constant_family::ttl, "seconds, ");
}

std::uint32_t read_flags(const json& found, const place& where, constant_family family) {
    std::uint32_t flags = 0;
    if (found.is_array()) {
        for (std::size_t i = 0; i < found.size(); ++i)
            flags |= read_open_constant(found[i], place(where, i), family);
        return flags;
    }
    if (!found.is_string()) return read_open_constant(found, where, family);
    std::string_view rest = found.get_ref<const std::string&>();
    while (true) {
        const std::size_t joint = rest.find('|');
        flags |=
            static_cast<std::uint32_t>(number_of(trimmed(rest.substr(0, joint)), where, family));
        if (joint == std::string_view::npos) return flags;
        rest.remove_prefix(joint + 1);
    }
}

}  // namespace spikelet::json_form
