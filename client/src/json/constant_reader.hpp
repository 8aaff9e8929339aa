// Constants in the document: by documented name or as their number.
#pragma once

#include "place.hpp"

#include <spikelet/config.hpp>
#include <spikelet/constants.hpp>
#include <spikelet/policy.hpp>

#include <cstdint>

namespace spikelet::json_form {

// json_error unless it is the name or the number of one of the family.
std::int64_t read_constant(const json& found, const place& where, constant_family family);

// Constants that are numbers for the server to judge, so that any number is taken: return types and
// flags. Flags may be several: a list, or a text such as "LIST_WRITE_ADD_UNIQUE |
// LIST_WRITE_NO_FAIL".
std::uint32_t read_open_constant(const json& found, const place& where, constant_family family);
std::uint32_t read_flags(const json& found, const place& where, constant_family family);

// Seconds, or one of the TTL_* constants.
std::uint32_t read_ttl(const json& found, const place& where);

// "POLICY_KEY_DIGEST (0) or POLICY_KEY_SEND (1)".
std::string accepted_constants(constant_family family);

// Which family an enumeration's constants are.
constexpr constant_family family_of(key_policy) {
    return constant_family::key;
}
constexpr constant_family family_of(exists_policy) {
    return constant_family::exists;
}
constexpr constant_family family_of(generation_policy) {
    return constant_family::generation;
}
constexpr constant_family family_of(commit_level) {
    return constant_family::commit_level;
}
constexpr constant_family family_of(replica_policy) {
    return constant_family::replica;
}
constexpr constant_family family_of(read_mode_ap) {
    return constant_family::read_mode_ap;
}
constexpr constant_family family_of(read_mode_sc) {
    return constant_family::read_mode_sc;
}
constexpr constant_family family_of(auth_mode) {
    return constant_family::auth_mode;
}
constexpr constant_family family_of(list_order) {
    return constant_family::list_order;
}
constexpr constant_family family_of(map_order) {
    return constant_family::map_order;
}

template <class Enum>
Enum read_enum(const json& found, const place& where) {
    return static_cast<Enum>(read_constant(found, where, family_of(Enum{})));
}

}  // namespace spikelet::json_form
