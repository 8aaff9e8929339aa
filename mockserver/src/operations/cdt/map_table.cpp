// The operations on maps by code (chapter 09 §1).
#include "operations/cdt/map_operations.hpp"

#include <array>

namespace spikelet::mock {
namespace {

using namespace map_operations;
using enum result_code;

// Attributes that a map can have; others make them all void.
constexpr std::uint64_t known_attributes = 0x13;
constexpr std::uint64_t persist_index_alone = 0x10;

// An index without an order is not kept (chapter 18 §3.2).
template <std::size_t I>
std::uint8_t attributes(const arguments& args) {
    const std::uint64_t bits = args.number_or(I, 0);
    if ((bits & ~known_attributes) != 0 || bits == persist_index_alone) return 0;
    return static_cast<std::uint8_t>(bits);
}

// SET_TYPE takes attributes as they are, or fails.
std::uint8_t type_argument(const arguments& args) {
    return static_cast<std::uint8_t>(args.number(0) & known_attributes);
}

constexpr cdt_operation operations[] = {
    {64, true, "U", set_type, type_argument},
    {65, true, "SSu", add, attributes<2>},
    {66, true, "Mu", add_items, attributes<1>},
    {67, true, "SSuu", put, attributes<2>},
    {68, true, "Muu", put_items, attributes<1>},
    {69, true, "SS", replace, nullptr, element_not_found},
    {70, true, "M", replace_items, nullptr, element_not_found},
    {73, true, "Vvu", increment, attributes<2>},
    {74, true, "Vvu", decrement, attributes<2>},
    {75, true, "", clear},
    {76, true, "IV", remove_by_key},
    {77, true, "II", remove_by_index},
    {78, true, "IV", remove_by_value},
    {79, true, "II", remove_by_rank},
    {81, true, "IW", remove_by_key_list},
    {82, true, "IV", remove_all_by_value},
    {83, true, "IW", remove_by_value_list},
    {84, true, "IVv", remove_by_key_interval},
    {85, true, "IIu", remove_by_index_range},
    {86, true, "IVv", remove_by_value_interval},
    {87, true, "IIu", remove_by_rank_range},
    {88, true, "IVIu", remove_by_key_rel_index_range},
    {89, true, "IVIu", remove_by_value_rel_rank_range},
    {96, false, "", size},
    {97, false, "IV", get_by_key},
    {98, false, "II", get_by_index},
    {99, false, "IV", get_by_value},
    {100, false, "II", get_by_rank},
    {102, false, "IV", get_all_by_value},
    {103, false, "IVv", get_by_key_interval},
    {104, false, "IIu", get_by_index_range},
    {105, false, "IVv", get_by_value_interval},
    {106, false, "IIu", get_by_rank_range},
    {107, false, "IW", get_by_key_list},
    {108, false, "IW", get_by_value_list},
    {109, false, "IVIu", get_by_key_rel_index_range},
    {110, false, "IVIu", get_by_value_rel_rank_range},
};

constexpr auto by_code = [] {
    std::array<const cdt_operation*, last_map_code + 1 - first_map_code> table{};
    for (const cdt_operation& o : operations) {
        table[o.code - first_map_code] = &o;
    }
    return table;
}();

}  // namespace

const cdt_operation* find_map_operation(std::uint8_t code) {
    return by_code[static_cast<std::size_t>(code - first_map_code)];
}

}  // namespace spikelet::mock
