#include "command/collection_call.hpp"

#include <spikelet/wire/msgpack.hpp>

namespace spikelet::command {
namespace {

constexpr std::int64_t context_mark = 0xff;  // in place of an operation's number

}  // namespace

void pack_call(const operation::call& call, wire::buffer& out) {
    wire::msgpack::writer w(out);
    if (!call.context.empty()) {
        w.list(3).integer(context_mark).list(2 * call.context.size());
        for (const context_step& step : call.context) {
            w.integer(step.type);
            wire::encode_value(step.value, out);
        }
    }
    w.list(1 + call.arguments.size()).integer(call.code);
    for (const value& argument : call.arguments)
        wire::encode_value(argument, out);
}

}  // namespace spikelet::command
