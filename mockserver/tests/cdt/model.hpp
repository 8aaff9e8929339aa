// What the plain models of lists and maps share: calls and outcomes, ranges and return types of
// chapters 08 and 09.
#pragma once

#include <spikelet/value.hpp>
#include <spikelet/wire/result_code.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace spikelet::mock::testing {

struct model_call {
    int code = 0;
    value::list args;
};

struct model_outcome {
    wire::result_code code = wire::result_code::ok;
    std::optional<value> result = std::nullopt;  // none: the operation answers nothing
};

namespace model {

inline bool less(const value& a, const value& b) {
    return compare(a, b) < 0;
}
inline bool equal(const value& a, const value& b) {
    return compare(a, b) == 0;
}
inline bool contains(const value::list& items, const value& v) {
    return std::any_of(items.begin(), items.end(), [&v](const value& i) { return equal(i, v); });
}

struct range {
    std::int64_t start;
    std::int64_t count;
    std::int64_t end() const { return start + count; }
};

// Chapter 08 §4.
inline range cut(std::int64_t index, std::int64_t count, std::int64_t n) {
    if (index >= n) return {n, 0};
    if (index < 0) index += n;
    if (index < 0) {
        count = std::max<std::int64_t>(0, count + index);
        index = 0;
    }
    return {index, std::min(count, n - index)};
}
// The same from `base` on, where a negative start does not count from the end.
inline range cut_relative(std::int64_t base, std::int64_t offset, std::int64_t count,
                          std::int64_t n) {
    std::int64_t start = base + offset;
    if (start < 0) {
        count = std::max<std::int64_t>(0, count + start);
        start = 0;
    }
    return cut(start, count, n);
}

inline constexpr std::int64_t no_count = UINT32_MAX;

inline std::int64_t number(const model_call& call, std::size_t i, std::int64_t otherwise) {
    return i < call.args.size() ? call.args[i].as_int() : otherwise;
}

// Of one item; nothing if there is none.
inline std::optional<std::int64_t> at(std::int64_t index, std::int64_t n) {
    if (index < 0) index += n;
    if (index < 0 || index >= n) return std::nullopt;
    return index;
}

// What a selection answers for a return type.
enum answer : int {
    none = 0,
    index = 1,
    reverse_index = 2,
    rank = 3,
    reverse_rank = 4,
    count = 5,
    keys = 6,
    values = 7,
    entries_in_order = 8,
    index_range = 9,
    reverse_index_range = 10,
    rank_range = 11,
    reverse_rank_range = 12,
    exists = 13,
    unordered_map = 16,
    ordered_map = 17,
};

inline value as_list(const std::vector<std::int64_t>& numbers) {
    value::list list(numbers.begin(), numbers.end());
    return list;
}

// Numbers of blocks, ascending inside each, counted from the end if reversed.
inline value block_numbers(const std::vector<range>& blocks, bool reversed, std::int64_t n) {
    std::vector<std::int64_t> all;
    for (const range& b : blocks) {
        const std::int64_t first = reversed ? n - b.end() : b.start;
        for (std::int64_t i = 0; i < b.count; ++i)
            all.push_back(first + i);
    }
    return as_list(all);
}

// What the blocks leave.
inline std::vector<range> between(std::vector<range> blocks, std::int64_t n) {
    std::sort(blocks.begin(), blocks.end(),
              [](const range& a, const range& b) { return a.start < b.start; });
    std::vector<range> left;
    std::int64_t from = 0;
    for (const range& b : blocks) {
        if (b.start > from) left.push_back({from, b.start - from});
        from = std::max(from, b.end());
    }
    if (from < n) left.push_back({from, n - from});
    return left;
}

// What an increment makes of a number; nothing if one of the two is none.
inline std::optional<value> sum(const value& old, const value& delta) {
    const bool is_double = delta.kind() == value_kind::floating;
    if (!is_double && delta.kind() != value_kind::integer) return std::nullopt;
    if (old.kind() == value_kind::integer) {
        const std::int64_t whole =
            is_double ? static_cast<std::int64_t>(delta.as_double()) : delta.as_int();
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(old.as_int()) +
                                         static_cast<std::uint64_t>(whole));
    }
    if (old.kind() != value_kind::floating) return std::nullopt;
    return old.as_double() + (is_double ? delta.as_double() : static_cast<double>(delta.as_int()));
}

}  // namespace model
}  // namespace spikelet::mock::testing
