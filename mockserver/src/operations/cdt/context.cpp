#include "operations/cdt/context.hpp"

#include "operations/cdt/call.hpp"
#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/order.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <cstring>

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

// Bits of a step's type (chapter 10 §2).
constexpr std::uint64_t base_mask = 0x0f;
constexpr std::uint64_t in_list = 0x10;
constexpr std::uint64_t in_map = 0x20;
constexpr std::uint64_t create_mask = 0xc0;
constexpr std::uint64_t persist_bit = 0x100;

// Base kinds.
constexpr unsigned by_index = 0;
constexpr unsigned by_rank = 1;
constexpr unsigned by_key = 2;
constexpr unsigned by_value = 3;

// Create bits, as the container that they ask for.
constexpr unsigned create_unordered = 0x40;
constexpr unsigned create_padded = 0x80;  // of a list; of a map: ordered by key
constexpr unsigned create_ordered = 0xc0;

std::uint8_t flags_to_create(bool map, unsigned creation) {
    if (map) return creation == create_padded ? 1 : creation == create_ordered ? 3 : 0;
    return creation == create_ordered ? 1 : 0;
}

std::optional<std::int64_t> as_index(bytes_view packed) {
    reader in(packed);
    item i;
    if (!in.next(i) || i.kind != item_kind::integer) return std::nullopt;
    return i.integer();
}

}  // namespace

bool packed_context::parse(bytes_view packed, packed_context& out) {
    out.in_ = reader(packed);
    item list;
    if (!out.in_.next(list) || list.kind != item_kind::list) return false;
    if (list.number == 0 || list.number % 2 != 0) return false;
    out.steps_ = static_cast<std::uint32_t>(list.number / 2);
    out.left_ = out.steps_;
    return true;
}

bool packed_context::next(step& out) {
    if (left_ == 0) return false;
    --left_;
    item type;
    if (!in_.next(type) || type.kind != item_kind::integer) return false;
    out.type = type.number;
    out.value = in_.take();
    return !out.value.empty();
}

result_code context_path::open(const value_view* bin, packed_context context, bool creates) {
    if (context.size() > context_depth_max) return parameter;
    levels_.reserve(context.size());
    is_new_ = bin == nullptr;
    for (std::uint32_t i = 0; i < context.size(); ++i) {
        packed_context::step step;
        if (!context.next(step)) return parameter;
        if ((step.type & base_mask) > by_value) return op_not_applicable;
        const bool map = (step.type & in_map) != 0;
        const auto creation = static_cast<unsigned>(step.type & create_mask);
        if (is_new_) {
            if (i == 0 && (creation == 0 || !creates)) return op_not_applicable;
            if (i != 0 && (step.type & persist_bit) != 0) return op_not_applicable;
            std::uint8_t flags = flags_to_create(map, creation);
            if ((step.type & persist_bit) != 0) flags |= wire::msgpack::flags::persist_index;
            levels_.push_back(
                {.container = collection::make(map ? particle_type::map : particle_type::list,
                                               flags, *memory_)});
        } else if (i == 0) {
            levels_.push_back({.container = collection::of(*bin, *memory_)});
        } else {
            std::optional<collection> next = last();
            if (!next) return op_not_applicable;
            levels_.push_back({.container = std::move(*next)});
        }
        if (const result_code rc = step_into(levels_.back(), step, creates); rc != ok) return rc;
        if (!levels_.back().exists) is_new_ = true;
    }
    return ok;
}

result_code context_path::step_into(level& at, const packed_context::step& step, bool creates) {
    const bool is_map = at.container.is_map();
    if (is_map ? (step.type & in_list) != 0 : (step.type & in_map) != 0) return op_not_applicable;
    unsigned creation = static_cast<unsigned>(step.type & create_mask);
    const auto base = static_cast<unsigned>(step.type & base_mask);
    if (creation != 0) {
        const bool explicit_kind = (step.type & (in_list | in_map)) != 0;
        if (!explicit_kind || base != (is_map ? by_key : by_index)) return op_not_applicable;
    }
    if (!creates) creation = 0;
    // What is made goes on being made, as far as the rest of the way says where.
    if (creation == 0 && is_new_) {
        if (base != (is_map ? by_key : by_index)) return op_not_applicable;
        creation = create_unordered;
    }
    return is_map ? find_in_map(at, base, step.value, creation)
                  : find_in_list(at, base, step.value, creation);
}

