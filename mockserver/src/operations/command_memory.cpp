#include "operations/command_memory.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace spikelet::mock {

command_memory::~command_memory() {
    for (const auto& [block, size] : large_) {
        std::free(const_cast<std::uint8_t*>(block));
    }
}

void command_memory::add_block() {
    constexpr std::size_t size_min = 2 * large_size_min;
    constexpr std::size_t size_max = 1u << 18;
    const std::size_t size =
        blocks_.empty() ? size_min : std::min(2 * blocks_.back().size, size_max);
    const block& b =
        blocks_.emplace_back(block{std::unique_ptr<std::uint8_t[]>(new std::uint8_t[size]), size});
    held_size_ += size;
    next_ = b.bytes.get();
    end_ = next_ + size;
}

std::uint8_t* command_memory::allocate_zeroed(std::size_t size) {
    if (size >= large_size_min) return allocate_large(size, true);
    std::uint8_t* p = allocate(size);
    std::memset(p, 0, size);
    return p;
}

std::uint8_t* command_memory::allocate_large(std::size_t size, bool zeroed) {
    auto* block = static_cast<std::uint8_t*>(zeroed ? std::calloc(size, 1) : std::malloc(size));
    if (block == nullptr) throw std::bad_alloc();
    try {
        large_.emplace(block, size);
    } catch (...) {
        std::free(block);
        throw;
    }
    held_size_ += size;
    return block;
}

std::span<std::uint8_t> command_memory::writable(wire::bytes_view value) const {
    const auto block = large_.find(value.data());
    if (block == large_.end() || block->second != value.size()) return {};
    return {const_cast<std::uint8_t*>(value.data()), value.size()};
}

void command_memory::release(wire::bytes_view value) {
    const auto block = large_.find(value.data());
    if (block == large_.end()) return;
    held_size_ -= block->second;
    large_.erase(block);
    std::free(const_cast<std::uint8_t*>(value.data()));
}

}  // namespace spikelet::mock
