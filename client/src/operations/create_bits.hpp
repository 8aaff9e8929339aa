// The bits of a context step that make a missing collection (chapter 10 §3).
#pragma once

#include <spikelet/value.hpp>

#include <cstdint>

namespace spikelet {

// With `pad`, nils fill a list up to the step's index; an ordered list never needs it.
constexpr std::uint32_t create_bits(list_order order, bool pad) {
    if (order == list_order::ordered) return 0xc0;
    return pad ? 0x80 : 0x40;
}
constexpr std::uint32_t create_bits(map_order order) {
    switch (order) {
        case map_order::unordered:
            return 0x40;
        case map_order::key_ordered:
            return 0x80;
        default:
            return 0xc0;
    }
}

}  // namespace spikelet
