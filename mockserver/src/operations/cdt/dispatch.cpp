#include "operations/cdt/dispatch.hpp"

#include "operations/cdt/call.hpp"
#include "operations/cdt/context.hpp"

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

// A code and what follows it.
struct parsed_call {
    std::uint64_t code = 0;
    std::size_t argument_count = 0;
    reader arguments{bytes_view{}};
};

// The deprecated form: a code of 16 bits, then a list of the arguments if there are any.
bool parse_old_form(bytes_view value, parsed_call& out) {
    if (value.size() < 2) return false;
    out.code = wire::load_be<std::uint16_t>(value.data());
    out.arguments = reader(value.subspan(2));
    out.argument_count = 0;
    if (out.arguments.at_end()) return true;
    item list;
    if (!out.arguments.next(list) || list.kind != item_kind::list) return false;
    out.argument_count = static_cast<std::size_t>(list.number);
    return true;
}

bool parse_list_form(reader in, parsed_call& out) {
    item list;
    item code;
    if (!in.next(list) || list.kind != item_kind::list || list.number == 0) return false;
    if (!in.next(code) || code.kind != item_kind::integer) return false;
    out.code = code.number;
    out.argument_count = static_cast<std::size_t>(list.number) - 1;
    out.arguments = in;
    return true;
}

bool parse_call(bytes_view value, parsed_call& out) {
    return !value.empty() && value[0] == 0 ? parse_old_form(value, out)
                                           : parse_list_form(reader(value), out);
}

// The parts of [255, [context…], [code, …]].
bool parse_context_call(parsed_call& outer, packed_context& context, parsed_call& inner) {
    if (outer.argument_count != 2) return false;
    const bytes_view packed = outer.arguments.take();
    if (packed.empty() || !packed_context::parse(packed, context)) return false;
    const bytes_view call = outer.arguments.take();
    if (call.empty() || !outer.arguments.at_end()) return false;
    return parse_list_form(reader(call), inner);
}

particle_type type_of(std::uint64_t code) {
    return code < first_map_code ? particle_type::list : particle_type::map;
}

bool is_collection(particle_type type) {
    return type == particle_type::list || type == particle_type::map;
}

const cdt_operation* find_operation(std::uint64_t code, bool modifies) {
    if (code > last_map_code) return nullptr;
    const auto byte = static_cast<std::uint8_t>(code);
    const cdt_operation* found =
        code < first_map_code ? find_list_operation(byte) : find_map_operation(byte);
    return found != nullptr && found->modifies == modifies ? found : nullptr;
}

// A big value that this very command wrote lies in one piece; reading it over and over must not
// walk it over and over.
void share_if_big(operation_context& context, std::string_view bin, const value_view& v) {
    if (v.shared != nullptr || v.bytes.size() <= packed_collection_max) return;
    const auto shared = shared_collection::make(v.bytes);
    context.bins.set(bin, {.type = v.type, .shared = shared.get()});
}

result_code parse_arguments(const cdt_operation* operation, parsed_call& call,
                            command_memory& memory, arguments& out) {
    if (operation == nullptr) return parameter;
    return out.parse(operation->signature, call.argument_count, call.arguments, memory) ? ok
                                                                                        : parameter;
}

result_code run_on_bin(const wire::operation_view& op, operation_context& context,
                       parsed_call& call, bool modifies) {
    const value_view* bin = context.bins.find(op.bin);
    if (bin == nullptr && !modifies) {
        answer_nothing(context, op);
        return ok;
    }
    const particle_type type = type_of(call.code);
    if (bin != nullptr && bin->type != type) return bin_incompatible_type;
    const cdt_operation* operation = find_operation(call.code, modifies);
    arguments args;
    if (const result_code rc = parse_arguments(operation, call, context.memory, args); rc != ok) {
        return rc;
    }
    if (bin == nullptr && operation->flags_of_new == nullptr) {
        answer_nothing(context, op);
        return operation->if_missing;
    }
    if (bin != nullptr) {
        share_if_big(context, op.bin, *bin);
        bin = context.bins.find(op.bin);
    }
    collection target = bin != nullptr
                            ? collection::of(*bin, context.memory)
                            : collection::make(type, operation->flags_of_new(args), context.memory);
    cdt_call run{.context = context,
                 .op = op,
                 .args = args,
                 .target = target,
                 .is_nested = false,
                 .is_new = bin == nullptr};
    if (const result_code rc = operation->run(run); rc != ok) return rc;
    if (modifies && target.is_changed()) context.bins.set(op.bin, target.value());
    return ok;
}

result_code run_in_context(const wire::operation_view& op, operation_context& context,
                           parsed_call& outer, bool modifies) {
    packed_context steps;
    parsed_call call;
    if (!parse_context_call(outer, steps, call)) return parameter;
    if (call.code > last_map_code) return parameter;
    const value_view* bin = context.bins.find(op.bin);
    if (bin == nullptr && !modifies) {
        answer_nothing(context, op);
        return ok;
    }
    if (bin != nullptr) {
        if (!is_collection(bin->type)) return parameter;
        share_if_big(context, op.bin, *bin);
        bin = context.bins.find(op.bin);
    }
    context_path path(context.memory);
    if (const result_code rc = path.open(bin, steps, modifies); rc != ok) return rc;

    const particle_type type = type_of(call.code);
    std::optional<collection> last = path.last();
    if (!path.is_new() && (!last || last->type() != type)) return bin_incompatible_type;
    const cdt_operation* operation = find_operation(call.code, modifies);
    arguments args;
    if (const result_code rc = parse_arguments(operation, call, context.memory, args); rc != ok) {
        return rc;
    }
    if (path.is_new()) {
        if (operation->flags_of_new == nullptr) {
            answer_nothing(context, op);
            return operation->if_missing;
        }
        constexpr unsigned persist = wire::msgpack::flags::persist_index;
        const auto flags = static_cast<std::uint8_t>(operation->flags_of_new(args) & ~persist);
        last = collection::make(type, flags, context.memory);
    }
    cdt_call run{.context = context,
                 .op = op,
                 .args = args,
                 .target = *last,
                 .is_nested = true,
                 .is_new = path.is_new()};
    if (const result_code rc = operation->run(run); rc != ok) return rc;
    if (modifies && last->is_changed()) context.bins.set(op.bin, path.rebuilt(*last));
    return ok;
}

result_code run(const wire::operation_view& op, operation_context& context, bool modifies) {
    parsed_call call;
    if (!parse_call(op.value, call)) return parameter;
    if (call.code == context_code) return run_in_context(op, context, call, modifies);
    return run_on_bin(op, context, call, modifies);
}

}  // namespace

result_code run_cdt_read(const wire::operation_view& op, operation_context& context) {
    return run(op, context, false);
}

result_code run_cdt_modify(const wire::operation_view& op, operation_context& context) {
    return run(op, context, true);
}

}  // namespace spikelet::mock
