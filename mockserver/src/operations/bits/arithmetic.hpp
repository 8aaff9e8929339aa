// Integers of 1 to 64 bits inside a blob: add and subtract (chapter 11 §A5).
#pragma once

#include <cstdint>
#include <optional>

namespace spikelet::mock::bits {

enum class overflow_action : std::uint8_t { fail, saturate, wrap };

struct integer_format {
    unsigned size;  // bits, 1 … 64
    bool is_signed;
    overflow_action overflow;
};

// `old` and the result are below 2^size. `operand` is cut to the size first. Nothing where the sum
// overflows and the action is to fail.
std::optional<std::uint64_t> add(std::uint64_t old, std::uint64_t operand, integer_format format);
std::optional<std::uint64_t> subtract(std::uint64_t old, std::uint64_t operand,
                                      integer_format format);

// The number that the lowest `size` bits are in two's complement.
constexpr std::int64_t sign_extend(std::uint64_t bits, unsigned size) {
    const unsigned unused = 64 - size;
    return static_cast<std::int64_t>(bits << unused) >> unused;
}

}  // namespace spikelet::mock::bits