result_code context_path::find_in_list(level& at, unsigned base, bytes_view value,
                                       unsigned creation) {
    const std::uint32_t size = at.container.size();
    if (base == by_key) return op_not_applicable;
    if (base == by_value) {
        const auto found = find_value(at.container, value);
        if (!found) return op_not_applicable;
        at.position = *found;
        return ok;
    }
    const auto index = as_index(value);
    if (!index) return op_not_applicable;
    const auto found = resolve_position(*index, size);
    if (found) {
        at.position = base == by_rank ? position_of_rank(at.container, *found, *memory_) : *found;
        return ok;
    }
    if (creation == 0) return op_not_applicable;
    at.exists = false;
    at.position = size;
    if (*index == size || (size == 0 && *index == -1)) return ok;
    if (*index < 0) return op_not_applicable;
    if (at.container.is_ordered_list()) return ok;
    if (creation != create_padded) return op_not_applicable;
    const std::uint64_t padding = static_cast<std::uint64_t>(*index) - size;
    if (padding > padding_max) return record_too_big;
    at.padding = static_cast<std::uint32_t>(padding);
    return ok;
}

result_code context_path::find_in_map(level& at, unsigned base, bytes_view value,
                                      unsigned creation) {
    if (base == by_value) {
        const auto found = find_value(at.container, value);
        if (!found) return op_not_applicable;
        at.position = *found;
        return ok;
    }
    if (base == by_key) {
        const key_search search = find_key(at.container, value);
        at.position = search.position;
        if (is_wildcard(value)) return op_not_applicable;  // it names no entry, whatever it equals
        if (search.is_found) return ok;
        if (creation == 0) return op_not_applicable;
        at.key = to_stored(value, *memory_);
        if (at.key.empty()) return op_not_applicable;
        at.exists = false;
        return ok;
    }
    const auto index = as_index(value);
    if (!index) return op_not_applicable;
    const auto found = resolve_position(*index, at.container.size());
    if (!found) return op_not_applicable;
    at.position = base == by_rank ? position_of_rank(at.container, *found, *memory_) : *found;
    return ok;
}

std::optional<collection> context_path::last() const {
    const level& at = levels_.back();
    if (!at.exists) return std::nullopt;
    return collection::nested(at.container.value_at(at.position), *memory_);
}

void context_path::put(level& at, bytes_view packed) {
    collection& c = at.container;
    if (c.is_map()) {
        const bytes_view key = at.exists ? c.key(at.position) : at.key;
        std::uint8_t* entry = memory_->allocate(key.size() + packed.size());
        std::memcpy(entry, key.data(), key.size());
        std::memcpy(entry + key.size(), packed.data(), packed.size());
        return c.apply({.position = at.position,
                        .removed = at.exists ? 1u : 0u,
                        .inserted = {entry, key.size() + packed.size()},
                        .inserted_count = 1});
    }
    if (c.is_ordered_list()) {
        if (!at.exists) return insert_ordered(c, packed);
        return replace_ordered(c, at.position, packed);
    }
    if (at.padding == 0) {
        return c.apply({.position = at.position,
                        .removed = at.exists ? 1u : 0u,
                        .inserted = packed,
                        .inserted_count = 1});
    }
    std::uint8_t* padded = memory_->allocate(at.padding + packed.size());
    std::memset(padded, packed_nil, at.padding);
    std::memcpy(padded + at.padding, packed.data(), packed.size());
    c.apply({.position = at.position,
             .inserted = {padded, at.padding + packed.size()},
             .inserted_count = at.padding + 1});
}

value_view context_path::rebuilt(const collection& last) {
    bytes_view packed = last.packed();
    for (auto level = levels_.rbegin();; ++level) {
        put(*level, packed);
        if (level + 1 == levels_.rend()) return level->container.value();
        packed = level->container.packed();
    }
}

}  // namespace spikelet::mock
