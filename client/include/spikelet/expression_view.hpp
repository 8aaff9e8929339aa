// A packed filter expression that somebody else owns (chapter 12). Builders come with expressions.
#pragma once

#include <spikelet/wire/buffer.hpp>

namespace spikelet {

struct expression_view {
    wire::bytes_view packed;
};

}  // namespace spikelet
