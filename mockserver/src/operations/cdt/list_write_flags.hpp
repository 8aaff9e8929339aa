// Flags of the operations that add to a list (chapter 08 §2).
#pragma once

#include <cstdint>

namespace spikelet::mock {

struct list_write_flags {
    bool add_unique;
    bool insert_bounded;
    bool no_fail;
    bool partial;

    explicit list_write_flags(std::uint64_t bits)
        : add_unique((bits & 1) != 0),
          insert_bounded((bits & 2) != 0),
          no_fail((bits & 4) != 0),
          partial((bits & 8) != 0 && no_fail) {}
};

// The largest index that a write may reach.
inline constexpr std::int64_t list_write_index_max = INT32_MAX;

}  // namespace spikelet::mock
