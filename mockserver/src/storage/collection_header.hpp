// What stands in front of the items of a stored list or map (chapter 07 §2.4, chapter 18 §3).
#pragma once

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace spikelet::mock {

using wire::bytes_view;
using wire::particle_type;

struct collection_header {
    particle_type type = particle_type::list;  // or map
    std::uint8_t flags = 0;                    // 0: there is no flags element
    std::uint32_t count = 0;                   // of elements or entries, without the flags element
    std::size_t size = 0;                      // of the header, with the flags element

    bool is_map() const { return type == particle_type::map; }
};

// Of the list or map that `packed`, in stored form, begins with; nothing if it is another value.
std::optional<collection_header> parse_collection_header(bytes_view packed);

// The bytes of a header.
struct packed_header {
    std::array<std::uint8_t, 9> bytes;
    std::uint8_t size;
    bytes_view view() const { return {bytes.data(), size}; }
};
packed_header pack_collection_header(particle_type type, std::uint8_t flags, std::uint32_t count);

// M of chapter 18 §3: what a collection with `content` bytes of items takes in storage, its index
// included.
std::uint64_t stored_collection_size(particle_type type, std::uint8_t flags, std::uint32_t count,
                                     std::uint64_t content);

}  // namespace spikelet::mock
