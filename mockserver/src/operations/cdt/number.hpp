// Numbers inside lists and maps, as INCREMENT adds to them (chapter 08 §5.2, chapter 09 §3).
#pragma once

#include "operations/command_memory.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <optional>

namespace spikelet::mock {

using wire::bytes_view;

struct packed_number {
    bool is_floating = false;
    std::int64_t integer = 1;
    double floating = 0;
};

// A delta: nil stands for 1. Nothing for what is no number.
std::optional<packed_number> parse_delta(bytes_view packed);
// What is added for a DECREMENT.
packed_number negated(packed_number delta);
// The sum: an integer if the element is one, wrapping around. Nothing if the element is no number.
std::optional<packed_number> add(bytes_view element, packed_number delta);
bytes_view pack(packed_number number, command_memory& memory);

}  // namespace spikelet::mock
