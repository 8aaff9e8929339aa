#include "field_reader.hpp"

namespace spikelet::json_form {

bool read_bool(const json& found, const place& where) {
    if (!found.is_boolean()) refuse(where, found, "true or false");
    return found.get<bool>();
}

std::string read_text(const json& found, const place& where) {
    if (!found.is_string()) refuse(where, found, "text");
    return found.get<std::string>();
}

std::int64_t read_integer(const json& found, const place& where, std::int64_t min, std::int64_t max,
                          std::string_view accepted) {
    // A number of 2^63 and above is negative as the signed one that is compared with.
    const bool fits =
        found.is_number_integer() && !(found.is_number_unsigned() && found.get<std::int64_t>() < 0);
    if (fits && found.get<std::int64_t>() >= min && found.get<std::int64_t>() <= max) {
        return found.get<std::int64_t>();
    }
    refuse(where, found,
           std::string(accepted) + " from " + std::to_string(min) + " to " + std::to_string(max));
}

std::uint32_t read_count(const json& found, const place& where, std::string_view accepted,
                         std::uint32_t max) {
    return static_cast<std::uint32_t>(read_integer(found, where, 0, max, accepted));
}

}  // namespace spikelet::json_form
