// The memory blocks of an item_sequence: chunks of packed items, and nodes above them.
#pragma once

#include "storage/item_sequence.hpp"

#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace spikelet::mock {

// Items and bytes of a chunk. Small enough that copying one is nothing and that malloc serves its
// block from the thread's own cache.
inline constexpr std::size_t chunk_weight_max = 960;
inline constexpr std::uint32_t node_children_max = 32;

// A chunk (level 0) is followed by the offsets of its items but the first, u16 each, and their
// bytes; an item larger than a chunk has one to itself. A node is followed by its children and the
// ends of their items and bytes, counted from the node's start.
struct item_chunk {
    mutable std::atomic<std::uint32_t> references{1};
    std::uint16_t level = 0;
    std::uint16_t children = 0;
    std::uint32_t items = 0;
    std::uint32_t bytes = 0;

    // ---- of a chunk
    const std::uint16_t* offsets() const {
        return reinterpret_cast<const std::uint16_t*>(this + 1);
    }
    std::uint16_t* offsets() { return reinterpret_cast<std::uint16_t*>(this + 1); }
    const std::uint8_t* data() const {
        return reinterpret_cast<const std::uint8_t*>(offsets() + items - 1);
    }
    std::uint8_t* data() { return reinterpret_cast<std::uint8_t*>(offsets() + items - 1); }
    std::uint32_t begin_of(std::uint32_t i) const { return i == 0 ? 0 : offsets()[i - 1]; }
    std::uint32_t end_of(std::uint32_t i) const { return i + 1 == items ? bytes : offsets()[i]; }
    bytes_view item(std::uint32_t i) const {
        return {data() + begin_of(i), end_of(i) - begin_of(i)};
    }
    std::size_t weight() const { return bytes + sizeof(std::uint16_t) * items; }

    // ---- of a node
    item_chunk* const* child() const { return reinterpret_cast<item_chunk* const*>(this + 1); }
    item_chunk** child() { return reinterpret_cast<item_chunk**>(this + 1); }
    const std::uint32_t* item_ends() const {
        return reinterpret_cast<const std::uint32_t*>(child() + children);
    }
    std::uint32_t* item_ends() { return reinterpret_cast<std::uint32_t*>(child() + children); }
    const std::uint32_t* byte_ends() const { return item_ends() + children; }
    std::uint32_t* byte_ends() { return item_ends() + children; }
    std::uint32_t first_item_of(std::uint32_t c) const { return c == 0 ? 0 : item_ends()[c - 1]; }
    // The child that holds item `i`.
    std::uint32_t child_of(std::uint32_t i) const {
        std::uint32_t low = 0;
        std::uint32_t high = children - 1u;
        while (low < high) {
            const std::uint32_t middle = (low + high) / 2;
            if (item_ends()[middle] <= i) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    // Offsets and bytes are the caller's to fill. At least one item.
    static chunk_ptr make_chunk(std::uint32_t items, std::size_t bytes);
    // Takes the children over; 1 … node_children_max, all of one level.
    static chunk_ptr make_node(std::span<chunk_ptr> children);
    static void destroy(item_chunk* p);
};
static_assert(sizeof(item_chunk) == 16 && alignof(item_chunk) <= 8);

// Makes chunks of items that come one by one.
class chunk_builder {
public:
    // Chunks are closed when they weigh more than `weight_max` with the next item.
    explicit chunk_builder(std::vector<chunk_ptr>& out, std::size_t weight_max = chunk_weight_max)
        : out_(out), weight_max_(weight_max) {}
    void add(bytes_view item);
    // Takes a chunk as it is, or its items if they are few.
    void add_chunk(const chunk_ptr& chunk);
    void add_packed(bytes_view packed, std::uint32_t count, item_width width);
    void finish();

private:
    std::vector<chunk_ptr>& out_;
    std::size_t weight_max_;
    std::uint32_t items_ = 0;
    std::uint32_t bytes_ = 0;
    std::uint16_t offsets_[chunk_weight_max / 3 + 1];
    std::uint8_t data_[chunk_weight_max];
};

// Nodes of the next level above `nodes`, as few as there can be.
void make_parents(std::vector<chunk_ptr>& nodes);
// What stands in place of `node` after an edit: any number of nodes of its level, perhaps none.
// `at_end`: `node` is the last of its level, where what grows does so by appending.
void edit_node(const item_chunk* node, const item_edit& edit, item_width width, bool at_end,
               std::vector<chunk_ptr>& out);
// The same for a chunk behind the last one of the node.
void append_chunk(const item_chunk* node, chunk_ptr chunk, std::vector<chunk_ptr>& out);

}  // namespace spikelet::mock
