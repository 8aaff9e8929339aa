// Every operation this server knows. A code that is not here is answered with "parameter error", as
// a server answers codes that it does not know.
#include "operations/bits/bits.hpp"
#include "operations/cdt/dispatch.hpp"
#include "operations/expressions/operations.hpp"
#include "operations/hll/hll.hpp"
#include "operations/operation.hpp"
#include "operations/scalar.hpp"

#include <array>

namespace spikelet::mock {
namespace {

using enum wire::operation_type;
using kind = operation_kind;

constexpr operation_entry entries[] = {
    {read, kind::read, true, nullptr, run_read},
    {write, kind::modify, true, nullptr, run_write},
    {cdt_read, kind::read, true, nullptr, run_cdt_read},
    {cdt_modify, kind::modify, false, nullptr, run_cdt_modify},
    {increment, kind::modify, false, nullptr, run_increment},
    {expression_read, kind::read, true, nullptr, expressions::run_read},
    {expression_modify, kind::modify, true, nullptr, expressions::run_write},
    {append, kind::modify, false, nullptr, run_append},
    {prepend, kind::modify, false, nullptr, run_prepend},
    {touch, kind::touch, false, nullptr, run_touch},
    {bits_read, kind::read, true, nullptr, bits::run_read},
    {bits_modify, kind::modify, false, nullptr, bits::run_modify},
    {delete_all, kind::delete_all, false, nullptr, run_delete_all},
    {hll_read, kind::read, true, nullptr, hll::run_read},
    {hll_modify, kind::modify, false, nullptr, hll::run_modify},
};

constexpr auto by_code = [] {
    std::array<const operation_entry*, 256> table{};
    for (const operation_entry& e : entries) {
        table[static_cast<std::uint8_t>(e.type)] = &e;
    }
    return table;
}();

}  // namespace

const operation_entry* find_operation(wire::operation_type type) {
    return by_code[static_cast<std::uint8_t>(type)];
}

}  // namespace spikelet::mock
