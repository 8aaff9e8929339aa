#include "storage/shared_collection.hpp"

#include "storage/collection_header.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_order.hpp>

#include <algorithm>
#include <cassert>
#include <cstring>
#include <vector>

namespace spikelet::mock {
namespace {

// Compares two values, each followed by its key: by value, then by key.
std::weak_ordering compare_turned(bytes_view a, bytes_view b) {
    wire::msgpack::reader x(a);
    wire::msgpack::reader y(b);
    if (const auto order = wire::compare_packed(x, y); order != 0) return order;
    x.skip();
    y.skip();
    return wire::compare_packed(x, y);
}

// Value and key of an entry, one behind the other.
void append_turned(bytes_view entry, wire::buffer& out) {
    const packed_entry e = split_entry(entry);
    out.append(e.value);
    out.append(e.key);
}

std::uint32_t lower_bound(const item_sequence& turned, bytes_view probe) {
    return turned.partition_point(
        [probe](bytes_view item) { return compare_turned(item, probe) < 0; });
}

void erase_turned(item_sequence& turned, bytes_view probe) {
    const auto is_it = [probe](bytes_view item) { return std::ranges::equal(item, probe); };
    std::uint32_t at = lower_bound(turned, probe);
    if (at == turned.size() || !is_it(turned[at])) {
        // A NaN is equal to everything, so that it may lie anywhere.
        item_cursor c(turned);
        while (!is_it(c.item())) {
            c.next();
            assert(!c.at_end());
        }
        at = c.position();
    }
    turned = turned.with(item_edit{.position = at, .removed = 1}, item_width::entry);
}

}  // namespace

packed_entry split_entry(bytes_view entry) {
    wire::msgpack::reader in(entry);
    in.skip();
    return {entry.first(in.offset()), in.rest()};
}

void shared_collection_ptr::retain(const shared_collection* p) {
    if (p != nullptr) p->references_.fetch_add(1, std::memory_order_relaxed);
}

void shared_collection_ptr::release(const shared_collection* p) {
    if (p != nullptr && p->references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete p;
}

shared_collection_ptr shared_collection::make(bytes_view packed) {
    const auto header = parse_collection_header(packed);
    assert(header);
    auto* made = new shared_collection(header->type, header->flags);
    auto owner = shared_collection_ptr::adopt(made);
    made->items_ = item_sequence(packed.subspan(header->size), header->count, made->width());
    made->order_by_value();
    return owner;
}

std::size_t shared_collection::packed_size(std::uint8_t flags) const {
    return pack_collection_header(type_, flags, size()).size + items_.bytes();
}

void shared_collection::copy_packed(std::uint8_t* out, std::uint8_t flags) const {
    const packed_header header = pack_collection_header(type_, flags, size());
    std::memcpy(out, header.bytes.data(), header.size);
    out += header.size;
    for (std::uint32_t i = 0; i < size();) {
        const item_sequence::chunk_view c = items_.chunk_at(i);
        std::memcpy(out, c.bytes.data(), c.bytes.size());
        out += c.bytes.size();
        i += c.count;
    }
}

std::uint64_t shared_collection::stored_size() const {
    return stored_collection_size(type_, flags_, size(), items_.bytes());
}

shared_collection_ptr shared_collection::with(std::span<const item_edit> edits) const {
    auto* made = new shared_collection(type_, flags_);
    auto owner = shared_collection_ptr::adopt(made);
    made->items_ = items_.with(edits, width());
    if (keeps_value_order()) made->update_value_order(*this, edits);
    return owner;
}

shared_collection_ptr shared_collection::with_flags(std::uint8_t flags) const {
    auto* made = new shared_collection(type_, flags);
    auto owner = shared_collection_ptr::adopt(made);
    made->items_ = items_;
    if (made->keeps_value_order() && keeps_value_order()) {
        made->by_value_ = by_value_;
    } else {
        made->order_by_value();
    }
    return owner;
}

bool shared_collection::keeps_value_order() const {
    constexpr unsigned both = wire::msgpack::flags::ordered | wire::msgpack::flags::value_ordered;
    return is_map() && (flags_ & both) == both;
}

void shared_collection::order_by_value() {
    if (!keeps_value_order()) return;
    wire::buffer turned;
    turned.reserve(items_.bytes());
    std::vector<std::pair<std::size_t, std::size_t>> parts;  // offset and size in `turned`
    parts.reserve(size());
    for (item_cursor c(items_); !c.at_end(); c.next()) {
        parts.emplace_back(turned.size(), c.item().size());
        append_turned(c.item(), turned);
    }
    const bytes_view all = turned.view();
    // A merge sort stays within its bounds even where NaNs make the order inconsistent.
    std::stable_sort(parts.begin(), parts.end(), [all](const auto& a, const auto& b) {
        return compare_turned(all.subspan(a.first, a.second), all.subspan(b.first, b.second)) < 0;
    });
    wire::buffer sorted;
    sorted.reserve(turned.size());
    for (const auto& [offset, size] : parts) {
        sorted.append(all.subspan(offset, size));
    }
    by_value_ = item_sequence(sorted.view(), size(), item_width::entry);
}

void shared_collection::update_value_order(const shared_collection& old,
                                           std::span<const item_edit> edits) {
    // Two searches an entry against sorting all of them.
    constexpr std::uint64_t entries_per_search = 16;
    std::uint64_t changes = 0;
    for (const item_edit& e : edits) {
        changes += std::uint64_t{e.removed} + e.inserted_count;
    }
    if (changes * entries_per_search > old.size()) return order_by_value();

    by_value_ = old.by_value_;
    wire::buffer turned;
    for (const item_edit& e : edits) {
        for (std::uint32_t i = 0; i < e.removed; ++i) {
            turned.clear();
            append_turned(old.items_[e.position + i], turned);
            erase_turned(by_value_, turned.view());
        }
    }
    for (const item_edit& e : edits) {
        wire::msgpack::reader in(e.inserted);
        for (std::uint32_t i = 0; i < e.inserted_count; ++i) {
            turned.clear();
            const bytes_view key = in.take();
            turned.append(in.take());
            turned.append(key);
            const item_edit one{.position = lower_bound(by_value_, turned.view()),
                                .inserted = turned.view(),
                                .inserted_count = 1};
            by_value_ = by_value_.with(one, item_width::entry);
        }
    }
}

}  // namespace spikelet::mock
