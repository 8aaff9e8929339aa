// One operation on a list or map, taken apart, and what the operations of both share.
#pragma once

#include "operations/cdt/arguments.hpp"
#include "operations/cdt/collection.hpp"
#include "operations/operation.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace spikelet::mock {

// What an operation is given. `target` is the list or map it works on, wherever that lies; the
// operation changes it and answers, and what contains it is brought up to date afterwards.
struct cdt_call {
    operation_context& context;
    const wire::operation_view& op;
    std::uint8_t code;
    const arguments& args;
    collection& target;
    bool may_index;  // a collection inside others keeps no index, unless the bin is made with it
    bool is_new;     // made for this operation, and empty

    command_memory& memory() const { return context.memory; }
};

// A row of the tables; in the order in which one reads it, whatever that costs in padding.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding)
struct cdt_operation {
    std::uint8_t code;
    bool modifies;
    std::string_view signature;
    result_code (*run)(cdt_call& call);
    // The flags of the collection that a modifying operation makes where there is none. Null: where
    // there is none it does nothing, and succeeds.
    std::uint8_t (*flags_of_new)(const arguments& args) = nullptr;
    // What a modifying operation answers where there is none and it makes none.
    result_code if_missing = result_code::ok;
};

// Null for a code that is none.
const cdt_operation* find_list_operation(std::uint8_t code);
const cdt_operation* find_map_operation(std::uint8_t code);

// Codes below are those of lists, from here on of maps.
inline constexpr std::uint8_t first_map_code = 64;
inline constexpr std::uint8_t last_map_code = 253;
inline constexpr std::uint8_t select_code = 254;
inline constexpr std::uint8_t context_code = 255;

// ---- positions (chapter 08 §4)

// Of one item: negative counts from the end. Nothing if there is no such item.
std::optional<std::uint32_t> resolve_position(std::int64_t index, std::uint32_t size);

struct item_range {
    std::uint32_t start = 0;
    std::uint32_t count = 0;
    std::uint32_t end() const { return start + count; }
};
// Cut to what there is.
item_range resolve_range(std::int64_t index, std::uint64_t count, std::uint32_t size);
// The same relative to `base`, the number of items below a value.
item_range resolve_relative_range(std::uint32_t base, std::int64_t offset, std::uint64_t count,
                                  std::uint32_t size);
// The count of an operation that has none.
inline constexpr std::uint64_t to_the_end = UINT32_MAX;

// ---- return types (chapter 08 §3, chapter 09 §2)

enum class cdt_return : std::uint8_t {
    none = 0,
    index = 1,
    reverse_index = 2,
    rank = 3,
    reverse_rank = 4,
    count = 5,
    key = 6,
    value = 7,
    key_value = 8,
    index_range = 9,
    reverse_index_range = 10,
    rank_range = 11,
    reverse_rank_range = 12,
    exists = 13,
    unordered_map = 16,
    ordered_map = 17,
};
struct return_request {
    cdt_return type = cdt_return::none;
    bool inverted = false;
};
constexpr bool is_index_range(cdt_return type) {
    return type == cdt_return::index_range || type == cdt_return::reverse_index_range;
}
constexpr bool is_rank_range(cdt_return type) {
    return type == cdt_return::rank_range || type == cdt_return::reverse_rank_range;
}
// Nothing for a number that names none.
std::optional<return_request> parse_return_type(std::uint64_t number);

// ---- answers

void answer_integer(cdt_call& call, std::int64_t v);
void answer_boolean(cdt_call& call, bool v);
// The particle that one packed value makes; nothing, or nil, for nil.
void answer_packed(cdt_call& call, bytes_view packed);
// No result: nil under respond-all, and nil to a reading operation of a writing command.
void answer_none(cdt_call& call);
// [start, count]
void answer_range(cdt_call& call, std::int64_t start, std::uint32_t count);
// That there is no item. False, and nothing is answered, for the return types of ranges and those
// that ask for the item itself.
bool answer_absence(cdt_call& call, cdt_return type);
// What says where one item is, or that it is. False, and nothing is answered, for the return types
// that ask for the item itself. `rank()` is called if it is asked for.
template <class RankOf>
bool answer_place(cdt_call& call, cdt_return type, std::uint32_t position, RankOf rank) {
    const std::uint32_t last = call.target.size() - 1;
    switch (type) {
        case cdt_return::none:
            answer_none(call);
            return true;
        case cdt_return::count:
            answer_integer(call, 1);
            return true;
        case cdt_return::exists:
            answer_boolean(call, true);
            return true;
        case cdt_return::index:
            answer_integer(call, position);
            return true;
        case cdt_return::reverse_index:
            answer_integer(call, last - position);
            return true;
        case cdt_return::rank:
            answer_integer(call, rank());
            return true;
        case cdt_return::reverse_rank:
            answer_integer(call, last - rank());
            return true;
        case cdt_return::index_range:
            answer_range(call, position, 1);
            return true;
        case cdt_return::reverse_index_range:
            answer_range(call, last - position, 1);
            return true;
        case cdt_return::rank_range:
            answer_range(call, rank(), 1);
            return true;
        case cdt_return::reverse_rank_range:
            answer_range(call, last - rank(), 1);
            return true;
        default:
            return false;
    }
}
// A list (or map, `flags` then being those of its flags pair) of `count` items, whose `content`
// bytes the caller fills in at the address given. Null if it is more than a reply can hold.
std::uint8_t* answer_collection(cdt_call& call, particle_type type, std::uint8_t flags,
                                std::uint64_t count, std::uint64_t content);
// Writes the shortest form of an integer and answers where it ends.
std::uint8_t* pack_integer(std::uint8_t* out, std::int64_t v);
// A list of integers: `number(i)` for each i below `count`.
template <class NumberOf>
result_code answer_integers(cdt_call& call, std::uint32_t count, NumberOf number) {
    std::uint64_t content = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        content += wire::msgpack::integer_size(number(i));
    }
    std::uint8_t* out = answer_collection(call, particle_type::list, 0, count, content);
    if (out == nullptr) return result_code::parameter;
    for (std::uint32_t i = 0; i < count; ++i) {
        out = pack_integer(out, number(i));
    }
    return result_code::ok;
}

}  // namespace spikelet::mock
