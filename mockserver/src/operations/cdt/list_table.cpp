// The operations on lists by code (chapter 08 §1).
#include "operations/cdt/list_operations.hpp"

#include <array>

namespace spikelet::mock {
namespace {

using namespace list_operations;

// Flags that a list can have; others make them all void.
constexpr std::uint64_t known_flags = 0x11;

template <std::size_t I>
std::uint8_t order_argument(const arguments& args) {
    const std::uint64_t flags = args.number_or(I, 0);
    return (flags & ~known_flags) == 0 ? static_cast<std::uint8_t>(flags) : std::uint8_t{0};
}

std::uint8_t unordered(const arguments&) {
    return 0;
}

constexpr cdt_operation operations[] = {
    {0, true, "U", set_type, unordered},
    {1, true, "Suu", append, order_argument<1>},
    {2, true, "Luu", append_items, order_argument<1>},
    {3, true, "ISu", insert, unordered},
    {4, true, "ILu", insert_items, unordered},
    {5, true, "I", pop},
    {6, true, "Iu", pop_range},
    {7, true, "I", remove},
    {8, true, "Iu", remove_range},
    {9, true, "ISu", set, unordered},
    {10, true, "IU", trim},
    {11, true, "", clear},
    {12, true, "Ivuu", increment, order_argument<2>},
    {13, true, "u", sort, nullptr, result_code::bin_incompatible_type},
    {16, false, "", size},
    {17, false, "I", get},
    {18, false, "Iu", get_range},
    {19, false, "UI", get_by_index},
    {20, false, "UV", get_by_value},
    {21, false, "UI", get_by_rank},
    {22, false, "UV", get_all_by_value},
    {23, false, "UW", get_all_by_value_list},
    {24, false, "UIu", get_by_index_range},
    {25, false, "UVv", get_by_value_interval},
    {26, false, "UIu", get_by_rank_range},
    {27, false, "UVIu", get_by_value_rel_rank_range},
    {32, true, "UI", remove_by_index},
    {33, true, "UV", remove_by_value},
    {34, true, "UI", remove_by_rank},
    {35, true, "UV", remove_all_by_value},
    {36, true, "UW", remove_all_by_value_list},
    {37, true, "UIu", remove_by_index_range},
    {38, true, "UVv", remove_by_value_interval},
    {39, true, "UIu", remove_by_rank_range},
    {40, true, "UVIu", remove_by_value_rel_rank_range},
};

constexpr auto by_code = [] {
    std::array<const cdt_operation*, first_map_code> table{};
    for (const cdt_operation& o : operations) {
        table[o.code] = &o;
    }
    return table;
}();

}  // namespace

const cdt_operation* find_list_operation(std::uint8_t code) {
    return by_code[code];
}

}  // namespace spikelet::mock
