// The order of values inside one list or map (chapter 07 §4).
#pragma once

#include "operations/cdt/collection.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace spikelet::mock {

inline constexpr std::uint8_t packed_nil = 0xc0;
// As many nils as a write may put in front of what it adds: no record could hold more.
inline constexpr std::uint64_t padding_max = 8u << 20;

// An item's value (the element, or the value of the entry) and where it is.
struct placed_value {
    bytes_view value;
    std::uint32_t position;
};
// All of them, in the order of the collection.
std::span<placed_value> placed_values(const collection& c, command_memory& memory);

// Ascending by value, equal ones by position. Never looks beyond the span, even where NaNs and
// wildcards make the order of values inconsistent.
void sort_by_value(std::span<placed_value> values);
// The values at ranks [first, last) in ascending order; the rest of the span is in no order.
std::span<placed_value> select_ranks(std::span<placed_value> values, std::uint32_t first,
                                     std::uint32_t last);

// Where the item of a rank is; `rank` is below the size.
std::uint32_t position_of_rank(const collection& c, std::uint32_t rank, command_memory& memory);
// The first item whose value equals `value`.
std::optional<std::uint32_t> find_value(const collection& c, bytes_view value);
// How many items have a value below `value`.
std::uint32_t count_below(const collection& c, bytes_view value);

// ---- changing ordered lists

// Behind those that equal it.
void insert_ordered(collection& list, bytes_view element);
// Puts an element in place of another and where it belongs.
void replace_ordered(collection& list, std::uint32_t position, bytes_view element);

}  // namespace spikelet::mock
