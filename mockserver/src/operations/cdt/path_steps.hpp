// The steps of a path, and which children of a list or map each of them means.
#pragma once

#include "operations/cdt/collection.hpp"
#include "operations/cdt/path.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <optional>

namespace spikelet::mock {

// One level of a path.
struct path_step {
    unsigned base = 0;
    bool in_list = false;  // the step says so; neither of the two: whatever it meets
    bool in_map = false;
    bytes_view value;           // packed: index, rank, key, value or keys
    path_expression condition;  // that it is, or that narrows it; null: there is none
    bool is_narrowed = false;   // there is a condition, besides the value
};

struct path_request {
    boost::container::small_vector<path_step, 8> steps;
    unsigned type = 0;  // what is answered: the low nibble of the flags
    bool no_fail = false;
};

// Levels of a path.
inline constexpr std::size_t path_depth_max = 64;

// Of [context…] and flags. False if either is malformed.
bool parse_path(wire::msgpack::reader& arguments, path_request& out);

using path_positions = boost::container::small_vector<std::uint32_t, 16>;

// The children that the step means, ascending, whatever its condition.
result_code find_children(const collection& in, const path_step& step, bool no_fail,
                          command_memory& memory, path_positions& out);

// Whether the step's condition, if it has one, holds for a child.
result_code is_chosen(const collection& in, std::uint32_t position, const path_step& step,
                      bool no_fail, command_memory& memory, bool& out);

path_item path_item_at(const collection& in, std::uint32_t position);

}  // namespace spikelet::mock
