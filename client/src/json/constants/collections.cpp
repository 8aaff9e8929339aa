// What operations on lists, maps, bits and HLL are given (names.md §4, §9).
#include "tables.hpp"

namespace spikelet::constants {
namespace {

constexpr constant list_order[] = {
    {"LIST_ORDERED", 1},
    {"LIST_UNORDERED", 0},
};

constexpr constant list_return[] = {
    {"LIST_RETURN_NONE", 0},  {"LIST_RETURN_INDEX", 1},        {"LIST_RETURN_REVERSE_INDEX", 2},
    {"LIST_RETURN_RANK", 3},  {"LIST_RETURN_REVERSE_RANK", 4}, {"LIST_RETURN_COUNT", 5},
    {"LIST_RETURN_VALUE", 7}, {"LIST_RETURN_EXISTS", 13},
};

constexpr constant list_sort[] = {
    {"LIST_SORT_DROP_DUPLICATES", 2},
    {"LIST_SORT_DEFAULT", 0},
};

constexpr constant list_write[] = {
    {"LIST_WRITE_DEFAULT", 0}, {"LIST_WRITE_ADD_UNIQUE", 1}, {"LIST_WRITE_INSERT_BOUNDED", 2},
    {"LIST_WRITE_NO_FAIL", 4}, {"LIST_WRITE_PARTIAL", 8},
};

constexpr constant map_order[] = {
    {"MAP_UNORDERED", 0},
    {"MAP_KEY_ORDERED", 1},
    {"MAP_KEY_VALUE_ORDERED", 3},
};

constexpr constant map_return[] = {
    {"MAP_RETURN_NONE", 0},    {"MAP_RETURN_INDEX", 1},        {"MAP_RETURN_REVERSE_INDEX", 2},
    {"MAP_RETURN_RANK", 3},    {"MAP_RETURN_REVERSE_RANK", 4}, {"MAP_RETURN_COUNT", 5},
    {"MAP_RETURN_KEY", 6},     {"MAP_RETURN_VALUE", 7},        {"MAP_RETURN_KEY_VALUE", 8},
    {"MAP_RETURN_EXISTS", 13}, {"MAP_RETURN_ORDERED_MAP", 17}, {"MAP_RETURN_UNORDERED_MAP", 16},
};

constexpr constant map_write[] = {
    {"MAP_WRITE_NO_FAIL", 4},           {"MAP_WRITE_PARTIAL", 8},
    {"MAP_WRITE_FLAGS_DEFAULT", 0},     {"MAP_WRITE_FLAGS_CREATE_ONLY", 1},
    {"MAP_WRITE_FLAGS_UPDATE_ONLY", 2}, {"MAP_WRITE_FLAGS_NO_FAIL", 4},
    {"MAP_WRITE_FLAGS_PARTIAL", 8},
};

constexpr constant map_write_mode[] = {
    {"MAP_UPDATE", 0},
    {"MAP_UPDATE_ONLY", 1},
    {"MAP_CREATE_ONLY", 2},
};

constexpr constant context[] = {
    {"CDT_CTX_LIST_INDEX", 0x10},     {"CDT_CTX_LIST_RANK", 0x11},
    {"CDT_CTX_LIST_VALUE", 0x13},     {"CDT_CTX_LIST_INDEX_CREATE", 0x14},
    {"CDT_CTX_MAP_INDEX", 0x20},      {"CDT_CTX_MAP_RANK", 0x21},
    {"CDT_CTX_MAP_KEY", 0x22},        {"CDT_CTX_MAP_VALUE", 0x23},
    {"CDT_CTX_MAP_KEY_CREATE", 0x24},
};

constexpr constant bit_write[] = {
    {"BIT_WRITE_DEFAULT", 0}, {"BIT_WRITE_CREATE_ONLY", 1}, {"BIT_WRITE_UPDATE_ONLY", 2},
    {"BIT_WRITE_NO_FAIL", 4}, {"BIT_WRITE_PARTIAL", 8},
};

constexpr constant bit_resize[] = {
    {"BIT_RESIZE_DEFAULT", 0},
    {"BIT_RESIZE_FROM_FRONT", 1},
    {"BIT_RESIZE_GROW_ONLY", 2},
    {"BIT_RESIZE_SHRINK_ONLY", 4},
};

constexpr constant bit_overflow[] = {
    {"BIT_OVERFLOW_FAIL", 0},
    {"BIT_OVERFLOW_SATURATE", 2},
    {"BIT_OVERFLOW_WRAP", 4},
};

constexpr constant hll_write[] = {
    {"HLL_WRITE_DEFAULT", 0}, {"HLL_WRITE_CREATE_ONLY", 1}, {"HLL_WRITE_UPDATE_ONLY", 2},
    {"HLL_WRITE_NO_FAIL", 4}, {"HLL_WRITE_ALLOW_FOLD", 8},
};

constexpr constant particle_type[] = {
    {"AS_BYTES_UNDEF", 0},    {"AS_BYTES_INTEGER", 1},   {"AS_BYTES_DOUBLE", 2},
    {"AS_BYTES_STRING", 3},   {"AS_BYTES_BLOB", 4},      {"AS_BYTES_JAVA", 7},
    {"AS_BYTES_CSHARP", 8},   {"AS_BYTES_PYTHON", 9},    {"AS_BYTES_RUBY", 10},
    {"AS_BYTES_PHP", 11},     {"AS_BYTES_ERLANG", 12},   {"AS_BYTES_BOOL", 17},
    {"AS_BYTES_HLL", 18},     {"AS_BYTES_MAP", 19},      {"AS_BYTES_LIST", 20},
    {"AS_BYTES_GEOJSON", 23}, {"AS_BYTES_TYPE_MAX", 24},
};

}  // namespace

std::span<const constant_table> of_collections() {
    static constexpr constant_table tables[] = {
        {constant_family::list_order, "a list's order", constants::list_order},
        {constant_family::list_return, "the return_type of list operations",
         constants::list_return},
        {constant_family::list_sort, "sort_flags", constants::list_sort},
        {constant_family::list_write, "a list_policy's write_flags", constants::list_write},
        {constant_family::map_order, "a map's order", constants::map_order},
        {constant_family::map_return, "the return_type of map operations", constants::map_return},
        {constant_family::map_write, "a map_policy's map_write_flags", constants::map_write},
        {constant_family::map_write_mode, "a map_policy's map_write_mode",
         constants::map_write_mode},
        {constant_family::context, "the id of a step in ctx", constants::context},
        {constant_family::bit_write, "a bit policy's bit_write_flags", constants::bit_write},
        {constant_family::bit_resize, "resize_flags", constants::bit_resize},
        {constant_family::bit_overflow, "the action of bit operations", constants::bit_overflow},
        {constant_family::hll_write, "an hll_policy's flags", constants::hll_write},
        {constant_family::particle_type, "the type of bytes", constants::particle_type},
    };
    return tables;
}

}  // namespace spikelet::constants
