#include "operations/cdt/blocks.hpp"

#include <spikelet/wire/frame.hpp>

#include <algorithm>

namespace spikelet::mock {

std::uint64_t total(const item_blocks& all) {
    std::uint64_t count = 0;
    for (const item_range& b : all) {
        count += b.count;
    }
    return count;
}

item_blocks complement(const item_blocks& selected, std::uint32_t size) {
    item_blocks sorted = selected;
    std::sort(sorted.begin(), sorted.end(),
              [](item_range a, item_range b) { return a.start < b.start; });
    item_blocks left;
    std::uint32_t from = 0;
    for (const item_range& b : sorted) {
        if (b.start > from) left.push_back({from, b.start - from});
        from = std::max(from, b.end());
    }
    if (from < size) left.push_back({from, size - from});
    return left;
}

result_code answer_blocks(cdt_call& call, const item_blocks& all, bool reversed) {
    const std::uint64_t count = total(all);
    if (count > wire::frame_body_size_max) return result_code::parameter;
    const std::uint32_t size = call.target.size();
    std::size_t block = 0;
    std::uint32_t in_block = 0;
    // Asked for in ascending order, twice.
    return answer_integers(call, static_cast<std::uint32_t>(count),
                           [&](std::uint32_t i) -> std::int64_t {
                               if (i == 0) {
                                   block = 0;
                                   in_block = 0;
                               }
                               while (in_block == all[block].count) {
                                   ++block;
                                   in_block = 0;
                               }
                               const item_range& b = all[block];
                               const std::uint32_t first = reversed ? size - b.end() : b.start;
                               return first + in_block++;
                           });
}

}  // namespace spikelet::mock
