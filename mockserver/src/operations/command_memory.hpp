// Memory for the values that a command computes; freed as a whole when the command ends.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace spikelet::mock {

// Small values follow one another, the first kilobyte on the stack. Large ones have a block each,
// so that the next operation on the same bin can change the bytes where they are, or give them
// back: a message of a few kilobytes can ask for thousands of changes to a bin of megabytes.
//
// What operations leave behind besides the values of bins is garbage as soon as they return:
// working_bins::collect() frees it between operations, so that a command never holds much more than
// its bins take.
class command_memory {
public:
    // From this size on a value is large.
    static constexpr std::size_t large_size_min = 4096;
    // Large values that a command may hold at a time. A value is below the size of a message
    // (128 MiB), and an operation may need the old one beside the new one.
    static constexpr std::size_t held_size_max = std::size_t{512} << 20;

    command_memory() = default;
    command_memory(const command_memory&) = delete;
    command_memory& operator=(const command_memory&) = delete;
    ~command_memory();

    // Undefined content. A value made here belongs to one bin: what is stored in a second bin is
    // copied first.
    std::uint8_t* allocate(std::size_t size) {
        if (size >= large_size_min) return allocate_large(size, false);
        return allocate_small(size, 1);
    }
    // All bytes 0. Costs little however large: the system gives pages when they are touched.
    std::uint8_t* allocate_zeroed(std::size_t size);
    // `count` objects of a trivial type, with undefined content.
    template <class T>
    T* allocate_array(std::size_t count) {
        static_assert(alignof(T) <= 16);
        const std::size_t size = count * sizeof(T);
        return reinterpret_cast<T*>(size >= large_size_min ? allocate_large(size, false)
                                                           : allocate_small(size, alignof(T)));
    }

    // The bytes of a large value that was made here, for changing them in place; empty for any
    // other.
    std::span<std::uint8_t> writable(wire::bytes_view value) const;
    // Frees a large value that was made here; nothing for any other.
    void release(wire::bytes_view value);

    // The command must end: it holds more than it may.
    bool is_exhausted() const { return held_size_ > held_size_max; }

private:
    friend class working_bins;
    struct block {
        std::unique_ptr<std::uint8_t[]> bytes;
        std::size_t size;
    };
    // From here on freeing garbage is worth a look at the bins.
    static constexpr std::size_t collect_above_min = 1u << 20;

    std::uint8_t* allocate_small(std::size_t size, std::size_t alignment) {
        const std::size_t padding = -reinterpret_cast<std::uintptr_t>(next_) & (alignment - 1);
        if (static_cast<std::size_t>(end_ - next_) < padding + size) {
            add_block();
            return allocate_small(size, alignment);
        }
        std::uint8_t* p = next_ + padding;
        next_ = p + size;
        return p;
    }
    void add_block();
    std::uint8_t* allocate_large(std::size_t size, bool zeroed);

    alignas(16) std::uint8_t first_[1024];
    std::uint8_t* next_ = first_;
    std::uint8_t* end_ = first_ + sizeof first_;
    std::vector<block> blocks_;
    std::unordered_map<const std::uint8_t*, std::size_t> large_;
    std::size_t held_size_ = 0;  // of blocks and large values
    std::size_t collect_above_ = collect_above_min;
};

}  // namespace spikelet::mock
