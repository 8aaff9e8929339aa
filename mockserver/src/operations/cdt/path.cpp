#include "operations/cdt/path.hpp"

#include "operations/cdt/call.hpp"
#include "operations/cdt/order.hpp"
#include "operations/cdt/path_steps.hpp"
#include "storage/collection_header.hpp"

#include <cstring>
#include <vector>

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::msgpack::item;
using wire::msgpack::reader;

// Types of answers (chapter 10 §6.1).
constexpr unsigned matching_tree = 0;
constexpr unsigned values = 1;
constexpr unsigned keys = 2;
constexpr unsigned keys_and_values = 3;
constexpr unsigned apply = 4;

// Depth of the recursions below is that of a path, path_depth_max at most.

// ---- selecting

class selector {
public:
    selector(const path_request& path, command_memory& memory) : path_(path), memory_(memory) {}

    // The selected leaves, one behind the other.
    result_code collect(const collection& in, std::size_t depth);
    // What of the container the path leads to, packed.
    result_code prune(const collection& in, std::size_t depth, bytes_view& out);

    std::uint64_t count() const { return count_; }
    bytes_view leaves() const { return leaves_.view(); }

private:
    bool is_last(std::size_t depth) const { return depth + 1 == path_.steps.size(); }
    result_code find(const collection& in, std::size_t depth, path_positions& out) {
        return find_children(in, path_.steps[depth], path_.no_fail, memory_, out);
    }
    result_code choose(const collection& in, std::size_t depth, std::uint32_t i, bool& out) {
        return is_chosen(in, i, path_.steps[depth], path_.no_fail, memory_, out);
    }
    void add_leaf(const collection& in, std::uint32_t position);

    const path_request& path_;
    command_memory& memory_;
    wire::buffer leaves_;
    std::uint64_t count_ = 0;
};

void selector::add_leaf(const collection& in, std::uint32_t position) {
    const path_item leaf = path_item_at(in, position);
    if (path_.type != values) {
        leaves_.append(leaf.key);
        ++count_;
    }
    if (path_.type != keys) {
        leaves_.append(leaf.value);
        ++count_;
    }
}

result_code selector::collect(const collection& in, std::size_t depth) {
    // Elements of a list have no keys.
    if (is_last(depth) && path_.type != values && in.is_list()) {
        return path_.no_fail ? ok : bin_incompatible_type;
    }
    path_positions children;
    if (const result_code rc = find(in, depth, children); rc != ok) return rc;
    for (const std::uint32_t i : children) {
        bool is_wanted = false;
        if (const result_code rc = choose(in, depth, i, is_wanted); rc != ok) return rc;
        if (!is_wanted) continue;
        if (is_last(depth)) {
            add_leaf(in, i);
            continue;
        }
        const auto next = collection::nested(in.value_at(i), memory_);
        if (!next) continue;
        if (const result_code rc = collect(*next, depth + 1); rc != ok) return rc;
    }
    return ok;
}

result_code selector::prune(const collection& in, std::size_t depth, bytes_view& out) {
    path_positions children;
    if (const result_code rc = find(in, depth, children); rc != ok) return rc;
    std::vector<bytes_view> parts;
    std::size_t size = 0;
    const auto add = [&](bytes_view part) {
        parts.push_back(part);
        size += part.size();
    };
    std::uint32_t count = 0;
    for (const std::uint32_t i : children) {
        bool is_wanted = false;
        if (const result_code rc = choose(in, depth, i, is_wanted); rc != ok) return rc;
        if (!is_wanted) continue;
        ++count;
        const path_item child = path_item_at(in, i);
        if (!child.in_list) add(child.key);
        const auto next = is_last(depth) ? std::nullopt : collection::nested(child.value, memory_);
        bytes_view value = child.value;
        if (next) {
            if (const result_code rc = prune(*next, depth + 1, value); rc != ok) return rc;
        }
        add(value);
    }
    const packed_header header = pack_collection_header(in.type(), 0, count);
    std::uint8_t* packed = memory_.allocate(header.size + size);
    std::memcpy(packed, header.bytes.data(), header.size);
    std::uint8_t* p = packed + header.size;
    for (const bytes_view part : parts) {
        std::memcpy(p, part.data(), part.size());
        p += part.size();
    }
    out = {packed, header.size + size};
    return ok;
}

// ---- changing

