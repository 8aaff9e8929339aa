// Parts of messages as text, for the long and the short form.
#pragma once

#include "text_writer.hpp"

#include <spikelet/wire/message.hpp>

namespace spikelet::wire {

// Requests and replies have one layout; only their bits tell them apart.
bool is_request(const message_view& message);

// "list append [1, 5]" for the packed arguments of a request, else the value itself.
void write_operation_value(text_writer& text, const operation_view& operation, bool of_request);
// "cdt_modify b list append [1, 5]".
void write_operation(text_writer& text, const operation_view& operation, bool of_request);
// "digest 4d92…5f, partition 658".
void write_field(text_writer& text, const field_view& field);

// One field or operation from the front of `in`. On a fault the answer is the reason, and `in`
// stays where it was; without one it is empty.
std::string take_field(byte_reader& in, field_view& out);
std::string take_operation(byte_reader& in, operation_view& out);

}  // namespace spikelet::wire
