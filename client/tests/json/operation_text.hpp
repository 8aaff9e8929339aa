// An operation in one line: "cdt_modify events [1, 1234]", with a path in front of the call:
// "cdt_read m [34, "x"] [97, 7, "a"]", and "answers" behind it if it always does.
#pragma once

#include <spikelet/operation.hpp>

#include <string>

namespace spikelet {

inline std::string text_of(const operation& o) {
    std::string text(name(o.type()));
    if (!o.bin().empty()) text += " " + o.bin();
    if (!o.argument().is_nil() || o.type() == wire::operation_type::write) {
        text += " " + to_string(o.argument());
    }
    if (o.ttl_s()) text += " ttl " + std::to_string(*o.ttl_s());
    if (!o.collection_call()) return text;
    const operation::call& call = *o.collection_call();
    if (!call.context.empty()) {
        value::list path;
        for (const context_step& step : call.context) {
            path.emplace_back(step.type);
            path.push_back(step.value);
        }
        text += " " + to_string(path);
    }
    value::list whole{call.code};
    whole.insert(whole.end(), call.arguments.begin(), call.arguments.end());
    text += " " + to_string(whole);
    if (call.always_answers) text += " answers";
    return text;
}

}  // namespace spikelet
