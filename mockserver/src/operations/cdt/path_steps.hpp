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
    bytes_view value;      // packed: index, rank, key, value, keys, or condition
    bytes_view condition;  // that narrows it further; empty if there is none
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

// The children that the step means, ascending.
result_code find_children(const collection& in, const path_step& step, bool no_fail,
                          command_memory& memory, path_positions& out);

path_item path_item_at(const collection& in, std::uint32_t position);

}  // namespace spikelet::mock
