// Path operations: selecting and changing everything that a path of several branches leads to
// (chapter 10 §6).
#pragma once

#include "operations/cdt/collection.hpp"
#include "operations/operation.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <boost/container/small_vector.hpp>

#include <cstdint>

namespace spikelet::mock {

// What an expression inside a path sees of the item it is asked about.
struct path_item {
    bytes_view key;    // packed; empty for an element of a list
    bytes_view value;  // packed
    std::uint32_t index = 0;
    bool in_list = false;
};

enum class path_verdict : std::uint8_t {
    no,
    yes,
    unknown,  // the expression cannot be decided
    invalid,  // it is no expression, or none that is understood
};
struct path_result {
    enum class kind : std::uint8_t { value, removed, unknown, not_storable, invalid };
    kind what = kind::invalid;
    bytes_view value;  // packed, in stored form
};

// Decides the condition of a step, `expression` being its packed value.
path_verdict decide_condition(bytes_view expression, const path_item& item);
// What an item becomes.
path_result apply_expression(bytes_view expression, const path_item& item, command_memory& memory);
// False if a condition could not be decided for any item.
bool is_condition(bytes_view expression);

// The operations with code 254: `arguments` are the `count` values behind the code.
result_code run_path_read(const wire::operation_view& op, operation_context& context,
                          wire::msgpack::reader arguments, std::size_t count);
result_code run_path_modify(const wire::operation_view& op, operation_context& context,
                            wire::msgpack::reader arguments, std::size_t count);

}  // namespace spikelet::mock
