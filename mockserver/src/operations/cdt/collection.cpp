#include "operations/cdt/collection.hpp"

#include "storage/collection_header.hpp"

#include <spikelet/wire/msgpack.hpp>
#include <spikelet/wire/packed_order.hpp>

#include <cassert>
#include <cstring>

namespace spikelet::mock {
namespace {

std::uint8_t* append(std::uint8_t* out, bytes_view bytes) {
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
    return out + bytes.size();
}

}  // namespace

collection collection::of(const value_view& stored, command_memory& memory) {
    collection c(memory);
    if (stored.shared != nullptr) {
        c.shared_ = shared_collection_ptr::share(stored.shared);
        c.base_ = c.shared_;
        c.type_ = stored.type;
        c.flags_ = c.shared_->flags();
        c.size_ = c.shared_->size();
        return c;
    }
    const auto header = parse_collection_header(stored.bytes);
    assert(header);
    c.take_packed(stored.bytes, *header);
    return c;
}

std::optional<collection> collection::nested(bytes_view packed, command_memory& memory) {
    const auto header = parse_collection_header(packed);
    if (!header) return std::nullopt;
    collection c(memory);
    c.is_nested_ = true;
    c.take_packed(packed, *header);
    return c;
}

collection collection::make(particle_type type, std::uint8_t flags, command_memory& memory) {
    collection c(memory);
    c.type_ = type;
    c.set_flags(flags);
    return c;
}

bool collection::is_ordered_list() const {
    return is_list() && (flags_ & wire::msgpack::flags::ordered) != 0;
}

void collection::take_packed(bytes_view packed, const collection_header& header) {
    type_ = header.type;
    flags_ = header.flags;
    size_ = header.count;
    packed_ = packed;
    items_ = packed.subspan(header.size);
    offsets_ = nullptr;
    known_ = 0;
}

std::uint32_t collection::begin_of(std::uint32_t i) const {
    if (i == 0) return 0;
    if (i == size_) return static_cast<std::uint32_t>(items_.size());
    if (i > known_) {
        if (offsets_ == nullptr) offsets_ = memory_->allocate_array<std::uint32_t>(size_ - 1);
        wire::msgpack::reader in(items_);
        if (known_ != 0) in.seek(offsets_[known_ - 1]);
        for (; known_ < i; ++known_) {
            in.skip();
            if (is_map()) in.skip();
            offsets_[known_] = static_cast<std::uint32_t>(in.offset());
        }
    }
    return offsets_[i - 1];
}

bytes_view collection::item(std::uint32_t i) const {
    assert(i < size_);
    if (shared_) return shared_->items()[i];
    const std::uint32_t end = begin_of(i + 1);
    const std::uint32_t begin = begin_of(i);
    return items_.subspan(begin, end - begin);
}

std::size_t collection::bytes_of(std::uint32_t first, std::uint32_t last) const {
    if (shared_) return shared_->items().bytes_before(last) - shared_->items().bytes_before(first);
    const std::uint32_t end = begin_of(last);
    return end - begin_of(first);
}

std::uint8_t* collection::copy_items(std::uint32_t first, std::uint32_t last,
                                     std::uint8_t* out) const {
    if (!shared_) {
        const std::uint32_t end = begin_of(last);
        const std::uint32_t begin = begin_of(first);
        return append(out, items_.subspan(begin, end - begin));
    }
    const item_sequence& items = shared_->items();
    while (first < last) {
        const item_sequence::chunk_view c = items.chunk_at(first);
        const std::size_t chunk_begin = items.bytes_before(c.first);
        const std::size_t begin = items.bytes_before(first) - chunk_begin;
        const std::uint32_t chunk_end = c.first + c.count;
        const std::size_t end =
            last >= chunk_end ? c.bytes.size() : items.bytes_before(last) - chunk_begin;
        out = append(out, c.bytes.subspan(begin, end - begin));
        first = chunk_end;
    }
    return out;
}

bytes_view collection::all_items() const {
    if (!shared_) return items_;
    const std::size_t size = bytes_of(0, size_);
    std::uint8_t* copy = memory_->allocate(size);
    copy_items(0, size_, copy);
    return {copy, size};
}

template <class Predicate>
std::uint32_t collection::partition_point(Predicate is_before) const {
    if (shared_) return shared_->items().partition_point(is_before);
    std::uint32_t low = 0;
    std::uint32_t high = size_;
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (is_before(item(middle))) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

std::uint32_t collection::lower_bound(bytes_view probe) const {
    return partition_point([probe](bytes_view i) { return wire::compare_packed(i, probe) < 0; });
}

std::uint32_t collection::upper_bound(bytes_view probe) const {
    return partition_point([probe](bytes_view i) { return wire::compare_packed(i, probe) <= 0; });
}

std::uint32_t collection::value_rank(bytes_view value, bytes_view key) const {
    return shared_->by_value().partition_point([value, key](bytes_view turned) {
        wire::msgpack::reader in(turned);
        const auto order = wire::compare_packed(in, wire::msgpack::reader(value));
        if (order != 0 || key.empty()) return order < 0;
        in.skip();
        return wire::compare_packed(in, wire::msgpack::reader(key)) < 0;
    });
}

std::pair<bytes_view, bytes_view> collection::at_value_rank(std::uint32_t rank) const {
    const packed_entry turned = split_entry(shared_->by_value()[rank]);
    return {turned.key, turned.value};
}

void collection::apply(std::span<const item_edit> edits) {
    if (edits.empty()) return;
    changed_ = true;
    // A big value in one piece, written by this very command, is taken apart before it is changed
    // over and over.
    if (!shared_ && !is_nested_ && packed_.size() > packed_collection_max) {
        shared_ = shared_collection::make(packed_);
    }
    if (!shared_) return apply_packed(edits);

    shared_ = shared_->with(edits);
    size_ = shared_->size();
    if (shared_->items().bytes() < packed_collection_max / 2) {
        const std::size_t size = shared_->packed_size();
        std::uint8_t* packed = memory_->allocate(size);
        shared_->copy_packed(packed);
        shared_ = {};
        take_packed({packed, size}, *parse_collection_header({packed, size}));
    }
}

void collection::apply_packed(std::span<const item_edit> edits) {
    std::uint32_t count = size_;
    std::size_t bytes = items_.size();
    for (const item_edit& e : edits) {
        count = count - e.removed + e.inserted_count;
        const std::size_t end = begin_of(e.position + e.removed);
        bytes = bytes - (end - begin_of(e.position)) + e.inserted.size();
    }
    const packed_header header = pack_collection_header(type_, flags_, count);
    std::uint8_t* packed = memory_->allocate(header.size + bytes);
    std::uint8_t* out = append(packed, header.view());
    std::size_t done = 0;
    for (const item_edit& e : edits) {
        const std::size_t begin = begin_of(e.position);
        out = append(out, items_.subspan(done, begin - done));
        out = append(out, e.inserted);
        done = begin_of(e.position + e.removed);
    }
    append(out, items_.subspan(done));
    take_packed({packed, header.size + bytes},
                {.type = type_, .flags = flags_, .count = count, .size = header.size});
}

void collection::set_flags(std::uint8_t flags) {
    changed_ = true;
    if (shared_) {
        shared_ = shared_->with_flags(flags);
        flags_ = flags;
        return;
    }
    const bytes_view items = items_;
    const packed_header header = pack_collection_header(type_, flags, size_);
    std::uint8_t* packed = memory_->allocate(header.size + items.size());
    append(append(packed, header.view()), items);
    take_packed({packed, header.size + items.size()},
                {.type = type_, .flags = flags, .count = size_, .size = header.size});
}

value_view collection::value() const {
    if (shared_) return {.type = type_, .shared = shared_.get()};
    return {.type = type_, .bytes = packed_};
}

bytes_view collection::packed() const {
    if (!shared_) return packed_;
    const std::size_t size = shared_->packed_size();
    std::uint8_t* packed = memory_->allocate(size);
    shared_->copy_packed(packed);
    return {packed, size};
}

}  // namespace spikelet::mock
