// Expressions inside a path, as far as they are constants: a value, a quoted list, the mark that
// removes an item (chapter 12).
#include "operations/cdt/arguments.hpp"
#include "operations/cdt/path.hpp"

namespace spikelet::mock {
namespace {

using wire::msgpack::item;
using wire::msgpack::item_kind;

constexpr std::uint64_t code_remove = 100;
constexpr std::uint64_t code_quote = 126;

bool is_true(bytes_view expression) {
    return expression.size() == 1 && expression[0] == 0xc3;
}

}  // namespace

bool is_condition(bytes_view expression) {
    return is_true(expression);
}

path_verdict decide_condition(bytes_view expression, const path_item&) {
    return is_true(expression) ? path_verdict::yes : path_verdict::invalid;
}

path_result apply_expression(bytes_view expression, const path_item&, command_memory& memory) {
    wire::msgpack::reader in(expression);
    item i;
    if (!in.next(i)) return {};
    bytes_view constant = expression;
    if (i.kind == item_kind::list) {  // a call: of all codes two give constants
        const std::uint64_t parts = i.number;
        if (!in.next(i) || i.kind != item_kind::integer) return {};
        if (i.number == code_remove && parts == 1) {
            return {.what = path_result::kind::removed, .value = {}};
        }
        if (i.number != code_quote || parts != 2) return {};
        constant = in.take();
    }
    const bytes_view stored = to_stored(constant, memory);
    if (stored.empty()) return {.what = path_result::kind::not_storable, .value = {}};
    return {.what = path_result::kind::value, .value = stored};
}

}  // namespace spikelet::mock
