#include "operations/cdt/path_steps.hpp"

#include "operations/cdt/call.hpp"
#include "operations/cdt/context.hpp"
#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/order.hpp"
#include "storage/collection_header.hpp"

#include <spikelet/wire/packed_order.hpp>

#include <algorithm>

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::compare_packed;
using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

// Bits of a step's type (chapter 10 §2).
constexpr std::uint64_t base_mask = 0x0f;
constexpr std::uint64_t list_bit = 0x10;
constexpr std::uint64_t map_bit = 0x20;
constexpr std::uint64_t and_bit = 0x200;
constexpr std::uint64_t known_bits = base_mask | list_bit | map_bit | and_bit;

// Base kinds.
constexpr unsigned by_index = 0;
constexpr unsigned by_rank = 1;
constexpr unsigned by_key = 2;
constexpr unsigned by_value = 3;
constexpr unsigned by_expression = 4;
constexpr unsigned by_keys = 10;

// A list of keys: one that is flagged as ordered has to be.
bool is_key_list(bytes_view packed) {
    const auto header = parse_collection_header(packed);
    if (!header || header->is_map()) return false;
    if ((header->flags & wire::msgpack::flags::ordered) == 0) return true;
    reader in(packed.subspan(header->size));
    bytes_view previous;
    for (std::uint32_t i = 0; i < header->count; ++i) {
        const bytes_view key = in.take();
        if (i != 0 && compare_packed(previous, key) > 0) return false;
        previous = key;
    }
    return true;
}

bool is_step(const path_step& step) {
    switch (step.base) {
        case by_index:
        case by_rank: {
            reader in(step.value);
            item i;
            return in.next(i) && i.kind == item_kind::integer;
        }
        case by_key:
        case by_value:
            return true;
        case by_expression:
            return step.condition != nullptr;
        case by_keys:
            return is_key_list(step.value);
        default:
            return false;
    }
}

std::int64_t index_of(bytes_view packed) {
    reader in(packed);
    item i;
    in.next(i);
    return i.integer();
}

void add_key(const collection& map, bytes_view key, path_positions& out) {
    const key_search at = find_key(map, key);
    if (at.is_found) out.push_back(at.position);
}

}  // namespace

bool parse_path(reader& arguments, path_request& out) {
    const bytes_view packed = arguments.take();
    packed_context context;
    if (packed.empty() || !packed_context::parse(packed, context)) return false;
    packed_context::step s;
    bool may_narrow = false;  // the step before is neither an expression nor narrowed
    for (std::uint32_t i = 0, n = context.size(); i < n; ++i) {
        if (!context.next(s)) return false;
        const auto base = static_cast<unsigned>(s.type & base_mask);
        if ((s.type & ~known_bits) != 0) return false;
        if ((s.type & and_bit) != 0) {
            if (base != by_expression || !may_narrow) return false;
            out.steps.back().condition = compile_condition(s.value);
            out.steps.back().is_narrowed = true;
            if (out.steps.back().condition == nullptr) return false;
            may_narrow = false;
            continue;
        }
        const path_step step{
            .base = base,
            .in_list = (s.type & list_bit) != 0,
            .in_map = (s.type & map_bit) != 0,
            .value = s.value,
            .condition = base == by_expression ? compile_condition(s.value) : nullptr};
        if (!is_step(step) || out.steps.size() == path_depth_max) return false;
        out.steps.push_back(step);
        may_narrow = base != by_expression;
    }
    item flags;
    if (!arguments.next(flags) || flags.kind != item_kind::integer) return false;
    out.type = static_cast<unsigned>(flags.number & 0x0f);
    out.no_fail = (flags.number & 0x10) != 0;
    return true;
}

path_item path_item_at(const collection& in, std::uint32_t position) {
    path_item item{.key = {}, .value = {}, .index = position, .in_list = in.is_list()};
    if (in.is_list()) {
        item.value = in.item(position);
    } else {
        const packed_entry entry = split_entry(in.item(position));
        item.key = entry.key;
        item.value = entry.value;
    }
    return item;
}

result_code find_children(const collection& in, const path_step& step, bool no_fail,
                          command_memory& memory, path_positions& out) {
    if (in.is_map() ? step.in_list : step.in_map) return parameter;
    const std::uint32_t size = in.size();
    out.clear();
    switch (step.base) {
        case by_index:
        case by_rank: {
            const auto at = resolve_position(index_of(step.value), size);
            if (!at) break;
            out.push_back(step.base == by_index ? *at : position_of_rank(in, *at, memory));
            break;
        }
        case by_value:
            in.for_each_item([&](bytes_view item, std::uint32_t i) {
                const bytes_view value = in.is_map() ? split_entry(item).value : item;
                if (compare_packed(value, step.value) == 0) out.push_back(i);
                return true;
            });
            break;
        case by_key:
        case by_keys: {
            if (in.is_list()) {
                if (!no_fail) return parameter;
                break;
            }
            if (step.base == by_key) {
                add_key(in, step.value, out);
                break;
            }
            const packed_list keys = open_list(step.value);
            reader k(keys.items);
            for (std::uint32_t i = 0; i < keys.count; ++i) {
                add_key(in, k.take(), out);
            }
            std::sort(out.begin(), out.end());
            out.erase(std::unique(out.begin(), out.end()), out.end());
            break;
        }
        default:
            for (std::uint32_t i = 0; i < size; ++i) {
                out.push_back(i);
            }
    }
    return ok;
}

result_code is_chosen(const collection& in, std::uint32_t position, const path_step& step,
                      bool no_fail, command_memory& memory, bool& out) {
    out = true;
    if (step.condition == nullptr) return ok;
    const auto decided = holds(step.condition, path_item_at(in, position), memory);
    out = decided.value_or(false);
    // Open is false where a step is only narrowed.
    return decided || no_fail || step.is_narrowed ? ok : parameter;
}

}  // namespace spikelet::mock
