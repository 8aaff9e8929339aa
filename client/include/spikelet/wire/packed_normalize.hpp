// Packed lists and maps on their way into storage, and out of it (chapter 07 §3, chapter 18 §3).
//
// The stored form has shortest headers and numbers, str for the bin family, every map in ascending
// key order and no flags that say nothing; equal values have equal bytes, but for the order flags
// and the width of floats. Time is O(n log n) in the size and memory O(n), however deep the value.
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spikelet::wire {

enum class normalize_errc : std::uint8_t {
    ok,
    malformed,       // no packed value, or it ends early
    trailing_bytes,  // something behind the value
    wrong_type,      // not a list, not a map
    not_storable,    // wildcard, infinity and what resembles them, or a first element like flags
    bad_key,         // a map key that is no integer, string or blob
    duplicate_key,
    unordered_keys,      // in a map that is flagged as ordered by key
    unordered_elements,  // in a list that is flagged as ordered
};
// A phrase that says what is wrong: "duplicate map key", …
std::string_view explain(normalize_errc error);

// Appends the stored form of a list or map bin. The index bit of the outermost container is kept,
// as information: the form here never holds an index. Appends nothing after an error.
normalize_errc normalize_collection(particle_type type, bytes_view in, buffer& out);
// Appends the stored form of one value of any kind, as an element of a list or an entry of a map.
// Nothing in it may look like flags.
normalize_errc normalize_element(bytes_view in, buffer& out);

// The same without a copy where none is needed: `out` views `in` if that is the stored form
// already, else `memory`, which is cleared first.
normalize_errc stored_element(bytes_view in, buffer& memory, bytes_view& out);

// What clients see of a stored list or map: the outermost flags without the index bit, and no flags
// element when nothing else is flagged. Views `stored` if that is the same; else the bytes are made
// in `memory`, which is cleared first.
bytes_view client_form(bytes_view stored, buffer& memory);

// The bytes that a stored list or map counts for: its own and those of the index that its bit asks
// for (chapter 18 §3.1). M of that chapter; the particle takes 5 more.
std::size_t stored_collection_size(bytes_view stored);

}  // namespace spikelet::wire
