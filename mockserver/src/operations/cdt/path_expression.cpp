// Expressions inside a path (chapter 10 §6.2).
#include "operations/cdt/arguments.hpp"
#include "operations/cdt/path.hpp"
#include "operations/expressions/expression.hpp"

namespace spikelet::mock {
namespace {

using expressions::expression;
using expressions::value;

value evaluate(const path_expression& e, const path_item& item, command_memory& memory) {
    return e->evaluate({.memory = memory, .item = &item});
}

}  // namespace

path_expression compile_condition(bytes_view packed) {
    wire::msgpack::reader in(packed);
    wire::msgpack::item i;
    if (!in.next(i)) return nullptr;
    const bool is_true = i.kind == wire::msgpack::item_kind::boolean && i.number != 0;
    if (!is_true && i.kind != wire::msgpack::item_kind::list) return nullptr;
    return expressions::compile_condition(packed);
}

path_expression compile_change(bytes_view packed) {
    auto compiled = expression::compile(packed);
    return compiled ? std::make_shared<const expression>(std::move(*compiled)) : nullptr;
}

std::optional<bool> holds(const path_expression& condition, const path_item& item,
                          command_memory& memory) {
    const value v = evaluate(condition, item, memory);
    if (!v.is_known()) return std::nullopt;
    return v.is_true();
}

path_result changed(const path_expression& change, const path_item& item, command_memory& memory) {
    const value v = evaluate(change, item, memory);
    switch (v.what) {
        case value::state::removed:
            return {.what = path_result::kind::removed};
        case value::state::unknown:
            return {.what = path_result::kind::unknown};
        case value::state::known:
            break;
    }
    const bytes_view stored = to_stored(expressions::to_packed(v, memory), memory);
    if (stored.empty()) return {.what = path_result::kind::not_storable};
    return {.what = path_result::kind::value, .value = stored};
}

}  // namespace spikelet::mock
