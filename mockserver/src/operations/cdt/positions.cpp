#include "operations/cdt/positions.hpp"

#include <algorithm>
#include <vector>

namespace spikelet::mock {

std::span<std::uint32_t> left_positions(std::span<const std::uint32_t> selected, std::uint32_t size,
                                        command_memory& memory) {
    auto* is_selected = memory.allocate_array<bool>(size);
    std::fill_n(is_selected, size, false);
    for (const std::uint32_t i : selected) {
        is_selected[i] = true;
    }
    auto* left = memory.allocate_array<std::uint32_t>(size - selected.size());
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < size; ++i) {
        if (!is_selected[i]) left[count++] = i;
    }
    return {left, count};
}

void remove_positions(collection& c, std::span<std::uint32_t> positions) {
    std::sort(positions.begin(), positions.end());
    std::vector<item_edit> edits;
    for (const std::uint32_t i : positions) {
        if (!edits.empty() && edits.back().position + edits.back().removed == i) {
            ++edits.back().removed;
        } else {
            edits.push_back({.position = i, .removed = 1});
        }
    }
    c.apply(edits);
}

}  // namespace spikelet::mock
