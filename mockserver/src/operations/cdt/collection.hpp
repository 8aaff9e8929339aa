// A list or map while an operation reads and changes it: one interface for packed bytes (small
// bins, nested values) and for shared chunks (big bins).
//
//     collection list = collection::of(value, context.memory);
//     list.apply({.position = list.size(), .inserted = packed, .inserted_count = 1});
//     context.bins.set(op.bin, list.value());
//
// Items are elements of a list, or keys each with its value; a map's ascend by key, whatever its
// flags. A change leaves all that was viewed before valid until the command's memory is collected.
#pragma once

#include "operations/command_memory.hpp"
#include "storage/record.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace spikelet::mock {

class collection {
public:
    // Of a stored value, which is a list or map and outlives the collection.
    static collection of(const value_view& stored, command_memory& memory);
    // Of the packed value in stored form that an item is; nothing if it is no list or map.
    static std::optional<collection> nested(bytes_view packed, command_memory& memory);
    static collection make(particle_type type, std::uint8_t flags, command_memory& memory);

    particle_type type() const { return type_; }
    bool is_map() const { return type_ == particle_type::map; }
    bool is_list() const { return type_ == particle_type::list; }
    std::uint8_t flags() const { return flags_; }
    // A list whose elements ascend.
    bool is_ordered_list() const;
    std::uint32_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    // `i` is below size().
    bytes_view item(std::uint32_t i) const;
    // Of entry `i` of a map.
    bytes_view key(std::uint32_t i) const { return split_entry(item(i)).key; }
    // The element, or the value of the entry.
    bytes_view value_at(std::uint32_t i) const {
        return is_map() ? split_entry(item(i)).value : item(i);
    }
    // Calls visit(item, i) for each until it answers false.
    template <class Visit>
    void for_each_item(Visit visit) const;
    // Bytes of the items in [first, last); copied one behind the other by copy_items.
    std::size_t bytes_of(std::uint32_t first, std::uint32_t last) const;
    std::uint8_t* copy_items(std::uint32_t first, std::uint32_t last, std::uint8_t* out) const;
    // All of them in one piece: the items themselves, or a copy in the command's memory.
    bytes_view all_items() const;

    // How many items lie below `probe`, of how many it is not below. Keys of a map, elements of an
    // ordered list. O(log n); for packed bytes after one pass.
    std::uint32_t lower_bound(bytes_view probe) const;
    std::uint32_t upper_bound(bytes_view probe) const;

    // ---- maps ordered by value, as far as they are kept so

    // True if the two below can be asked: a big map ordered by key and value.
    bool has_value_order() const { return shared_ && shared_->by_value().size() == size_; }
    // How many entries lie below (value, key); an empty `key` is below every other.
    std::uint32_t value_rank(bytes_view value, bytes_view key) const;
    // The packed value and key at a rank: `first` is the value.
    std::pair<bytes_view, bytes_view> at_value_rank(std::uint32_t rank) const;

    // ---- changing

    // Edits are ascending and do not overlap; their positions are those before any change. Order is
    // the caller's duty.
    void apply(std::span<const item_edit> edits);
    void apply(const item_edit& edit) { apply(std::span(&edit, 1)); }
    void set_flags(std::uint8_t flags);
    bool is_changed() const { return changed_; }

    // What to store. Valid as long as the collection, or, once stored, as the bins say.
    value_view value() const;
    // In one piece, as an item of another collection.
    bytes_view packed() const;

private:
    explicit collection(command_memory& memory) : memory_(&memory) {}
    // The offset of item `i` among the packed items; `i` is at most size().
    std::uint32_t begin_of(std::uint32_t i) const;
    void take_packed(bytes_view packed, const struct collection_header& header);
    void apply_packed(std::span<const item_edit> edits);
    template <class Predicate>
    std::uint32_t partition_point(Predicate is_before) const;

    command_memory* memory_;
    particle_type type_ = particle_type::list;
    std::uint8_t flags_ = 0;
    bool changed_ = false;
    bool is_nested_ = false;
    std::uint32_t size_ = 0;
    // One of the two. `base_` keeps alive what was viewed before a change.
    shared_collection_ptr shared_;
    shared_collection_ptr base_;
    bytes_view packed_;  // header and items
    bytes_view items_;
    // Offsets of the items that were passed already: offsets_[k] of item k + 1.
    mutable std::uint32_t* offsets_ = nullptr;
    mutable std::uint32_t known_ = 0;
};

template <class Visit>
void collection::for_each_item(Visit visit) const {
    if (shared_) {
        for (item_cursor c(shared_->items()); !c.at_end(); c.next()) {
            if (!visit(c.item(), c.position())) return;
        }
        return;
    }
    wire::msgpack::reader in(items_);
    for (std::uint32_t i = 0; i < size_; ++i) {
        const bytes_view rest = in.rest();
        const std::size_t begin = in.offset();
        in.skip();
        if (is_map()) in.skip();
        if (!visit(rest.first(in.offset() - begin), i)) return;
    }
}

}  // namespace spikelet::mock
