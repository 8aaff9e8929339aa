#include "operations/expressions/operations.hpp"

#include "operations/expressions/expression.hpp"

namespace spikelet::mock::expressions {
namespace {

using enum result_code;

namespace flags {
constexpr std::uint64_t create_only = 1;
constexpr std::uint64_t update_only = 2;
constexpr std::uint64_t allow_delete = 4;
constexpr std::uint64_t policy_no_fail = 8;
constexpr std::uint64_t eval_no_fail = 16;
}  // namespace flags

struct request {
    expression what;
    std::uint64_t flags = 0;
};

// [expression] or [expression, flags].
std::optional<request> parse(bytes_view packed, std::uint64_t flags_allowed) {
    wire::msgpack::reader in(packed);
    wire::msgpack::item list;
    if (!in.next(list) || list.kind != wire::msgpack::item_kind::list) return std::nullopt;
    if (list.number != 1 && list.number != 2) return std::nullopt;
    const bytes_view body = in.take();
    if (body.empty()) return std::nullopt;
    std::uint64_t bits = 0;
    if (list.number == 2) {
        wire::msgpack::item i;
        // What is no integer counts as no flags.
        if (in.next(i) && i.kind == wire::msgpack::item_kind::integer) bits = i.number;
    }
    if ((bits & ~flags_allowed) != 0) return std::nullopt;
    auto compiled = expression::compile(body);
    if (!compiled) return std::nullopt;
    return request{std::move(*compiled), bits};
}

constexpr std::uint64_t read_flags = flags::eval_no_fail;
constexpr std::uint64_t write_flags = 31;

// Where a read has no result.
void answer_no_value(const wire::operation_view& op, operation_context& context) {
    if (context.is_write_command) {
        context.reply.operation(op.type, op.bin, particle_type::null, bytes_view{});
    } else {
        answer_nothing(context, op);
    }
}

// Lists and maps that were computed are answered as they are.
void answer_value(const wire::operation_view& op, operation_context& context, const value& v) {
    if (v.type == value_type::list || v.type == value_type::map) {
        const auto type = v.type == value_type::list ? particle_type::list : particle_type::map;
        return answer(context, op, {.type = type, .bytes = v.bytes});
    }
    if (const auto stored = to_stored(v, context.memory)) answer(context, op, *stored);
}

value evaluate(const request& r, operation_context& context) {
    return r.what.evaluate(
        {.memory = context.memory, .record = context.facts, .bins = &context.bins});
}

}  // namespace

result_code run_read(const wire::operation_view& op, operation_context& context) {
    const auto r = parse(op.value, read_flags);
    if (!r) return parameter;
    const value v = evaluate(*r, context);
    if (!v.is_known() && (r->flags & flags::eval_no_fail) == 0) return op_not_applicable;
    if (!v.is_known() || v.type == value_type::nil) {
        answer_no_value(op, context);
    } else {
        answer_value(op, context, v);
    }
    return ok;
}

result_code run_write(const wire::operation_view& op, operation_context& context) {
    const auto r = parse(op.value, write_flags);
    if (!r) return parameter;
    const bool is_there = context.bins.find(op.bin) != nullptr;
    const bool may_skip = (r->flags & flags::policy_no_fail) != 0;
    if (is_there && (r->flags & flags::create_only) != 0) {
        if (!may_skip) return bin_exists;
        answer_nothing(context, op);
        return ok;
    }
    if (!is_there && (r->flags & flags::update_only) != 0) {
        if (!may_skip) return bin_not_found;
        answer_nothing(context, op);
        return ok;
    }
    const value v = evaluate(*r, context);
    if (!v.is_known()) {
        if ((r->flags & flags::eval_no_fail) == 0) return op_not_applicable;
    } else if (v.type == value_type::nil) {
        if (is_there && (r->flags & flags::allow_delete) != 0) {
            context.bins.erase(op.bin);
        } else if (is_there && r->flags == 0) {
            return op_not_applicable;
        }
    } else {
        const auto stored = to_stored(v, context.memory);
        if (!stored) return op_not_applicable;
        context.bins.set(op.bin, *stored);
    }
    answer_nothing(context, op);
    return ok;
}

}  // namespace spikelet::mock::expressions
