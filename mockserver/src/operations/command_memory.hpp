// Memory for what a command computes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace spikelet::mock {

// Freed as a whole when the command ends. The first kilobyte lies on the stack.
//
// What operations leave behind besides the values of bins is garbage as soon as they return: a
// command of many operations calls working_bins::collect() between them, so that it never holds
// much more than its bins take.
class command_memory {
public:
    command_memory() = default;
    command_memory(const command_memory&) = delete;
    command_memory& operator=(const command_memory&) = delete;

    // `alignment` is a power of two up to 16.
    std::uint8_t* allocate(std::size_t size, std::size_t alignment = 1) {
        const std::size_t padding = -reinterpret_cast<std::uintptr_t>(next_) & (alignment - 1);
        if (static_cast<std::size_t>(end_ - next_) < padding + size) {
            return allocate_block(size, alignment);
        }
        std::uint8_t* p = next_ + padding;
        next_ = p + size;
        return p;
    }
    // `count` objects of a trivial type, uninitialised.
    template <class T>
    T* allocate_array(std::size_t count) {
        return reinterpret_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    }

    // Bytes held beyond the stack.
    std::size_t held() const { return held_; }

private:
    friend class working_bins;
    struct block {
        std::unique_ptr<std::uint8_t[]> bytes;
        std::size_t size;
        bool contains(const std::uint8_t* p) const {
            return !std::less<>{}(p, bytes.get()) && std::less<>{}(p, bytes.get() + size);
        }
    };
    std::uint8_t* allocate_block(std::size_t size, std::size_t alignment);

    alignas(16) std::uint8_t first_[1024];
    std::uint8_t* next_ = first_;
    std::uint8_t* end_ = first_ + sizeof first_;
    std::vector<block> blocks_;
    std::size_t held_ = 0;
    std::size_t collect_above_ = 1u << 20;
};

}  // namespace spikelet::mock
