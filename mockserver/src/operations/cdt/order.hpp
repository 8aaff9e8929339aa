// The order of values inside one list or map (chapter 07 §4).
#pragma once

#include "operations/cdt/arguments.hpp"
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
std::span<placed_value> placed_values(packed_list list, command_memory& memory);

// Ascending, equal ones as they come: the sequence of comparisons is that of a server, which shows
// where NaNs and wildcards make the order inconsistent.
void sort_by_value(std::span<placed_value> values, command_memory& memory);
// The values at ranks [first, last). A server takes them from a heap of the nearer end, and answers
// them in the order in which that leaves them: descending if the least were nearer, else ascending.
// Equal values have ranks by position in a map, in a list by chance. In a map, where no chance and
// no NaN decides, this takes linear time besides sorting what is answered.
enum class equal_values : std::uint8_t { by_position, by_chance };
std::span<placed_value> select_ranks(std::span<placed_value> values, std::uint32_t first,
                                     std::uint32_t last, equal_values equals);

// Looks a value up in sorted ones, by halves. What equals it in passing is found: a wildcard may
// lie where the order does not lead. `rank` is that of the first that was found, else the number of
// those that are less.
struct value_search {
    bool is_found;
    std::uint32_t rank;
};
value_search search_value(std::span<const placed_value> sorted, bytes_view value);

// The rank of the entry at a position of a map.
std::uint32_t rank_of_entry(const collection& map, std::uint32_t position);
// Where the item of a rank is; `rank` is below the size.
std::uint32_t position_of_rank(const collection& c, std::uint32_t rank, command_memory& memory);
// The first item whose value equals `value`.
std::optional<std::uint32_t> find_value(const collection& c, bytes_view value);
// How many items have a value below `value`.
std::uint32_t count_below(const collection& c, bytes_view value);

// ---- changing ordered lists

// The list with other elements, or its own in another order.
void assign_list(collection& list, std::span<const placed_value> values, command_memory& memory);
// Brings the elements into order.
void sort_list(collection& list, command_memory& memory);
// In front of those that equal it.
void insert_ordered(collection& list, bytes_view element);
// Puts an element in place of another and where it belongs.
void replace_ordered(collection& list, std::uint32_t position, bytes_view element);

}  // namespace spikelet::mock
