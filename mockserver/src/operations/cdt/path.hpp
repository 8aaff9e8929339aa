// Path operations: selecting and changing everything that a path of several branches leads to
// (chapter 10 §6).
#pragma once

#include "operations/cdt/collection.hpp"
#include "operations/operation.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace spikelet::mock {

// What an expression inside a path sees of the item it is asked about.
struct path_item {
    bytes_view key;    // packed; empty for an element of a list
    bytes_view value;  // packed
    std::uint32_t index = 0;
    bool in_list = false;
};

namespace expressions {
class expression;
}
// What a step asks of items, or makes of them. Null: not what it must be.
using path_expression = std::shared_ptr<const expressions::expression>;

// Of an expression that is true or false; `true` alone is one.
path_expression compile_condition(bytes_view packed);
// Of any other than a mark that cannot be stored.
path_expression compile_change(bytes_view packed);

// Nothing if it cannot be decided.
std::optional<bool> holds(const path_expression& condition, const path_item& item,
                          command_memory& memory);

struct path_result {
    enum class kind : std::uint8_t { value, removed, unknown, not_storable };
    kind what = kind::unknown;
    bytes_view value = {};  // packed, in stored form
};
// What an item becomes.
path_result changed(const path_expression& change, const path_item& item, command_memory& memory);

// The operations with code 254: `arguments` are the `count` values behind the code.
result_code run_path_read(const wire::operation_view& op, operation_context& context,
                          wire::msgpack::reader arguments, std::size_t count);
result_code run_path_modify(const wire::operation_view& op, operation_context& context,
                            wire::msgpack::reader arguments, std::size_t count);

}  // namespace spikelet::mock
