// The value of one bin, or a user key, as operations and fields carry it (chapter 01 §6,
// chapter 13 §1).
#pragma once

#include <spikelet/value.hpp>
#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spikelet::wire {

enum class particle_errc : std::uint8_t {
    ok,
    unknown_type,    // a type byte that no server stores
    bad_size,        // of an integer, a double, a boolean, or of a nil that is not empty
    bad_boolean,     // neither 0 nor 1
    bad_hll,         // header or size
    bad_geojson,     // shorter than its cells, or no text
    bad_collection,  // malformed, or not what the type says
    too_deep,        // lists and maps nested beyond value_depth_max
};
// A phrase that says what is wrong: "HLL particle with a bad header or size", …
std::string_view explain(particle_errc error);

// Integers of 1, 2 and 4 bytes are zero-extended. The cells of GeoJSON are dropped. `out` is
// unspecified after an error.
particle_errc decode_particle(particle_type type, bytes_view bytes, value& out);
// For bytes that are known to be good: std::invalid_argument if they are not.
value decode_particle(particle_type type, bytes_view bytes);

// The type of the particle that a value makes; blobs without a type byte are plain blobs. A
// wildcard, an infinity, an extension or an object makes none: std::invalid_argument.
particle_type particle_type_of(const value& v);
// Appends the particle as clients send it: GeoJSON with no cells. Errors as above.
void encode_particle(const value& v, buffer& out);
// The number of bytes encode_particle() appends.
std::size_t particle_size(const value& v);

// The text of a GeoJSON particle behind its flags and cells; nothing if it is shorter than it
// announces, or the text is empty.
std::optional<std::string_view> geojson_text(bytes_view particle);
// Header of chapter 01 §8 and registers of exactly the size it implies.
bool is_valid_hll(bytes_view particle);

}  // namespace spikelet::wire
