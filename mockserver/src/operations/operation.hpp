// What an operation is given and what it answers. Operations are pure: they read and change the
// working bins and append their result to the reply; they know neither partitions nor time.
#pragma once

#include "operations/working_bins.hpp"
#include "storage/collection_value.hpp"

#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

#include <cstdint>

namespace spikelet::mock {

using wire::result_code;

struct record_facts;

struct operation_context {
    working_bins& bins;
    command_memory& memory;
    wire::message_writer& reply;
    // The record before the command, for expressions; null inside them.
    const record_facts* facts;
    bool record_existed;
    bool is_write_command;
    bool respond_all;
};

enum class operation_kind : std::uint8_t {
    read,        // needs info1 READ in a write command
    modify,      // needs a write command
    touch,       // refreshes generation and void-time; never answers
    delete_all,  // removes every bin
};

struct operation_entry {
    wire::operation_type type;
    operation_kind kind;
    // Allowed together with the replace flags. A write of nil is refused by the engine on its own.
    bool replaces;
    // Checks what can be checked before the record is looked at. Null: nothing to check.
    result_code (*validate)(const wire::operation_view& op);
    // Anything but ok ends the command, which then changes nothing.
    result_code (*run)(const wire::operation_view& op, operation_context& context);
};

// The entry of an operation code; null for a code that this server does not know.
const operation_entry* find_operation(wire::operation_type type);

// Appends a value to the reply under the operation's own code and bin name.
inline void answer(operation_context& context, const wire::operation_view& op,
                   const value_view& value) {
    append_value(context.reply, op.type, op.bin, value);
}
// Appends the null that stands for "no result" under respond-all.
inline void answer_nothing(operation_context& context, const wire::operation_view& op) {
    if (context.respond_all)
        context.reply.operation(op.type, op.bin, particle_type::null, bytes_view{});
}

}  // namespace spikelet::mock
