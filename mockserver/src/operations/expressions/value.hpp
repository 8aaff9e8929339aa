// Values of expressions (chapter 12 §1).
#pragma once

#include "operations/command_memory.hpp"
#include "storage/record.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <bit>
#include <cstdint>
#include <optional>

namespace spikelet::mock::expressions {

// Codes as expressions carry them.
enum class value_type : std::uint8_t {
    nil = 0,
    boolean = 1,
    integer = 2,
    string = 3,
    list = 4,
    map = 5,
    blob = 6,
    floating = 7,
    geojson = 8,
    hll = 9,
    any = 255,  // of what may be of every type: the unknown value, the mark that removes
};

struct value {
    enum class state : std::uint8_t { known, unknown, removed };

    state what = state::unknown;
    value_type type = value_type::any;
    std::int64_t number = 0;  // an integer, a boolean, the bits of a double
    bytes_view bytes = {};    // text, blob, HLL; of a list or map the packed bytes

    static value unknown() { return {}; }
    static value removed() { return {.what = state::removed}; }
    static value nil() { return {.what = state::known, .type = value_type::nil}; }
    static value boolean(bool v) {
        return {.what = state::known, .type = value_type::boolean, .number = v ? 1 : 0};
    }
    static value integer(std::int64_t v) {
        return {.what = state::known, .type = value_type::integer, .number = v};
    }
    static value floating(double v) {
        return {.what = state::known,
                .type = value_type::floating,
                .number = std::bit_cast<std::int64_t>(v)};
    }
    static value of_bytes(value_type type, bytes_view v) {
        return {.what = state::known, .type = type, .bytes = v};
    }

    bool is_known() const { return what == state::known; }
    bool is_true() const { return is_known() && number != 0; }
    bool is_false() const { return is_known() && number == 0; }
    double as_double() const { return std::bit_cast<double>(number); }
};

// Nothing for a code that names no type.
std::optional<value_type> type_of_code(std::int64_t code);

// The value of a bin; unknown if it has no type that expressions know. Big lists and maps are
// copied into `memory`.
value from_stored(const value_view& stored, command_memory& memory);
// The packed value that `packed` is; unknown for wildcards and the like.
value from_packed(bytes_view packed);
// A known value that is not nil, as a bin keeps it; nothing if none can keep it.
std::optional<value_view> to_stored(const value& v, command_memory& memory);
// A known value, packed.
bytes_view to_packed(const value& v, command_memory& memory);

}  // namespace spikelet::mock::expressions
