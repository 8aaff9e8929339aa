#include "operations/command_memory.hpp"

#include <algorithm>

namespace spikelet::mock {

std::uint8_t* command_memory::allocate_block(std::size_t size, std::size_t alignment) {
    constexpr std::size_t size_min = 4096;
    constexpr std::size_t doubled_max = 1u << 20;
    const std::size_t wanted =
        std::max({size + alignment, size_min, std::min(held_, doubled_max)});
    block& b = blocks_.emplace_back(
        block{std::unique_ptr<std::uint8_t[]>(new std::uint8_t[wanted]), wanted});
    held_ += wanted;
    next_ = b.bytes.get();
    end_ = next_ + wanted;
    return allocate(size, alignment);
}

}  // namespace spikelet::mock
