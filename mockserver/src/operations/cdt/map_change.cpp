// Operations that change a map's flags or its numbers, or empty it (chapter 09 §3).
#include "operations/cdt/map_entry.hpp"
#include "operations/cdt/map_operations.hpp"
#include "operations/cdt/number.hpp"

namespace spikelet::mock::map_operations {
namespace {

using enum result_code;

result_code add_number(cdt_call& call, bool negates) {
    const bytes_view key = to_stored(call.args.packed(0), call.memory());
    if (key.empty() || !is_map_key(key)) return parameter;
    auto delta = call.args.has(1) ? parse_delta(call.args.packed(1)) : packed_number{};
    if (!delta) return parameter;
    if (negates) delta = negated(*delta);
    const key_search at = find_key(call.target, key);
    const auto sum = at.is_found ? mock::add(call.target.value_at(at.position), *delta) : delta;
    if (!sum) return parameter;
    const bytes_view value = pack(*sum, call.memory());
    put_entry(call.target, at, key, value, call.memory());
    answer_packed(call, value);
    return ok;
}

}  // namespace

result_code set_type(cdt_call& call) {
    using namespace wire::msgpack::flags;
    constexpr std::uint64_t order = 3;
    if ((call.args.number(0) & ~(order | persist_index)) != 0) return op_not_applicable;
    auto flags = static_cast<std::uint8_t>(call.args.number(0));
    if (!call.may_index) flags = static_cast<std::uint8_t>(flags & order);
    if (flags != call.target.flags()) call.target.set_flags(flags);
    answer_none(call);
    return ok;
}

result_code increment(cdt_call& call) {
    return add_number(call, false);
}

result_code decrement(cdt_call& call) {
    return add_number(call, true);
}

result_code clear(cdt_call& call) {
    if (!call.target.empty()) call.target.apply({.position = 0, .removed = call.target.size()});
    answer_none(call);
    return ok;
}

}  // namespace spikelet::mock::map_operations
