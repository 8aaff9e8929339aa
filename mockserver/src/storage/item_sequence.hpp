// A sequence of packed items in shared, immutable chunks: the content of a big list or map.
//
// The chunks are the leaves of a tree whose nodes know how many items and bytes lie below them. A
// change builds the chunk it falls into and the nodes above it anew and shares everything else, so
// an old version costs nothing but what has changed since. The last chunk hangs beside the tree: an
// append touches nothing else. Reading an item and a change take O(log n); copies O(1).
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace spikelet::mock {

using wire::bytes_view;

// Packed values that make an item: one for an element of a list, two for an entry of a map.
enum class item_width : std::uint8_t { element = 1, entry = 2 };

// Replaces `removed` items from `position` on by others; any of the two may be nothing.
struct item_edit {
    std::uint32_t position = 0;
    std::uint32_t removed = 0;
    bytes_view inserted = {};  // packed items in stored form, one behind the other
    std::uint32_t inserted_count = 0;
};

struct item_chunk;

// Shared ownership of a chunk or a node above chunks.
class chunk_ptr {
public:
    chunk_ptr() = default;
    chunk_ptr(const chunk_ptr& other) : p_(other.p_) { retain(); }
    chunk_ptr(chunk_ptr&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
    chunk_ptr& operator=(chunk_ptr other) noexcept {
        std::swap(p_, other.p_);
        return *this;
    }
    ~chunk_ptr() {
        if (p_ != nullptr) release(p_);
    }
    static chunk_ptr adopt(item_chunk* p) {
        chunk_ptr c;
        c.p_ = p;
        return c;
    }
    item_chunk* get() const { return p_; }
    item_chunk* operator->() const { return p_; }
    explicit operator bool() const { return p_ != nullptr; }
    item_chunk* detach() { return std::exchange(p_, nullptr); }

private:
    void retain() const;
    static void release(item_chunk* p);
    item_chunk* p_ = nullptr;
};

class item_sequence {
public:
    item_sequence() = default;
    // `packed` is exactly `count` items.
    item_sequence(bytes_view packed, std::uint32_t count, item_width width);

    std::uint32_t size() const { return tree_items_ + tail_items_; }
    bool empty() const { return size() == 0; }
    // Of all items.
    std::size_t bytes() const;
    // Of the items before position `i`, which is at most size().
    std::size_t bytes_before(std::uint32_t i) const;

    // The packed bytes of one item; `i` is below size(). Valid as long as any sequence shares the
    // chunk, so at least as long as this one.
    bytes_view operator[](std::uint32_t i) const;

    // A chunk and the position of its first item.
    struct chunk_view {
        std::uint32_t first;
        std::uint32_t count;
        bytes_view bytes;
        const item_chunk* chunk;
    };
    // The chunk that holds item `i`, which is below size().
    chunk_view chunk_at(std::uint32_t i) const;
    static bytes_view item_in(const item_chunk* chunk, std::uint32_t i);

    // The number of items for which `is_before` holds; those are the first ones.
    template <class Predicate>
    std::uint32_t partition_point(Predicate is_before) const;

    // The sequence with other items. Edits are ascending and do not overlap; positions are those
    // before any change. What is inserted may lie in this sequence.
    item_sequence with(std::span<const item_edit> edits, item_width width) const;
    item_sequence with(const item_edit& edit, item_width width) const;

private:
    item_sequence rebuilt(std::span<const item_edit> edits, item_width width) const;

    chunk_ptr tree_;
    chunk_ptr tail_;
    std::uint32_t tree_items_ = 0;
    std::uint32_t tail_items_ = 0;
};

// Goes through a sequence item by item.
//
//     for (item_cursor c(items, first); !c.at_end(); c.next()) use(c.item());
class item_cursor {
public:
    explicit item_cursor(const item_sequence& items, std::uint32_t first = 0)
        : items_(&items), position_(first) {
        if (!at_end()) load();
    }
    bool at_end() const { return position_ >= items_->size(); }
    std::uint32_t position() const { return position_; }
    bytes_view item() const {
        return item_sequence::item_in(chunk_.chunk, position_ - chunk_.first);
    }
    void next() {
        if (++position_ - chunk_.first == chunk_.count && !at_end()) load();
    }

private:
    void load() { chunk_ = items_->chunk_at(position_); }

    const item_sequence* items_;
    item_sequence::chunk_view chunk_{};
    std::uint32_t position_;
};

template <class Predicate>
std::uint32_t item_sequence::partition_point(Predicate is_before) const {
    // Every probe finds its chunk from the root: O(log² n), of nodes that are few and warm.
    std::uint32_t low = 0;
    std::uint32_t high = size();
    while (low < high) {
        const chunk_view c = chunk_at(low + (high - low) / 2);
        // Within the chunk that holds the middle the rest is settled, or one side of it is.
        if (!is_before(item_in(c.chunk, 0))) {
            high = c.first;
            continue;
        }
        if (is_before(item_in(c.chunk, c.count - 1))) {
            low = c.first + c.count;
            continue;
        }
        std::uint32_t a = 1;
        std::uint32_t b = c.count - 1;
        while (a < b) {
            const std::uint32_t m = a + (b - a) / 2;
            if (is_before(item_in(c.chunk, m))) {
                a = m + 1;
            } else {
                b = m;
            }
        }
        return c.first + a;
    }
    return low;
}

}  // namespace spikelet::mock
