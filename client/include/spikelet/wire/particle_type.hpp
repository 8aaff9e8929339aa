// The types a bin's value or a key can have on the wire (chapter 01 §6).
#pragma once

#include <cstdint>
#include <string_view>

namespace spikelet::wire {

enum class particle_type : std::uint8_t {
    null = 0,
    integer = 1,
    floating = 2,  // IEEE-754 double
    string = 3,
    blob = 4,
    java_blob = 7,
    csharp_blob = 8,
    python_blob = 9,
    ruby_blob = 10,
    php_blob = 11,
    erlang_blob = 12,
    vector = 16,
    boolean = 17,
    hll = 18,
    map = 19,
    list = 20,
    geojson = 23,
};

// True for the types that a server stores; null is not one of them.
constexpr bool is_storable(particle_type type) {
    switch (type) {
        case particle_type::integer:
        case particle_type::floating:
        case particle_type::string:
        case particle_type::blob:
        case particle_type::java_blob:
        case particle_type::csharp_blob:
        case particle_type::python_blob:
        case particle_type::ruby_blob:
        case particle_type::php_blob:
        case particle_type::erlang_blob:
        case particle_type::vector:
        case particle_type::boolean:
        case particle_type::hll:
        case particle_type::map:
        case particle_type::list:
        case particle_type::geojson:
            return true;
        case particle_type::null:
            return false;
    }
    return false;  // a byte from the network that names no type
}

// True for plain bytes: the blob type, the language blobs and vectors.
constexpr bool is_bytes(particle_type type) {
    const auto code = static_cast<std::uint8_t>(type);
    return type == particle_type::blob || (code >= 7 && code <= 12) ||
           type == particle_type::vector;
}

// "integer", "java blob", … ; "type 13" cannot be named and gives "unknown".
std::string_view name(particle_type type);

}  // namespace spikelet::wire
