// How the tables of settings write their rows.
#pragma once

#include "info/answer.hpp"
#include "info/settings.hpp"

namespace spikelet::mock::info {

constexpr setting fixed(std::string_view name, std::string_view value) {
    return {.name = name, .initial = value};
}
constexpr setting boolean(std::string_view name, std::string_view initial = "false") {
    return {.name = name, .initial = initial, .kind = setting_kind::boolean};
}
constexpr setting number(std::string_view name, std::string_view initial, std::uint64_t min = 0,
                         std::uint64_t max = UINT32_MAX) {
    return {.name = name, .initial = initial, .kind = setting_kind::number, .min = min, .max = max};
}
constexpr setting seconds(std::string_view name, std::string_view initial,
                          std::uint64_t max = UINT32_MAX) {
    return {.name = name, .initial = initial, .kind = setting_kind::seconds, .max = max};
}
constexpr setting size(std::string_view name, std::string_view initial, std::uint64_t min = 0,
                       std::uint64_t max = UINT64_MAX) {
    return {.name = name, .initial = initial, .kind = setting_kind::size, .min = min, .max = max};
}
constexpr setting choice(std::string_view name, std::string_view initial,
                         std::string_view choices) {
    return {.name = name, .initial = initial, .kind = setting_kind::choice, .choices = choices};
}

constexpr setting text(std::string_view name, std::uint64_t size_max) {
    return {.name = name, .initial = "null", .kind = setting_kind::text, .max = size_max};
}

// A row whose value the server acts on.
constexpr setting live(setting s, void (*show)(const setting_scope&, wire::buffer&),
                       bool (*apply)(const setting_scope&, std::uint64_t) = nullptr) {
    s.show = show;
    s.apply = apply;
    return s;
}

}  // namespace spikelet::mock::info
