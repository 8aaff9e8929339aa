#include "storage/item_sequence.hpp"

#include "storage/item_chunk.hpp"

#include <algorithm>
#include <cassert>

namespace spikelet::mock {
namespace {

// The one node above `nodes`, which become its descendants; null if there are none.
chunk_ptr make_root(std::vector<chunk_ptr>& nodes) {
    while (nodes.size() > 1) {
        make_parents(nodes);
    }
    chunk_ptr root = nodes.empty() ? chunk_ptr{} : std::move(nodes.front());
    while (root && root->level != 0 && root->children == 1) {
        const chunk_ptr above = root;
        root = chunk_ptr::adopt(above->child()[0]);
        root->references.fetch_add(1, std::memory_order_relaxed);
    }
    return root;
}

chunk_ptr with_chunk_behind(const chunk_ptr& tree, chunk_ptr chunk) {
    if (!tree) return chunk;
    std::vector<chunk_ptr> nodes;
    if (tree->level == 0) {
        nodes.push_back(tree);
        nodes.push_back(std::move(chunk));
    } else {
        append_chunk(tree.get(), std::move(chunk), nodes);
    }
    return make_root(nodes);
}

std::uint32_t items_of(const chunk_ptr& c) {
    return c ? c->items : 0;
}

// Calls visit(chunk) for the chunks below `node`, in order. Recurses as deep as the tree.
template <class Visit>
void for_each_chunk(const chunk_ptr& node, Visit& visit) {
    if (!node) return;
    if (node->level == 0) return visit(node);
    for (std::uint32_t c = 0; c < node->children; ++c) {
        item_chunk* child = node->child()[c];
        child->references.fetch_add(1, std::memory_order_relaxed);
        for_each_chunk(chunk_ptr::adopt(child), visit);
    }
}

}  // namespace

item_sequence::item_sequence(bytes_view packed, std::uint32_t count, item_width width) {
    std::vector<chunk_ptr> chunks;
    chunks.reserve(packed.size() / chunk_weight_max * 2 + 1);
    chunk_builder builder(chunks);
    builder.add_packed(packed, count, width);
    builder.finish();
    tree_ = make_root(chunks);
    tree_items_ = items_of(tree_);
}

std::size_t item_sequence::bytes() const {
    return (tree_ ? tree_->bytes : 0u) + std::size_t{tail_ ? tail_->bytes : 0u};
}

std::size_t item_sequence::bytes_before(std::uint32_t i) const {
    assert(i <= size());
    if (i >= tree_items_) {
        const std::size_t tree_bytes = tree_ ? tree_->bytes : 0;
        i -= tree_items_;
        return tree_bytes + (i == 0 ? 0u : i == tail_items_ ? tail_->bytes : tail_->begin_of(i));
    }
    std::size_t before = 0;
    const item_chunk* n = tree_.get();
    while (n->level != 0) {
        const std::uint32_t c = n->child_of(i);
        if (c != 0) before += n->byte_ends()[c - 1];
        i -= n->first_item_of(c);
        n = n->child()[c];
    }
    return before + n->begin_of(i);
}

item_sequence::chunk_view item_sequence::chunk_at(std::uint32_t i) const {
    assert(i < size());
    std::uint32_t first = 0;
    const item_chunk* n = tree_.get();
    if (i >= tree_items_) {
        first = tree_items_;
        n = tail_.get();
    } else {
        while (n->level != 0) {
            const std::uint32_t c = n->child_of(i - first);
            first += n->first_item_of(c);
            n = n->child()[c];
        }
    }
    return {first, n->items, {n->data(), n->bytes}, n};
}

bytes_view item_sequence::item_in(const item_chunk* chunk, std::uint32_t i) {
    return chunk->item(i);
}

bytes_view item_sequence::operator[](std::uint32_t i) const {
    const chunk_view c = chunk_at(i);
    return c.chunk->item(i - c.first);
}

item_sequence item_sequence::with(const item_edit& edit, item_width width) const {
    assert(edit.position <= size() && edit.removed <= size() - edit.position);
    item_sequence made;
    const std::uint32_t end = edit.position + edit.removed;
    made.tree_ = tree_;
    made.tail_ = tail_;
    std::vector<chunk_ptr> nodes;
    item_edit in_tail = edit;
    if (edit.position < tree_items_) {
        item_edit in_tree = edit;
        in_tree.removed = std::min(end, tree_items_) - edit.position;
        edit_node(tree_.get(), in_tree, width, false, nodes);
        made.tree_ = make_root(nodes);
        nodes.clear();
        in_tail = {.position = tree_items_, .removed = end - std::min(end, tree_items_)};
    }
    if (in_tail.removed != 0 || in_tail.inserted_count != 0) {
        in_tail.position -= tree_items_;
        if (tail_) {
            edit_node(tail_.get(), in_tail, width, true, nodes);
        } else {
            chunk_builder builder(nodes);
            builder.add_packed(in_tail.inserted, in_tail.inserted_count, width);
            builder.finish();
        }
        // All but the last become part of the tree.
        made.tail_ = nodes.empty() ? chunk_ptr{} : std::move(nodes.back());
        if (!nodes.empty()) nodes.pop_back();
        if (nodes.size() <= 2) {
            for (chunk_ptr& chunk : nodes) {
                made.tree_ = with_chunk_behind(made.tree_, std::move(chunk));
            }
        } else {
            std::vector<chunk_ptr> chunks;
            auto keep = [&chunks](const chunk_ptr& c) { chunks.push_back(c); };
            for_each_chunk(made.tree_, keep);
            std::move(nodes.begin(), nodes.end(), std::back_inserter(chunks));
            made.tree_ = make_root(chunks);
        }
    }
    made.tree_items_ = items_of(made.tree_);
    made.tail_items_ = items_of(made.tail_);
    return made;
}

item_sequence item_sequence::with(std::span<const item_edit> edits, item_width width) const {
    // One by one costs a path each, all together costs every chunk a look.
    constexpr std::size_t chunks_per_path = 32;
    const std::size_t chunks = bytes() / chunk_weight_max;
    if (edits.size() > 1 && edits.size() > chunks / chunks_per_path) return rebuilt(edits, width);
    item_sequence made = *this;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        made = made.with(*edit, width);
    }
    return made;
}

item_sequence item_sequence::rebuilt(std::span<const item_edit> edits, item_width width) const {
    std::vector<chunk_ptr> chunks;
    chunks.reserve(bytes() / chunk_weight_max * 2 + 2);
    chunk_builder builder(chunks);
    std::uint32_t position = 0;
    std::uint32_t removed_until = 0;
    auto edit = edits.begin();
    const auto insert = [&] {
        builder.add_packed(edit->inserted, edit->inserted_count, width);
        removed_until = edit->position + edit->removed;
        ++edit;
    };
    auto visit = [&](const chunk_ptr& chunk) {
        const std::uint32_t end = position + chunk->items;
        const bool touched =
            removed_until > position || (edit != edits.end() && edit->position < end);
        if (!touched) {
            builder.add_chunk(chunk);
            position = end;
            return;
        }
        for (std::uint32_t i = 0; i < chunk->items; ++i, ++position) {
            while (edit != edits.end() && edit->position == position) {
                insert();
            }
            if (position >= removed_until) builder.add(chunk->item(i));
        }
    };
    for_each_chunk(tree_, visit);
    for_each_chunk(tail_, visit);
    while (edit != edits.end()) {
        insert();
    }
    builder.finish();
    item_sequence made;
    made.tree_ = make_root(chunks);
    made.tree_items_ = items_of(made.tree_);
    return made;
}

}  // namespace spikelet::mock
