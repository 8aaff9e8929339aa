// An output buffer that encoders append to.
//
// A std::vector<uint8_t> that does not zero what it grows by, and that can be cleared without
// giving up its memory: one per connection serves every reply. Encoders reserve once per element
// and write through a pointer.
//
//     wire::buffer out;
//     out.append_u32(42);              // big endian, as everything on the wire
//     std::uint8_t* p = out.grow(20);  // 20 bytes to fill
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace spikelet::wire {

using bytes_view = std::span<const std::uint8_t>;

inline bytes_view as_bytes(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(bytes_view bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Fixed-width integers in the wire's big-endian order, at any alignment. One load and one byte
// swap: compilers do not reliably find those behind a loop over bytes.
namespace detail {
template <class Int>
constexpr Int swap_bytes(Int value) {
    if constexpr (sizeof(Int) == 1) return value;
    if constexpr (sizeof(Int) == 2) return static_cast<Int>(__builtin_bswap16(value));
    if constexpr (sizeof(Int) == 4) return static_cast<Int>(__builtin_bswap32(value));
    if constexpr (sizeof(Int) == 8) return static_cast<Int>(__builtin_bswap64(value));
}
template <std::endian Order, class Int>
constexpr Int to_order(Int value) {
    return Order == std::endian::native ? value : swap_bytes(value);
}
}  // namespace detail
template <class Int>
inline Int load_be(const std::uint8_t* p) {
    std::make_unsigned_t<Int> v;
    std::memcpy(&v, p, sizeof v);
    return static_cast<Int>(detail::to_order<std::endian::big>(v));
}
template <class Int>
inline void store_be(std::uint8_t* p, Int value) {
    const auto v =
        detail::to_order<std::endian::big>(static_cast<std::make_unsigned_t<Int>>(value));
    std::memcpy(p, &v, sizeof v);
}
// The few little-endian fields (chapter 01 §4).
template <class Int>
inline Int load_le(const std::uint8_t* p) {
    std::make_unsigned_t<Int> v;
    std::memcpy(&v, p, sizeof v);
    return static_cast<Int>(detail::to_order<std::endian::little>(v));
}
template <class Int>
inline void store_le(std::uint8_t* p, Int value) {
    const auto v =
        detail::to_order<std::endian::little>(static_cast<std::make_unsigned_t<Int>>(value));
    std::memcpy(p, &v, sizeof v);
}

class buffer {
public:
    buffer() = default;
    buffer(buffer&& other) noexcept { swap(other); }
    buffer& operator=(buffer&& other) noexcept {
        swap(other);
        return *this;
    }
    buffer(const buffer&) = delete;
    buffer& operator=(const buffer&) = delete;
    ~buffer() { std::free(data_); }

    std::uint8_t* data() { return data_; }
    const std::uint8_t* data() const { return data_; }
    std::size_t size() const { return size_; }
    std::size_t capacity() const { return capacity_; }
    bool empty() const { return size_ == 0; }
    bytes_view view() const { return {data_, size_}; }

    // Keeps the memory.
    void clear() { size_ = 0; }
    // Drops everything behind the first `size` bytes; `size` must not exceed size().
    void truncate(std::size_t size) { size_ = size; }
    // Gives the memory back when more than `keep` bytes of it are held. For buffers that one large
    // message has blown up.
    void shrink(std::size_t keep) {
        if (capacity_ > keep && size_ == 0) {
            std::free(data_);
            data_ = nullptr;
            capacity_ = 0;
        }
    }
    void reserve(std::size_t capacity) {
        if (capacity > capacity_) reallocate(capacity);
    }
    // Appends `count` bytes with undefined content and returns the first. Valid until the next
    // growth.
    std::uint8_t* grow(std::size_t count) {
        if (capacity_ - size_ < count) reallocate(grown_capacity(count));
        std::uint8_t* p = data_ + size_;
        size_ += count;
        return p;
    }
    void append(bytes_view bytes) {
        if (!bytes.empty()) std::memcpy(grow(bytes.size()), bytes.data(), bytes.size());
    }
    void append(std::string_view text) { append(as_bytes(text)); }
    void append_u8(std::uint8_t v) { *grow(1) = v; }
    void append_u16(std::uint16_t v) { store_be(grow(2), v); }
    void append_u32(std::uint32_t v) { store_be(grow(4), v); }
    void append_u64(std::uint64_t v) { store_be(grow(8), v); }
    // Removes the first `count` bytes, keeping the rest.
    void consume(std::size_t count) {
        if (count < size_) std::memmove(data_, data_ + count, size_ - count);
        size_ -= count;
    }

    void swap(buffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
    }

private:
    std::size_t grown_capacity(std::size_t count) const {
        const std::size_t doubled = capacity_ < 64 ? 128 : capacity_ * 2;
        return doubled < size_ + count ? size_ + count : doubled;
    }
    void reallocate(std::size_t capacity) {
        void* p = std::realloc(data_, capacity);
        if (p == nullptr) throw std::bad_alloc();
        data_ = static_cast<std::uint8_t*>(p);
        capacity_ = capacity;
    }

    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace spikelet::wire
