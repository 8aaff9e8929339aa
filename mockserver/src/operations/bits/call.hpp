// One bitwise operation as it is sent: msgpack `[code, arguments…]` (chapter 11 §A1 to §A3).
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <array>
#include <cstdint>
#include <optional>

namespace spikelet::mock::bits {

enum class code : std::uint8_t {
    resize = 0,
    insert = 1,
    remove = 2,
    set = 3,
    bitwise_or = 4,
    bitwise_xor = 5,
    bitwise_and = 6,
    bitwise_not = 7,
    shift_left = 8,
    shift_right = 9,
    add = 10,
    subtract = 11,
    set_integer = 12,
    get = 50,
    count = 51,
    find_first = 52,
    find_last = 53,
    get_integer = 54,
};

namespace write_flags {
inline constexpr std::uint64_t create_only = 1;
inline constexpr std::uint64_t update_only = 2;
inline constexpr std::uint64_t no_fail = 4;
inline constexpr std::uint64_t partial = 8;
}  // namespace write_flags

namespace resize_flags {
inline constexpr std::uint64_t from_front = 1;
inline constexpr std::uint64_t grow_only = 2;
inline constexpr std::uint64_t shrink_only = 4;
}  // namespace resize_flags

namespace integer_flags {
inline constexpr std::uint64_t is_signed = 1;
inline constexpr std::uint64_t saturate = 2;
inline constexpr std::uint64_t wrap = 4;
}  // namespace integer_flags

// No blob can be larger: 128 MiB.
inline constexpr std::int64_t blob_size_limit = std::int64_t{128} << 20;

enum class access : std::uint8_t { read, modify };

struct call {
    bits::code code{};
    // Negative: from the end. In bytes for resize, insert and remove, else in bits; the same for
    // `size`.
    std::int64_t offset = 0;
    std::uint64_t size = 0;
    // Number to add, to subtract or to store; distance of a shift; bit to look for.
    std::uint64_t value = 0;
    // At least `size` bits; views the packed call.
    wire::bytes_view operand{};
    std::uint64_t flags = 0;
    // Resize or integer flags.
    std::uint64_t special_flags = 0;

    bool has(std::uint64_t flag) const { return (flags & flag) != 0; }
    bool has_special(std::uint64_t flag) const { return (special_flags & flag) != 0; }
};

// Nothing, and the answer is a parameter error, when the operation is unknown or belongs to the
// other access, and for a wrong number, type or range of arguments.
std::optional<call> parse_call(wire::bytes_view packed, access how);

}  // namespace spikelet::mock::bits
