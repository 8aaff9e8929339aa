// A packed expression as an argument of an operation.
#pragma once

#include <spikelet/expression_view.hpp>
#include <spikelet/value.hpp>

#include <string_view>

namespace spikelet {

// Operations keep values, so the expression is unpacked, and packed to the same bytes again with
// the request. std::invalid_argument names `who` if it is no packed value.
value unpack_expression(std::string_view who, expression_view expression);

}  // namespace spikelet
