// Reading and changing many places of a collection at once (chapter 10 §6; servers from 8.1.1).
//
//     client.operate(key, {path::select("shop", {cdt_context::map_key("book"),
//     cdt_context::all_children(),
//                                                cdt_context::map_key("price")},
//                                                path::select_flags::value)});
//
// Each step of the path selects on its level what the steps before it left; a step that finds
// nothing selects nothing. The official clients call these select_by_path and modify_by_path.
#pragma once

#include <spikelet/cdt_context.hpp>
#include <spikelet/expression_view.hpp>
#include <spikelet/operation.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace spikelet::path {

enum class select_flags : std::uint32_t {  // EXP_PATH_SELECT_*; no_fail joined with |
    matching_tree = 0,                     // the collection, cut down to what was selected
    value = 1,                             // a list of the selected values
    map_key = 2,                           // a list of their keys
    map_key_value = 3,                     // key, value, key, value, …
    no_fail = 16,                          // what an expression cannot decide is not selected
};
constexpr select_flags operator|(select_flags a, select_flags b) {
    return static_cast<select_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}
enum class modify_flags : std::uint32_t {  // EXP_PATH_MODIFY_*
    none = 0,
    no_fail = 16,  // what the expression cannot compute stays as it is
};

operation select(std::string bin, std::vector<context_step> path, select_flags flags);
// Gives each selected value what `expression` makes of it. Answers nothing. std::invalid_argument
// if it is no packed expression.
operation modify(std::string bin, std::vector<context_step> path, expression_view expression,
                 modify_flags flags = modify_flags::none);

}  // namespace spikelet::path
