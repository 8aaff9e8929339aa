#include "operations/bits/arithmetic.hpp"

#include "operations/bits/word_access.hpp"

namespace spikelet::mock::bits {
namespace {

// A server looks for overflow only where both signs agree, and never where the sum is exactly 0: so
// minimum plus minimum is 0 and no overflow.
bool overflows(std::int64_t a, std::int64_t b, std::int64_t sum) {
    if (a < 0 && b < 0) return sum > 0;
    if (a >= 0 && b >= 0) return sum < 0;
    return false;
}

std::optional<std::uint64_t> add_signed(std::uint64_t old, std::uint64_t operand,
                                        integer_format format) {
    const unsigned size = format.size;
    const std::uint64_t sum = (old + operand) & low_mask(size);
    const std::int64_t before = sign_extend(old, size);
    if (!overflows(before, sign_extend(operand, size), sign_extend(sum, size))) return sum;
    if (format.overflow == overflow_action::fail) return std::nullopt;
    const std::uint64_t minimum = std::uint64_t{1} << (size - 1);
    return before < 0 ? minimum : minimum - 1;
}

}  // namespace

std::optional<std::uint64_t> add(std::uint64_t old, std::uint64_t operand, integer_format format) {
    const std::uint64_t mask = low_mask(format.size);
    operand &= mask;
    const std::uint64_t sum = (old + operand) & mask;
    if (format.overflow == overflow_action::wrap) return sum;
    if (format.is_signed) return add_signed(old, operand, format);
    if (sum >= old) return sum;
    if (format.overflow == overflow_action::fail) return std::nullopt;
    return mask;
}

std::optional<std::uint64_t> subtract(std::uint64_t old, std::uint64_t operand,
                                      integer_format format) {
    const std::uint64_t mask = low_mask(format.size);
    operand &= mask;
    const std::uint64_t difference = (old - operand) & mask;
    if (format.overflow == overflow_action::wrap) return difference;
    if (format.is_signed) return add_signed(old, (0 - operand) & mask, format);
    if (difference <= old) return difference;
    if (format.overflow == overflow_action::fail) return std::nullopt;
    return 0;
}

}  // namespace spikelet::mock::bits
