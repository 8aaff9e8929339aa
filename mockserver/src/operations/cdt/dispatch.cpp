#include "operations/cdt/dispatch.hpp"

#include "operations/cdt/call.hpp"
#include "operations/cdt/context.hpp"
#include "operations/cdt/path.hpp"

namespace spikelet::mock {
namespace {

using enum result_code;
using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

// A code and what follows it.
struct parsed_call {
    std::uint32_t code = 0;
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

// Takes the header of a list and answers its count, even if that is more than there are bytes: a
// server finds that out when it comes to the arguments. 0 if there is no list.
std::uint64_t take_list_header(reader& in) {
    const bytes_view bytes = in.rest();
    item list;
    if (in.next(list)) return list.kind == item_kind::list ? list.number : 0;
    if (bytes.empty()) return 0;
    const std::size_t start = in.offset();
    const auto behind = [&](std::size_t size, std::uint64_t count) {
        in.seek(start + size);
        return count;
    };
    if ((bytes[0] & 0xf0) == 0x90) return behind(1, bytes[0] & 0x0f);
    if (bytes[0] == 0xdc && bytes.size() >= 3) {
        return behind(3, wire::load_be<std::uint16_t>(bytes.data() + 1));
    }
    if (bytes[0] == 0xdd && bytes.size() >= 5) {
        return behind(5, wire::load_be<std::uint32_t>(bytes.data() + 1));
    }
    return 0;
}

bool parse_list_form(reader in, parsed_call& out) {
    const std::uint64_t count = take_list_header(in);
    item code;
    if (count == 0 || !in.next(code) || code.kind != item_kind::integer) return false;
    out.code = static_cast<std::uint32_t>(code.number);
    out.argument_count = static_cast<std::size_t>(count) - 1;
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

particle_type type_of(std::uint32_t code) {
    return code < first_map_code ? particle_type::list : particle_type::map;
}

bool is_collection(particle_type type) {
    return type == particle_type::list || type == particle_type::map;
}

const cdt_operation* find_operation(std::uint32_t code, bool modifies) {
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

bool parse_arguments(const cdt_operation& operation, parsed_call& call, command_memory& memory,
                     arguments& out) {
    return out.parse(operation.signature, call.argument_count, call.arguments, memory);
}

result_code run_on_bin(const wire::operation_view& op, operation_context& context,
                       parsed_call& call, bool modifies) {
    const value_view* bin = context.bins.find(op.bin);
    const particle_type type = type_of(call.code);
    if (bin != nullptr && bin->type != type) return bin_incompatible_type;
    const cdt_operation* operation = find_operation(call.code, modifies);
    if (operation == nullptr) return parameter;
    if (bin == nullptr && operation->flags_of_new == nullptr) {
        answer_nothing(context, op);
        return operation->if_missing;
    }
    arguments args;
    if (!parse_arguments(*operation, call, context.memory, args)) return parameter;
    if (bin != nullptr) {
        share_if_big(context, op.bin, *bin);
        bin = context.bins.find(op.bin);
    }
    collection target = bin != nullptr
                            ? collection::of(*bin, context.memory)
                            : collection::make(type, operation->flags_of_new(args), context.memory);
    cdt_call run{.context = context,
                 .op = op,
                 .code = operation->code,
                 .args = args,
                 .target = target,
                 .may_index = true,
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
    const value_view* bin = context.bins.find(op.bin);
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
    if (operation == nullptr) return parameter;
    if (path.is_new() && operation->flags_of_new == nullptr) {
        answer_nothing(context, op);
        return operation->if_missing;
    }
    arguments args;
    if (!parse_arguments(*operation, call, context.memory, args)) return parameter;
    const bool may_index = bin == nullptr;
    if (path.is_new()) {
        constexpr unsigned persist = wire::msgpack::flags::persist_index;
        std::uint8_t flags = operation->flags_of_new(args);
        if (!may_index) flags = static_cast<std::uint8_t>(flags & ~persist);
        last = collection::make(type, flags, context.memory);
    }
    cdt_call run{.context = context,
                 .op = op,
                 .code = operation->code,
                 .args = args,
                 .target = *last,
                 .may_index = may_index,
                 .is_new = path.is_new()};
    if (const result_code rc = operation->run(run); rc != ok) return rc;
    if (modifies && last->is_changed()) context.bins.set(op.bin, path.rebuilt(*last));
    return ok;
}

result_code run(const wire::operation_view& op, operation_context& context, bool modifies) {
    if (!modifies && context.bins.find(op.bin) == nullptr) {
        answer_nothing(context, op);  // whatever it asks for
        return ok;
    }
    parsed_call call;
    if (!parse_call(op.value, call)) return parameter;
    if (call.code == select_code) {
        return modifies ? run_path_modify(op, context, call.arguments, call.argument_count)
                        : run_path_read(op, context, call.arguments, call.argument_count);
    }
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
