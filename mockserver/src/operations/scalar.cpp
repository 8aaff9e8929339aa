#include "operations/scalar.hpp"

#include "operations/incoming_value.hpp"

#include <bit>
#include <cstring>

namespace spikelet::mock {
namespace {

using enum result_code;

// Stores a computed eight-byte value.
void set_eight_bytes(const wire::operation_view& op, operation_context& context, particle_type type,
                     std::uint64_t bits) {
    std::uint8_t* p = context.memory.allocate(8);
    wire::store_be(p, bits);
    context.bins.set(op.bin, {type, {p, 8}});
}

double load_double(bytes_view bytes) {
    return std::bit_cast<double>(wire::load_be<std::uint64_t>(bytes.data()));
}

// Takes a value as it is for a bin that does not exist yet: increment, append and prepend create it
// without looking at its type (chapter 13 §2.1, §2.2).
result_code create(const wire::operation_view& op, operation_context& context) {
    value_view value;
    const result_code rc = accept_value(op.particle, op.value, context.memory, value);
    if (rc != ok) return rc;
    context.bins.set(op.bin, value);
    answer_nothing(context, op);
    return ok;
}

enum class side { front, back };

result_code concatenate(const wire::operation_view& op, operation_context& context, side where) {
    // A type that no bin has is refused before the bin is looked at; so is nil.
    if (!wire::is_storable(op.particle)) return parameter;
    const value_view* old = context.bins.find(op.bin);
    if (old == nullptr) {
        // A list or map does not become a bin this way, every other type does.
        if (op.particle == particle_type::list || op.particle == particle_type::map) {
            return bin_incompatible_type;
        }
        return create(op, context);
    }
    if (old->type == particle_type::geojson) return server_error;
    const bool text = old->type == particle_type::string || wire::is_bytes(old->type);
    if (!text || op.particle != old->type) return bin_incompatible_type;

    const bytes_view before = old->bytes;
    const bytes_view first = where == side::front ? op.value : before;
    const bytes_view second = where == side::front ? before : op.value;
    std::uint8_t* p = context.memory.allocate(first.size() + second.size());
    if (!first.empty()) std::memcpy(p, first.data(), first.size());
    if (!second.empty()) std::memcpy(p + first.size(), second.data(), second.size());
    context.bins.set(op.bin, {old->type, {p, first.size() + second.size()}});
    context.memory.release(before);
    answer_nothing(context, op);
    return ok;
}

}  // namespace

result_code run_read(const wire::operation_view& op, operation_context& context) {
    if (op.bin.empty()) {
        for (const bin_view& bin : context.bins.view()) {
            append_value(context.reply, op.type, bin.name, bin.value);
        }
        return ok;
    }
    const value_view* value = context.bins.find(op.bin);
    if (value != nullptr) {
        answer(context, op, *value);
    } else {
        answer_nothing(context, op);
    }
    return ok;
}

result_code run_write(const wire::operation_view& op, operation_context& context) {
    if (op.particle == particle_type::null) {
        context.bins.erase(op.bin);
        answer_nothing(context, op);
        return ok;
    }
    return create(op, context);
}

result_code run_increment(const wire::operation_view& op, operation_context& context) {
    if (!wire::is_storable(op.particle)) return parameter;
    const value_view* old = context.bins.find(op.bin);
    if (old == nullptr) return create(op, context);
    if (old->type == particle_type::geojson) return server_error;
    const bool number = old->type == particle_type::integer || old->type == particle_type::floating;
    if (!number || op.particle != old->type) return bin_incompatible_type;

    value_view delta;
    const result_code rc = accept_value(op.particle, op.value, context.memory, delta);
    if (rc != ok) return rc;
    if (old->type == particle_type::integer) {
        // Unsigned addition: the sum wraps at 64 bits, as on a server.
        set_eight_bytes(op, context, old->type,
                        wire::load_be<std::uint64_t>(old->bytes.data()) +
                            wire::load_be<std::uint64_t>(delta.bytes.data()));
    } else {
        set_eight_bytes(
            op, context, old->type,
            std::bit_cast<std::uint64_t>(load_double(old->bytes) + load_double(delta.bytes)));
    }
    answer_nothing(context, op);
    return ok;
}

result_code run_append(const wire::operation_view& op, operation_context& context) {
    return concatenate(op, context, side::back);
}

result_code run_prepend(const wire::operation_view& op, operation_context& context) {
    return concatenate(op, context, side::front);
}

result_code run_touch(const wire::operation_view&, operation_context&) {
    return ok;
}

result_code run_delete_all(const wire::operation_view& op, operation_context& context) {
    context.bins.clear();
    if (context.respond_all) {
        context.reply.operation(op.type, {}, particle_type::null, bytes_view{});
    }
    return ok;
}

}  // namespace spikelet::mock
