#include "operations/expressions/arithmetic.hpp"

#include "operations/expressions/codes.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace spikelet::mock::expressions {
namespace {

// Integers wrap around.
std::int64_t wrapped(std::uint64_t bits) {
    return static_cast<std::int64_t>(bits);
}
std::uint64_t bits_of(std::int64_t v) {
    return static_cast<std::uint64_t>(v);
}

value divided(std::int64_t a, std::int64_t b) {
    if (b == 0) return value::unknown();
    return value::integer(b == -1 ? wrapped(0 - bits_of(a)) : a / b);
}

value remainder(std::int64_t a, std::int64_t b) {
    if (b == 0) return value::unknown();
    return value::integer(b == -1 ? 0 : a % b);
}

std::int64_t truncated(double v) {
    // What the processor makes of numbers out of range.
    if (!(v >= -9223372036854775808.0 && v < 9223372036854775808.0)) return INT64_MIN;
    return static_cast<std::int64_t>(v);
}

// Position of a bit counted from the most significant one; -1 if there is none.
std::int64_t scan(std::uint64_t bits, bool wanted, bool from_left) {
    if (!wanted) bits = ~bits;
    if (bits == 0) return -1;
    return from_left ? std::countl_zero(bits) : 63 - std::countr_zero(bits);
}

value integers(std::uint8_t code, std::span<const value> v) {
    const std::int64_t a = v[0].number;
    const auto fold = [&](auto combine) {
        std::uint64_t out = bits_of(a);
        for (const value& x : v.subspan(1)) {
            out = combine(out, bits_of(x.number));
        }
        return value::integer(wrapped(out));
    };
    const auto sum = [](std::uint64_t x, std::uint64_t y) { return x + y; };
    const auto difference = [](std::uint64_t x, std::uint64_t y) { return x - y; };
    const auto product = [](std::uint64_t x, std::uint64_t y) { return x * y; };
    const unsigned shift = v.size() > 1 ? static_cast<unsigned>(v[1].number & 63) : 0;
    switch (code) {
        case code::add:
            return fold(sum);
        case code::sub:
            return v.size() == 1 ? value::integer(wrapped(0 - bits_of(a))) : fold(difference);
        case code::mul:
            return fold(product);
        case code::div: {
            if (v.size() == 1) return divided(1, a);
            std::uint64_t divisor = 1;
            for (const value& x : v.subspan(1)) {
                divisor *= bits_of(x.number);
            }
            return divided(a, wrapped(divisor));
        }
        case code::mod:
            return remainder(a, v[1].number);
        case code::abs:
            return value::integer(a < 0 ? wrapped(0 - bits_of(a)) : a);
        case code::to_float:
            return value::floating(static_cast<double>(a));
        case code::int_and:
            return fold([](std::uint64_t x, std::uint64_t y) { return x & y; });
        case code::int_or:
            return fold([](std::uint64_t x, std::uint64_t y) { return x | y; });
        case code::int_xor:
            return fold([](std::uint64_t x, std::uint64_t y) { return x ^ y; });
        case code::int_not:
            return value::integer(~a);
        case code::lshift:
            return value::integer(wrapped(bits_of(a) << shift));
        case code::rshift:
            return value::integer(wrapped(bits_of(a) >> shift));
        case code::arshift:
            return value::integer(a >> shift);
        case code::int_count:
            return value::integer(std::popcount(bits_of(a)));
        case code::lscan:
        case code::rscan:
            return value::integer(scan(bits_of(a), v[1].number != 0, code == code::lscan));
        case code::min:
        case code::max: {
            std::int64_t best = a;
            for (const value& x : v) {
                best = code == code::min ? std::min(best, x.number) : std::max(best, x.number);
            }
            return value::integer(best);
        }
        default:
            return value::unknown();
    }
}

value doubles(std::uint8_t code, std::span<const value> v) {
    const double a = v[0].as_double();
    const auto fold = [&](auto combine) {
        double out = a;
        for (const value& x : v.subspan(1)) {
            out = combine(out, x.as_double());
        }
        return value::floating(out);
    };
    switch (code) {
        case code::add:
            return fold([](double x, double y) { return x + y; });
        case code::sub:
            return v.size() == 1 ? value::floating(0.0 - a)
                                 : fold([](double x, double y) { return x - y; });
        case code::mul:
            return fold([](double x, double y) { return x * y; });
        case code::div: {
            if (v.size() == 1) return value::floating(1.0 / a);
            double divisor = 1;
            for (const value& x : v.subspan(1)) {
                divisor *= x.as_double();
            }
            return value::floating(a / divisor);
        }
        case code::pow:
            return value::floating(std::pow(a, v[1].as_double()));
        case code::log:
            return value::floating(std::log(a) / std::log(v[1].as_double()));
        case code::abs:
            return value::floating(std::fabs(a));
        case code::floor:
            return value::floating(std::floor(a));
        case code::ceil:
            return value::floating(std::ceil(a));
        case code::to_int:
            return value::integer(truncated(a));
        case code::min:
            return fold([](double x, double y) { return y < x ? y : x; });
        case code::max:
            return fold([](double x, double y) { return y > x ? y : x; });
        default:
            return value::unknown();
    }
}

}  // namespace

value compute(std::uint8_t code, std::span<const value> operands) {
    return operands[0].type == value_type::floating ? doubles(code, operands)
                                                    : integers(code, operands);
}

}  // namespace spikelet::mock::expressions
