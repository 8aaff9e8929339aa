// A big list or map: an immutable root over shared chunks of packed items.
//
// A record holds big collections by reference (record.hpp), small ones as packed bytes. Copies of a
// record, snapshots and replicas share the root; a change makes another one.
#pragma once

#include "storage/item_sequence.hpp"

#include <spikelet/wire/particle_type.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace spikelet::mock {

using wire::particle_type;

// Packed lists and maps above this are stored as shared collections. Hysteresis: a shared
// collection whose items take less than a half of it goes back to bytes when it is changed.
inline constexpr std::size_t packed_collection_max = 2048;

class shared_collection;

// Shared ownership of a collection.
class shared_collection_ptr {
public:
    shared_collection_ptr() = default;
    shared_collection_ptr(const shared_collection_ptr& other) : p_(other.p_) { retain(p_); }
    shared_collection_ptr(shared_collection_ptr&& other) noexcept
        : p_(std::exchange(other.p_, nullptr)) {}
    shared_collection_ptr& operator=(shared_collection_ptr other) noexcept {
        std::swap(p_, other.p_);
        return *this;
    }
    ~shared_collection_ptr() { release(p_); }

    // Another owner of a collection that somebody else keeps alive during the call.
    static shared_collection_ptr share(const shared_collection* p) {
        retain(p);
        return adopt(p);
    }
    static shared_collection_ptr adopt(const shared_collection* p) {
        shared_collection_ptr c;
        c.p_ = p;
        return c;
    }
    const shared_collection* get() const { return p_; }
    const shared_collection* operator->() const { return p_; }
    const shared_collection& operator*() const { return *p_; }
    explicit operator bool() const { return p_ != nullptr; }
    const shared_collection* detach() { return std::exchange(p_, nullptr); }

private:
    static void retain(const shared_collection* p);
    static void release(const shared_collection* p);
    const shared_collection* p_ = nullptr;
};

class shared_collection {
public:
    // `packed` is a whole list or map in stored form.
    static shared_collection_ptr make(bytes_view packed);

    particle_type type() const { return type_; }  // list or map
    bool is_map() const { return type_ == particle_type::map; }
    item_width width() const { return is_map() ? item_width::entry : item_width::element; }
    std::uint8_t flags() const { return flags_; }
    std::uint32_t size() const { return items_.size(); }
    // Elements, or keys each with its value. Keys of a map ascend, whatever its flags.
    const item_sequence& items() const { return items_; }
    // Of a map ordered by key and value: its entries turned round, each value with its key,
    // ascending. Empty for other collections.
    const item_sequence& by_value() const { return by_value_; }

    // The whole collection as packed bytes, under the flags given.
    std::size_t packed_size(std::uint8_t flags) const;
    std::size_t packed_size() const { return packed_size(flags_); }
    void copy_packed(std::uint8_t* out, std::uint8_t flags) const;
    void copy_packed(std::uint8_t* out) const { copy_packed(out, flags_); }
    // M of chapter 18 §3.
    std::uint64_t stored_size() const;

    // The collection with other items (item_sequence::with) or flags.
    shared_collection_ptr with(std::span<const item_edit> edits) const;
    shared_collection_ptr with_flags(std::uint8_t flags) const;

private:
    friend class shared_collection_ptr;
    shared_collection(particle_type type, std::uint8_t flags) : type_(type), flags_(flags) {}

    bool keeps_value_order() const;
    void order_by_value();
    void update_value_order(const shared_collection& old, std::span<const item_edit> edits);

    mutable std::atomic<std::uint32_t> references_{1};
    particle_type type_;
    std::uint8_t flags_;
    item_sequence items_;
    item_sequence by_value_;
};

// Splits an entry into the packed key and the packed value.
struct packed_entry {
    bytes_view key;
    bytes_view value;
};
packed_entry split_entry(bytes_view entry);

}  // namespace spikelet::mock
