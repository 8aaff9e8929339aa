#include "storage/item_chunk.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <new>

namespace spikelet::mock {
namespace {

// Below this a chunk or node is joined with its neighbour, if both fit into one.
constexpr std::size_t chunk_weight_min = chunk_weight_max / 4;
constexpr std::uint32_t node_children_min = node_children_max / 4;

item_chunk* allocate(std::size_t payload) {
    void* memory = std::malloc(sizeof(item_chunk) + payload);
    if (memory == nullptr) throw std::bad_alloc();
    return new (memory) item_chunk;
}

chunk_ptr share(item_chunk* p) {
    p->references.fetch_add(1, std::memory_order_relaxed);
    return chunk_ptr::adopt(p);
}

void copy(std::uint8_t* out, bytes_view bytes) {
    if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
}

// Passes over one item; what is stored is well formed.
bytes_view take_item(wire::msgpack::reader& in, item_width width) {
    const bytes_view rest = in.rest();
    const std::size_t start = in.offset();
    [[maybe_unused]] bool well_formed = in.skip();
    if (width == item_width::entry) well_formed = in.skip();
    assert(well_formed);
    return rest.first(in.offset() - start);
}

chunk_ptr joined_chunks(const item_chunk& a, const item_chunk& b) {
    chunk_ptr both = item_chunk::make_chunk(a.items + b.items, std::size_t{a.bytes} + b.bytes);
    for (std::uint32_t i = 1; i < both->items; ++i) {
        both->offsets()[i - 1] = static_cast<std::uint16_t>(
            i < a.items ? a.begin_of(i) : a.bytes + b.begin_of(i - a.items));
    }
    std::memcpy(both->data(), a.data(), a.bytes);
    std::memcpy(both->data() + a.bytes, b.data(), b.bytes);
    return both;
}

void share_children(const item_chunk& node, std::uint32_t first, std::uint32_t last,
                    std::vector<chunk_ptr>& out) {
    for (std::uint32_t c = first; c < last; ++c) {
        out.push_back(share(node.child()[c]));
    }
}

bool is_sparse(const item_chunk& n) {
    return n.level == 0 ? n.weight() < chunk_weight_min : n.children < node_children_min;
}

bool fit_into_one(const item_chunk& a, const item_chunk& b) {
    return a.level == 0 ? a.weight() + b.weight() <= chunk_weight_max
                        : a.children + b.children <= static_cast<int>(node_children_max);
}

chunk_ptr joined(const item_chunk& a, const item_chunk& b) {
    if (a.level == 0) return joined_chunks(a, b);
    std::vector<chunk_ptr> children;
    children.reserve(a.children + std::size_t{b.children});
    share_children(a, 0, a.children, children);
    share_children(b, 0, b.children, children);
    return item_chunk::make_node(children);
}

// Joins sparse nodes in [first, last) of `nodes` with a neighbour, which may lie outside.
void join_sparse(std::vector<chunk_ptr>& nodes, std::size_t first, std::size_t last) {
    std::size_t i = first == 0 ? 0 : first - 1;
    while (i + 1 < nodes.size() && i < last) {
        const item_chunk& a = *nodes[i].get();
        const item_chunk& b = *nodes[i + 1].get();
        if ((is_sparse(a) || is_sparse(b)) && fit_into_one(a, b)) {
            nodes[i] = joined(a, b);
            nodes.erase(nodes.begin() + static_cast<std::ptrdiff_t>(i + 1));
            if (last > i + 1) --last;
        } else {
            ++i;
        }
    }
}

// Parents of children that replaced those of one node. Appending leaves full nodes behind, other
// growth halves.
void make_nodes(std::vector<chunk_ptr>& children, bool at_end, std::vector<chunk_ptr>& out) {
    const std::size_t n = children.size();
    if (n == 0) return;
    const std::size_t parents = (n + node_children_max - 1) / node_children_max;
    const std::size_t each = at_end ? node_children_max : (n + parents - 1) / parents;
    const std::span<chunk_ptr> all(children);
    for (std::size_t i = 0; i < n; i += each) {
        out.push_back(item_chunk::make_node(all.subspan(i, std::min(each, n - i))));
    }
}

void edit_chunk(const item_chunk& old, const item_edit& edit, item_width width, bool at_end,
                std::vector<chunk_ptr>& out) {
    const std::uint32_t tail = edit.position + edit.removed;
    const std::uint32_t items = old.items - edit.removed + edit.inserted_count;
    if (items == 0) return;
    const std::uint32_t head_end =
        edit.position == old.items ? old.bytes : old.begin_of(edit.position);
    const std::uint32_t tail_begin = tail == old.items ? old.bytes : old.begin_of(tail);
    const std::size_t bytes = head_end + edit.inserted.size() + (old.bytes - tail_begin);

    const std::size_t weight = bytes + sizeof(std::uint16_t) * std::size_t{items};
    if (weight > chunk_weight_max && items > 1) {
        // Appending fills chunks, other growth halves.
        const bool appends = at_end && tail == old.items;
        const std::size_t pieces = (weight + chunk_weight_max - 1) / chunk_weight_max;
        chunk_builder builder(out, appends ? chunk_weight_max : weight / pieces + 1);
        for (std::uint32_t i = 0; i < edit.position; ++i) {
            builder.add(old.item(i));
        }
        builder.add_packed(edit.inserted, edit.inserted_count, width);
        for (std::uint32_t i = tail; i < old.items; ++i) {
            builder.add(old.item(i));
        }
        return builder.finish();
    }

    chunk_ptr made = item_chunk::make_chunk(items, bytes);
    std::uint8_t* data = made->data();
    copy(data, {old.data(), head_end});
    copy(data + head_end, edit.inserted);
    const std::size_t inserted_end = head_end + edit.inserted.size();
    copy(data + inserted_end, {old.data() + tail_begin, old.bytes - tail_begin});

    std::uint32_t i = 0;
    const auto begins_at = [&](std::size_t offset) {
        if (i != 0) made->offsets()[i - 1] = static_cast<std::uint16_t>(offset);
        ++i;
    };
    while (i < edit.position) {
        begins_at(old.begin_of(i));
    }
    wire::msgpack::reader in(edit.inserted);
    for (std::uint32_t k = 0; k < edit.inserted_count; ++k) {
        begins_at(head_end + in.offset());
        take_item(in, width);
    }
    for (std::uint32_t k = tail; k < old.items; ++k) {
        begins_at(inserted_end + (old.begin_of(k) - tail_begin));
    }
    out.push_back(std::move(made));
}

}  // namespace

void chunk_ptr::retain() const {
    if (p_ != nullptr) p_->references.fetch_add(1, std::memory_order_relaxed);
}

void chunk_ptr::release(item_chunk* p) {
    if (p->references.fetch_sub(1, std::memory_order_acq_rel) == 1) item_chunk::destroy(p);
}

chunk_ptr item_chunk::make_chunk(std::uint32_t items, std::size_t bytes) {
    assert(items != 0 && bytes <= UINT32_MAX);
    item_chunk* c = allocate(sizeof(std::uint16_t) * (items - 1) + bytes);
    c->items = items;
    c->bytes = static_cast<std::uint32_t>(bytes);
    return chunk_ptr::adopt(c);
}

chunk_ptr item_chunk::make_node(std::span<chunk_ptr> children) {
    assert(!children.empty() && children.size() <= node_children_max);
    item_chunk* n = allocate(children.size() * (sizeof(void*) + 2 * sizeof(std::uint32_t)));
    n->level = static_cast<std::uint16_t>(children[0]->level + 1);
    n->children = static_cast<std::uint16_t>(children.size());
    for (std::size_t c = 0; c < children.size(); ++c) {
        n->items += children[c]->items;
        n->bytes += children[c]->bytes;
        n->item_ends()[c] = n->items;
        n->byte_ends()[c] = n->bytes;
        n->child()[c] = children[c].detach();
    }
    return chunk_ptr::adopt(n);
}

// Recurses as deep as the tree, five levels for 2^32 bytes.
void item_chunk::destroy(item_chunk* p) {
    for (std::uint32_t c = 0; c < p->children; ++c) {
        chunk_ptr::adopt(p->child()[c]);
    }
    p->~item_chunk();
    std::free(p);
}

void chunk_builder::add(bytes_view item) {
    const std::size_t weight = item.size() + sizeof(std::uint16_t);
    const std::size_t before = bytes_ + sizeof(std::uint16_t) * std::size_t{items_};
    if (items_ != 0 && before + weight > weight_max_) finish();
    if (weight > chunk_weight_max) {
        finish();
        chunk_ptr alone = item_chunk::make_chunk(1, item.size());
        copy(alone->data(), item);
        out_.push_back(std::move(alone));
        return;
    }
    offsets_[items_++] = static_cast<std::uint16_t>(bytes_);
    copy(data_ + bytes_, item);
    bytes_ += static_cast<std::uint32_t>(item.size());
}

void chunk_builder::add_chunk(const chunk_ptr& chunk) {
    const std::size_t pending = bytes_ + sizeof(std::uint16_t) * std::size_t{items_};
    const bool joins = items_ != 0 ? pending + chunk->weight() <= weight_max_ &&
                                         (pending < chunk_weight_min || is_sparse(*chunk.get()))
                                   : is_sparse(*chunk.get());
    if (joins) {
        for (std::uint32_t i = 0; i < chunk->items; ++i) {
            add(chunk->item(i));
        }
        return;
    }
    finish();
    out_.push_back(chunk);
}

void chunk_builder::add_packed(bytes_view packed, std::uint32_t count, item_width width) {
    wire::msgpack::reader in(packed);
    for (std::uint32_t i = 0; i < count; ++i) {
        add(take_item(in, width));
    }
}

void chunk_builder::finish() {
    if (items_ == 0) return;
    chunk_ptr made = item_chunk::make_chunk(items_, bytes_);
    std::memcpy(made->offsets(), offsets_ + 1, sizeof(std::uint16_t) * (items_ - 1));
    copy(made->data(), {data_, bytes_});
    out_.push_back(std::move(made));
    items_ = 0;
    bytes_ = 0;
}

void make_parents(std::vector<chunk_ptr>& nodes) {
    std::vector<chunk_ptr> parents;
    parents.reserve(nodes.size() / node_children_max + 1);
    make_nodes(nodes, true, parents);
    nodes = std::move(parents);
}

void edit_node(const item_chunk* node, const item_edit& edit, item_width width, bool at_end,
               std::vector<chunk_ptr>& out) {
    const item_chunk& n = *node;
    if (n.level == 0) return edit_chunk(n, edit, width, at_end, out);

    const std::uint32_t end = edit.position + edit.removed;
    const std::uint32_t first =
        edit.position == n.items ? n.children - 1u : n.child_of(edit.position);
    const std::uint32_t last = edit.removed == 0 ? first : n.child_of(end - 1);
    std::vector<chunk_ptr> children;
    children.reserve(n.children + std::size_t{2});
    share_children(n, 0, first, children);
    for (std::uint32_t c = first; c <= last; ++c) {
        const std::uint32_t begins = n.first_item_of(c);
        const std::uint32_t ends = n.item_ends()[c];
        item_edit part;
        part.position = std::max(edit.position, begins) - begins;
        part.removed = std::min(end, ends) - begins - part.position;
        if (c == first) {
            part.inserted = edit.inserted;
            part.inserted_count = edit.inserted_count;
        } else if (part.position == 0 && part.removed == ends - begins) {
            continue;  // goes as a whole
        }
        edit_node(n.child()[c], part, width, at_end && c + 1u == n.children, children);
    }
    const std::size_t edited_end = children.size();
    share_children(n, last + 1, n.children, children);
    join_sparse(children, first, edited_end);
    make_nodes(children, at_end && edit.position == n.items, out);
}

void append_chunk(const item_chunk* node, chunk_ptr chunk, std::vector<chunk_ptr>& out) {
    const item_chunk& n = *node;
    assert(n.level != 0);
    std::vector<chunk_ptr> children;
    children.reserve(n.children + std::size_t{1});
    if (n.level == 1) {
        share_children(n, 0, n.children, children);
        children.push_back(std::move(chunk));
    } else {
        share_children(n, 0, n.children - 1u, children);
        append_chunk(n.child()[n.children - 1], std::move(chunk), children);
    }
    make_nodes(children, true, out);
}

}  // namespace spikelet::mock
