// A call of the text protocol: what is sent for it, and what its answer means (chapter 03).
#pragma once

#include "command/effective.hpp"

#include <spikelet/error.hpp>

#include <string>
#include <string_view>

namespace spikelet::command {

struct info_question {
    std::string text;  // each command with its line end
    bool is_one = false;
    milliseconds timeout{0};
};

// What came of asking one node.
struct node_answer {
    std::string node;          // its name, or the host that was asked
    result<std::string> body;  // of the reply
};

result<info_question> make_question(std::string_view command, const info_policy& policy,
                                    const effective_info& group);
// The value behind the tab of a single command, whatever it says.
std::string_view value_in(const info_question& q, std::string_view body);
// The same, unless it is a refusal; the whole answer to several.
result<std::string> answer_to(const info_question& q, node_answer a);

}  // namespace spikelet::command