// Applies the expression to all leaves below `in`.
result_code change(collection& in, const path_request& path, std::size_t depth,
                   const path_expression& expression, command_memory& memory) {
    path_positions children;
    result_code rc = find_children(in, path.steps[depth], path.no_fail, memory, children);
    if (rc != ok) return rc;
    const bool is_last = depth + 1 == path.steps.size();
    std::vector<item_edit> edits;
    const auto replace = [&](std::uint32_t i, const path_item& child, bytes_view value) {
        bytes_view packed = value;
        if (!child.in_list) {
            std::uint8_t* entry = memory.allocate(child.key.size() + value.size());
            std::memcpy(entry, child.key.data(), child.key.size());
            std::memcpy(entry + child.key.size(), value.data(), value.size());
            packed = {entry, child.key.size() + value.size()};
        }
        edits.push_back({.position = i, .removed = 1, .inserted = packed, .inserted_count = 1});
    };
    for (const std::uint32_t i : children) {
        bool is_wanted = false;
        rc = is_chosen(in, i, path.steps[depth], path.no_fail, memory, is_wanted);
        if (rc != ok) return rc;
        if (!is_wanted) continue;
        const path_item child = path_item_at(in, i);
        if (!is_last) {
            auto next = collection::nested(child.value, memory);
            if (!next) continue;
            rc = change(*next, path, depth + 1, expression, memory);
            if (rc != ok) return rc;
            if (next->is_changed()) replace(i, child, next->packed());
            continue;
        }
        const path_result result = changed(expression, child, memory);
        switch (result.what) {
            case path_result::kind::value:
                replace(i, child, result.value);
                break;
            case path_result::kind::removed:
                edits.push_back({.position = i, .removed = 1});
                break;
            case path_result::kind::unknown:
                if (!path.no_fail) return server_error;
                break;
            case path_result::kind::not_storable:
                return bin_incompatible_type;
        }
    }
    in.apply(edits);
    if (!edits.empty() && in.is_ordered_list()) sort_list(in, memory);
    return ok;
}

bool is_mark(bytes_view packed) {
    reader in(packed);
    item i;
    return in.next(i) && i.kind == wire::msgpack::item_kind::extension;
}

// The collection of the bin: nothing but an error if it is none.
result_code open_bin(const wire::operation_view& op, operation_context& context,
                     std::optional<collection>& out) {
    const value_view* bin = context.bins.find(op.bin);
    if (bin == nullptr || (bin->type != particle_type::list && bin->type != particle_type::map)) {
        return bin_incompatible_type;
    }
    out = collection::of(*bin, context.memory);
    return ok;
}

void answer(const wire::operation_view& op, operation_context& context, particle_type type,
            bytes_view packed) {
    context.reply.operation(op.type, op.bin, type, packed);
}

}  // namespace

result_code run_path_read(const wire::operation_view& op, operation_context& context,
                          reader arguments, std::size_t count) {
    path_request path;
    if (count != 2 || !parse_path(arguments, path) || path.type > keys_and_values) {
        return parameter;
    }
    std::optional<collection> bin;
    if (const result_code rc = open_bin(op, context, bin); rc != ok) return rc;
    selector selected(path, context.memory);
    if (path.type == matching_tree) {
        bytes_view packed;
        if (const result_code rc = selected.prune(*bin, 0, packed); rc != ok) return rc;
        answer(op, context, bin->type(), packed);
        return ok;
    }
    if (const result_code rc = selected.collect(*bin, 0); rc != ok) return rc;
    if (selected.count() > UINT32_MAX) return parameter;
    const packed_header header = pack_collection_header(
        particle_type::list, 0, static_cast<std::uint32_t>(selected.count()));
    std::uint8_t* out = context.reply.operation(op.type, op.bin, particle_type::list,
                                                header.size + selected.leaves().size());
    std::memcpy(out, header.bytes.data(), header.size);
    if (!selected.leaves().empty()) {
        std::memcpy(out + header.size, selected.leaves().data(), selected.leaves().size());
    }
    return ok;
}

result_code run_path_modify(const wire::operation_view& op, operation_context& context,
                            reader arguments, std::size_t count) {
    path_request path;
    if (count != 3 || !parse_path(arguments, path) || path.type != apply) return parameter;
    const bytes_view expression = arguments.take();
    if (expression.empty()) return parameter;
    const path_expression compiled = compile_change(expression);
    if (compiled == nullptr) {
        // Wildcards and infinities are values, but none that can be stored.
        return is_mark(expression) ? bin_incompatible_type : parameter;
    }
    std::optional<collection> bin;
    if (const result_code rc = open_bin(op, context, bin); rc != ok) return rc;
    const result_code rc = change(*bin, path, 0, compiled, context.memory);
    if (rc != ok) return rc;
    if (bin->is_changed()) context.bins.set(op.bin, bin->value());
    answer_nothing(context, op);
    return ok;
}

}  // namespace spikelet::mock
