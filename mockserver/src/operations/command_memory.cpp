#include "operations/command_memory.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

namespace spikelet::mock {

command_memory::~command_memory() {
    for (const auto& [block, size] : large_) {
        std::free(const_cast<std::uint8_t*>(block));
    }
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
