#include "info/settings.hpp"

#include "info/answer.hpp"
#include "info/request.hpp"

#include <algorithm>

namespace spikelet::mock::info {
namespace {

constexpr std::string_view storage_prefix = "storage-engine.";
constexpr std::string_view separators = ":;,/= \t\r";

std::optional<std::uint64_t> unit_of_time(char c) {
    switch (c) {
        case 's':
        case 'S':
            return 1;
        case 'm':
        case 'M':
            return 60;
        case 'h':
        case 'H':
            return 3600;
        case 'd':
        case 'D':
            return 86400;
        default:
            return std::nullopt;
    }
}

std::optional<std::uint64_t> unit_of_size(char c) {
    switch (c) {
        case 'k':
        case 'K':
            return 1ull << 10;
        case 'm':
        case 'M':
            return 1ull << 20;
        case 'g':
        case 'G':
            return 1ull << 30;
        case 't':
        case 'T':
            return 1ull << 40;
        default:
            return std::nullopt;
    }
}

// A number, or a number with a unit behind it.
std::optional<std::uint64_t> parse_with_unit(std::string_view text,
                                             std::optional<std::uint64_t> (*unit_of)(char)) {
    if (const auto plain = parse_number(text)) return plain;
    if (text.empty()) return std::nullopt;
    const auto unit = unit_of(text.back());
    const auto count = parse_number(text.substr(0, text.size() - 1));
    if (!unit || !count || *count > UINT64_MAX / *unit) return std::nullopt;
    return *count * *unit;
}

std::optional<std::uint64_t> parse_boolean(std::string_view text) {
    if (text == "true" || text == "yes") return 1;
    if (text == "false" || text == "no") return 0;
    return std::nullopt;
}

std::optional<std::uint64_t> parse_value(const setting& s, std::string_view text) {
    std::optional<std::uint64_t> value;
    switch (s.kind) {
        case setting_kind::boolean:
            return parse_boolean(text);
        case setting_kind::number:
            value = parse_number(text);
            break;
        case setting_kind::seconds:
            value = parse_with_unit(text, unit_of_time);
            break;
        case setting_kind::size:
            value = parse_with_unit(text, unit_of_size);
            break;
        case setting_kind::fixed:
        case setting_kind::choice:
        case setting_kind::text:
            return std::nullopt;
    }
    if (value && (*value < s.min || *value > s.max)) return std::nullopt;
    return value;
}

bool is_choice(std::string_view choices, std::string_view text) {
    while (!choices.empty()) {
        const std::size_t end = std::min(choices.find('|'), choices.size());
        if (choices.substr(0, end) == text) return true;
        choices.remove_prefix(std::min(end + 1, choices.size()));
    }
    return false;
}

}  // namespace

void show_settings(std::span<const setting> settings, const changed_settings& changed,
                   const setting_scope& scope, wire::buffer& out) {
    for (const setting& s : settings) {
        put(out, s.name, '=');
        if (s.show != nullptr) {
            s.show(scope, out);
        } else if (const auto value = changed.find(s.name)) {
            put(out, std::string_view(*value));
        } else {
            put(out, s.initial);
        }
        put(out, ';');
    }
}

const setting* find_setting(std::span<const setting> settings, std::string_view name) {
    for (const setting& s : settings) {
        if (s.name == name) return &s;
        if (s.name.starts_with(storage_prefix) && s.name.substr(storage_prefix.size()) == name) {
            return &s;
        }
    }
    return nullptr;
}

bool change_setting(const setting& s, std::string_view value, changed_settings& changed,
                    const setting_scope& scope) {
    switch (s.kind) {
        case setting_kind::fixed:
            return false;
        case setting_kind::text:
            if (value.empty() || value.size() > s.max ||
                value.find_first_of(separators) != value.npos) {
                return false;
            }
            changed.set(s.name, value);
            return true;
        case setting_kind::choice:
            if (!is_choice(s.choices, value)) return false;
            changed.set(s.name, value);
            return true;
        case setting_kind::boolean:
        case setting_kind::number:
        case setting_kind::seconds:
        case setting_kind::size:
            break;
    }
    const auto number = parse_value(s, value);
    if (!number) return false;
    if (s.apply != nullptr) return s.apply(scope, *number);
    if (s.kind == setting_kind::boolean) {
        changed.set(s.name, *number != 0 ? "true" : "false");
    } else {
        changed.set(s.name, std::to_string(*number));
    }
    return true;
}

}  // namespace spikelet::mock::info
