// Expressions: compiled once, evaluated for any number of records or items (chapter 12).
//
//     const auto filter = expression::compile(packed);
//     if (!filter || filter->type() != value_type::boolean) return parameter;
//     const bool passes = filter->evaluate(scope).is_true();
#pragma once

#include "operations/cdt/path.hpp"
#include "operations/expressions/facts.hpp"
#include "operations/expressions/regex.hpp"
#include "operations/expressions/value.hpp"

#include <spikelet/wire/message.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace spikelet::mock::expressions {

// What an expression is evaluated for.
struct scope {
    command_memory& memory;
    const record_facts* record = nullptr;  // null: nothing is known of one
    const working_bins* bins = nullptr;    // null: those of the stored record, if there is one
    const path_item* item = nullptr;       // in a path only
};

// An operation on a list, map, blob or HLL inside an expression: its packed form, cut where
// computed arguments go. Operand 0 is what it works on, the others are the arguments.
struct embedded_call {
    wire::operation_type type;
    bool modifies = false;
    std::vector<bytes_view> parts;  // one more than there are arguments
};

// One call or constant. Operands are other nodes.
struct node {
    std::uint8_t code = 0;
    value_type type = value_type::any;
    std::uint32_t first = 0;  // operands, in the expression's list of operands
    std::uint32_t count = 0;
    std::int64_t number = 0;  // a literal argument, or which variable, call or regex it is
    bytes_view text = {};     // a bin's name
    value constant = {};
};
inline constexpr std::uint8_t code_constant = 255;

// Views the bytes it was compiled from.
class expression {
public:
    // Levels of calls inside calls.
    static constexpr std::size_t depth_max = 128;

    // Nothing if it is malformed or its types do not fit.
    static std::optional<expression> compile(bytes_view packed);

    value_type type() const { return nodes_[root_].type; }
    // True if it may give true or false.
    bool is_condition() const;
    // Values view the scope's memory, its record and this expression.
    value evaluate(const scope& s) const;

private:
    friend class compiler;
    friend class evaluation;

    // Of constants that are not stored as they came.
    command_memory& constants() { return *constants_; }

    std::unique_ptr<command_memory> constants_ = std::make_unique<command_memory>();
    std::vector<node> nodes_;
    std::vector<std::uint32_t> operands_;
    std::vector<embedded_call> calls_;
    std::vector<std::shared_ptr<const regex>> regexes_;
    std::uint32_t root_ = 0;
    std::uint32_t variables_ = 0;
};

// What filters and paths ask of records and items; null if it is no expression that is true or
// false.
std::shared_ptr<const expression> compile_condition(bytes_view packed);

}  // namespace spikelet::mock::expressions
