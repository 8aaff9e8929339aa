#include "operations/bits/ranges.hpp"

#include "operations/bits/word_access.hpp"

#include <algorithm>
#include <bit>

namespace spikelet::mock::bits {
namespace {

// A range cut into groups of bits: those before the first byte border, whole words, and the rest.
// Words begin at byte borders, so that storing one is a plain store.
struct cut {
    explicit cut(range r) {
        head = static_cast<unsigned>(std::min<std::uint64_t>((8 - r.offset % 8) % 8, r.size));
        words = (r.size - head) / 64;
        tail = static_cast<unsigned>((r.size - head) % 64);
    }
    unsigned head;
    std::uint64_t words;
    unsigned tail;
};

// Calls visit(position in the range, count of bits) from left to right.
template <class Visit>
void for_each_group(range r, Visit visit) {
    const cut c(r);
    if (c.head != 0) visit(std::uint64_t{0}, c.head);
    std::uint64_t at = c.head;
    for (std::uint64_t i = 0; i < c.words; ++i, at += 64) {
        visit(at, 64u);
    }
    if (c.tail != 0) visit(at, c.tail);
}

// The same from right to left.
template <class Visit>
void for_each_group_backwards(range r, Visit visit) {
    const cut c(r);
    std::uint64_t at = r.size - c.tail;
    if (c.tail != 0) visit(at, c.tail);
    for (std::uint64_t i = 0; i < c.words; ++i) {
        at -= 64;
        visit(at, 64u);
    }
    if (c.head != 0) visit(std::uint64_t{0}, c.head);
}

// A whole word goes to a byte border.
void store_group(std::uint8_t* bytes, std::uint64_t position, unsigned count, std::uint64_t value) {
    if (count == 64) {
        wire::store_be(bytes + position / 8, value);
    } else {
        store(bytes, position, count, value);
    }
}

template <class Function>
void transform(std::uint8_t* bytes, range r, Function f) {
    for_each_group(r, [&](std::uint64_t at, unsigned count) {
        const std::uint64_t position = r.offset + at;
        store_group(bytes, position, count, f(load(bytes, position, count), at, count));
    });
}

template <class Function>
void transform_with(std::uint8_t* bytes, range r, const std::uint8_t* operand, Function f) {
    transform(bytes, r, [&](std::uint64_t old, std::uint64_t at, unsigned count) {
        return f(old, load(operand, at, count));
    });
}

void clear(std::uint8_t* bytes, range r) {
    for_each_group(
        r, [&](std::uint64_t at, unsigned count) { store_group(bytes, r.offset + at, count, 0); });
}

}  // namespace

void combine(std::uint8_t* bytes, range where, const std::uint8_t* operand, combination how) {
    using word = std::uint64_t;
    switch (how) {
        case combination::replace:
            transform_with(bytes, where, operand, [](word, word b) { return b; });
            return;
        case combination::bitwise_or:
            transform_with(bytes, where, operand, [](word a, word b) { return a | b; });
            return;
        case combination::bitwise_xor:
            transform_with(bytes, where, operand, [](word a, word b) { return a ^ b; });
            return;
        case combination::bitwise_and:
            transform_with(bytes, where, operand, [](word a, word b) { return a & b; });
            return;
    }
}

void invert(std::uint8_t* bytes, range where) {
    transform(bytes, where, [](std::uint64_t old, std::uint64_t, unsigned) { return ~old; });
}

void shift_left(std::uint8_t* bytes, range where, std::uint64_t distance) {
    distance = std::min(distance, where.size);
    const range kept{where.offset, where.size - distance};
    // Every group is read from its right before it is written.
    for_each_group(kept, [&](std::uint64_t at, unsigned count) {
        const std::uint64_t position = kept.offset + at;
        store_group(bytes, position, count, load(bytes, position + distance, count));
    });
    clear(bytes, {kept.offset + kept.size, distance});
}

void shift_right(std::uint8_t* bytes, range where, std::uint64_t distance) {
    distance = std::min(distance, where.size);
    const range kept{where.offset + distance, where.size - distance};
    for_each_group_backwards(kept, [&](std::uint64_t at, unsigned count) {
        const std::uint64_t position = kept.offset + at;
        store_group(bytes, position, count, load(bytes, position - distance, count));
    });
    clear(bytes, {where.offset, distance});
}

void extract(const std::uint8_t* bytes, range where, std::uint8_t* out) {
    out[(where.size - 1) / 8] = 0;
    for_each_group({0, where.size}, [&](std::uint64_t at, unsigned count) {
        store_group(out, at, count, load(bytes, where.offset + at, count));
    });
}

std::uint64_t count_ones(const std::uint8_t* bytes, range where) {
    std::uint64_t ones = 0;
    for_each_group(where, [&](std::uint64_t at, unsigned count) {
        ones += static_cast<unsigned>(std::popcount(load(bytes, where.offset + at, count)));
    });
    return ones;
}

std::int64_t find_first(const std::uint8_t* bytes, range where, bool one) {
    for (std::uint64_t at = 0; at < where.size; at += 64) {
        const auto count = static_cast<unsigned>(std::min<std::uint64_t>(64, where.size - at));
        std::uint64_t word = load(bytes, where.offset + at, count);
        if (!one) word = ~word & low_mask(count);
        if (word != 0) {
            return static_cast<std::int64_t>(at + count) - std::bit_width(word);
        }
    }
    return -1;
}

std::int64_t find_last(const std::uint8_t* bytes, range where, bool one) {
    for (std::uint64_t left = where.size; left > 0;) {
        const auto count = static_cast<unsigned>(std::min<std::uint64_t>(64, left));
        std::uint64_t word = load(bytes, where.offset + left - count, count);
        if (!one) word = ~word & low_mask(count);
        if (word != 0) return static_cast<std::int64_t>(left) - 1 - std::countr_zero(word);
        left -= count;
    }
    return -1;
}

}  // namespace spikelet::mock::bits
