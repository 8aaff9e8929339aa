// Plain values of the document into the fields of configurations and policies.
#pragma once

#include "constant_reader.hpp"
#include "dictionary.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>

namespace spikelet::json_form {

bool read_bool(const json& found, const place& where);
std::string read_text(const json& found, const place& where);
std::int64_t read_integer(const json& found, const place& where, std::int64_t min, std::int64_t max,
                          std::string_view accepted);
// `accepted` names the unit: "milliseconds".
std::uint32_t read_count(const json& found, const place& where, std::string_view accepted,
                         std::uint32_t max = std::numeric_limits<std::uint32_t>::max());

// ---- by the type of the field

inline void read_field(const json& found, const place& where, bool& out) {
    out = read_bool(found, where);
}
inline void read_field(const json& found, const place& where, std::string& out) {
    out = read_text(found, where);
}
inline void read_field(const json& found, const place& where, std::chrono::milliseconds& out) {
    out = std::chrono::milliseconds(read_count(found, where, "milliseconds"));
}
inline void read_field(const json& found, const place& where, std::chrono::seconds& out) {
    out = std::chrono::seconds(read_count(found, where, "seconds"));
}
template <std::integral Int>
void read_field(const json& found, const place& where, Int& out) {
    if constexpr (std::unsigned_integral<Int> && sizeof(Int) == sizeof(std::uint64_t)) {
        if (!is_size(found)) refuse(where, found, "a number that is not negative");
        out = found.get<std::uint64_t>();
    } else {
        out = static_cast<Int>(read_integer(found, where, std::numeric_limits<Int>::min(),
                                            std::numeric_limits<Int>::max(), "a number"));
    }
}
template <class Enum>
requires std::is_enum_v<Enum>
void read_field(const json& found, const place& where, Enum& out) {
    out = read_enum<Enum>(found, where);
}
template <class T>
void read_field(const json& found, const place& where, std::optional<T>& out) {
    T given{};
    read_field(found, where, given);
    out = std::move(given);
}

// Leaves `out` alone if the key is not given.
template <class T>
void read(dictionary& d, std::string_view key, T& out) {
    if (const json* found = d.find(key)) read_field(*found, d / key, out);
}

}  // namespace spikelet::json_form
