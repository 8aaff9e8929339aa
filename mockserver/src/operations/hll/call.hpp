// One HyperLogLog operation as it is sent: msgpack `[code, arguments…]` (chapter 11 §B1).
#pragma once

#include "operations/hll/sketch.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <optional>

namespace spikelet::mock::hll {

enum class code : std::uint8_t {
    init = 0,
    add = 1,
    set_union = 2,
    update_count = 3,
    fold = 4,
    count = 50,
    get_union = 51,
    union_count = 52,
    intersect_count = 53,
    similarity = 54,
    describe = 55,
    may_contain = 56,
};

namespace write_flags {
inline constexpr std::uint64_t create_only = 1;
inline constexpr std::uint64_t update_only = 2;
inline constexpr std::uint64_t no_fail = 4;
inline constexpr std::uint64_t allow_fold = 8;
}  // namespace write_flags

enum class access : std::uint8_t { read, modify };

struct call {
    hll::code code{};
    std::optional<std::uint8_t> index_bits{};
    std::optional<std::uint8_t> minhash_bits{};
    std::uint64_t flags = 0;
    // Values to add or to look for, one packed item behind the other: at least one, no list or map.
    bytes_view elements{};
    // At least one where the operation takes any; they view the packed call.
    boost::container::small_vector<sketch_view, 4> sets{};

    bool has(std::uint64_t flag) const { return (flags & flag) != 0; }
};

// False, and the answer is a parameter error, when the operation is unknown or belongs to the other
// access. A server looks at this before the bin's type, and at the arguments behind it.
bool is_known_call(bytes_view packed, access how);
// Nothing, and the answer is a parameter error, for a wrong number, type or range of arguments.
std::optional<call> parse_call(bytes_view packed, access how);

}  // namespace spikelet::mock::hll
