#include "create_bits.hpp"
#include "packed_expression.hpp"

#include <spikelet/cdt_context.hpp>

namespace spikelet::cdt_context {
namespace {

// Chapter 10 §2.
enum step_type : std::uint32_t {
    by_expression = 0x04,
    in_list_by_index = 0x10,
    in_list_by_rank = 0x11,
    in_list_by_value = 0x13,
    in_map_by_index = 0x20,
    in_map_by_rank = 0x21,
    in_map_by_key = 0x22,
    in_map_by_value = 0x23,
    in_map_by_keys = 0x2a,
    same_level = 0x200,
};

}  // namespace

context_step list_index(std::int64_t index) {
    return {in_list_by_index, index};
}
context_step list_rank(std::int64_t rank) {
    return {in_list_by_rank, rank};
}
context_step list_value(value v) {
    return {in_list_by_value, std::move(v)};
}
context_step list_index_create(std::int64_t index, list_order order, bool pad) {
    return {in_list_by_index | create_bits(order, pad), index};
}

context_step map_index(std::int64_t index) {
    return {in_map_by_index, index};
}
context_step map_rank(std::int64_t rank) {
    return {in_map_by_rank, rank};
}
context_step map_key(value key) {
    return {in_map_by_key, std::move(key)};
}
context_step map_value(value v) {
    return {in_map_by_value, std::move(v)};
}
context_step map_key_create(value key, map_order order) {
    return {in_map_by_key | create_bits(order), std::move(key)};
}

context_step map_keys_in(value::list keys) {
    return {in_map_by_keys, std::move(keys)};
}
context_step all_children() {
    return {by_expression, true};
}
context_step all_children_matching(expression_view expression) {
    return {by_expression, unpack_expression("all_children_matching", expression)};
}
context_step and_matching(expression_view expression) {
    return {by_expression | same_level, unpack_expression("and_matching", expression)};
}

}  // namespace spikelet::cdt_context
