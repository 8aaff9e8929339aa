// How the builders of collection operations put a call together.
#pragma once

#include <spikelet/operation.hpp>

#include <concepts>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace spikelet::calls {

// Enumerations of flags, orders and return types travel as their numbers.
inline value argument(value v) {
    return v;
}
template <class Enum>
requires std::is_enum_v<Enum> value argument(Enum e) {
    return static_cast<std::uint64_t>(e);
}

template <class... Arguments>
value::list arguments(Arguments&&... given) {
    value::list list;
    list.reserve(sizeof...(given) + 1);  // most calls append a count
    (list.push_back(argument(std::forward<Arguments>(given))), ...);
    return list;
}

// Trailing and left out when it is to reach to the end.
template <class Optional>
value::list with_optional(value::list arguments, Optional&& last) {
    if (last) arguments.emplace_back(*std::forward<Optional>(last));
    return arguments;
}

// begin and end of an interval: no begin is sent as nil, the least value; no end is not sent.
template <class ReturnType>
value::list interval(ReturnType r, std::optional<value> begin, std::optional<value> end) {
    return with_optional(arguments(r, std::move(begin).value_or(value())), std::move(end));
}

// Orders with the bit that keeps an index beside the elements (chapters 08 §2, 09 §2).
template <class Order>
std::uint8_t attributes(Order order, bool persist_index) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(order) | (persist_index ? 0x10u : 0u));
}

}  // namespace spikelet::calls
