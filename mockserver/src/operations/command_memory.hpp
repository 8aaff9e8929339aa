// Memory for the values that a command computes; freed as a whole when the command ends.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <span>
#include <unordered_map>

namespace spikelet::mock {

// Small values follow one another, the first kilobyte on the stack. Large ones have a block each,
// so that the next operation on the same bin can change the bytes where they are, or give them
// back: a message of a few kilobytes can ask for thousands of changes to a bin of megabytes.
class command_memory {
public:
    // From this size on a value is large.
    static constexpr std::size_t large_size_min = 4096;
    // Large values that a command may hold at a time. A value is below the size of a message
    // (128 MiB), and an operation may need the old one beside the new one.
    static constexpr std::size_t held_size_max = std::size_t{512} << 20;

    command_memory() : small_(first_, sizeof first_) {}
    command_memory(const command_memory&) = delete;
    command_memory& operator=(const command_memory&) = delete;
    ~command_memory();

    // Undefined content. A value made here belongs to one bin: what is stored in a second bin is
    // copied first.
    std::uint8_t* allocate(std::size_t size) {
        if (size >= large_size_min) return allocate_large(size, false);
        return static_cast<std::uint8_t*>(small_.allocate(size == 0 ? 1 : size, 1));
    }
    // All bytes 0. Costs little however large: the system gives pages when they are touched.
    std::uint8_t* allocate_zeroed(std::size_t size);

    // The bytes of a large value that was made here, for changing them in place; empty for any
    // other.
    std::span<std::uint8_t> writable(wire::bytes_view value) const;
    // Frees a large value that was made here; nothing for any other.
    void release(wire::bytes_view value);

    // The command must end: it holds more than it may.
    bool is_exhausted() const { return held_size_ > held_size_max; }

private:
    std::uint8_t* allocate_large(std::size_t size, bool zeroed);

    alignas(16) std::byte first_[1024];
    std::pmr::monotonic_buffer_resource small_;
    std::unordered_map<const std::uint8_t*, std::size_t> large_;
    std::size_t held_size_ = 0;
};

}  // namespace spikelet::mock
