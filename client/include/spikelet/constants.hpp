// The documented constants by name (names.md §4, §5, §9): what a program in another language writes
// as aerospike.POLICY_GEN_EQ. The JSON form reads them; tools may list them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace spikelet {

enum class constant_family : std::uint8_t {
    operators,  // basic, list, map, bit, HLL and expression operations: numbers of dictionaries
    commit_level,
    read_mode_ap,
    read_mode_sc,
    exists,
    generation,
    key,
    replica,
    retry,
    auth_mode,
    serializer,
    ttl,
    log_level,
    list_order,
    list_return,
    list_sort,
    list_write,
    map_order,
    map_return,
    map_write,
    map_write_mode,
    context,
    bit_write,
    bit_resize,
    bit_overflow,
    hll_write,
    expression_read,
    expression_write,
    loop_variable,
    path_select,
    path_modify,
    regex,
    particle_type,
    bool_storage,
    index_collection,
    index_data,
    query_duration,
    udf_language,
    privilege,
    scan_priority,
    scan_status,
    job_status,
    commit_result,
    abort_result,
    transaction_state,
};

struct constant {
    std::string_view name;
    std::int64_t number;
};

struct constant_table {
    constant_family family;
    // Where such a constant is given: "a list_policy's write_flags".
    std::string_view accepted_for;
    // Ascending neither by name nor by number: as documented. Several names may have one number.
    std::span<const constant> constants;
};

// All of them, in the order of the enumeration.
std::span<const constant_table> constant_tables();
const constant_table& table_of(constant_family family);

struct found_constant {
    constant_family family;
    constant value;  // with the name looked for
};
// By documented name, or by one of its older or misprinted spellings (names.md §7).
std::optional<found_constant> find_constant(std::string_view name);

// The numbers of OPERATOR_READ, _WRITE and _INCR before release 6.1 of the documented module.
// Since then their numbers are others, so that operators are best given by name.
std::span<const constant> former_operator_numbers();

// The documented constants that are texts: __version__ is not one of ours.
struct text_constant {
    std::string_view name;
    std::string_view text;
};
std::span<const text_constant> text_constants();

}  // namespace spikelet
