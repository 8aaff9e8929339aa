#include "command/info_question.hpp"

#include "command/checks.hpp"
#include "topology/info_text.hpp"

#include <algorithm>

namespace spikelet::command {
namespace {

constexpr std::size_t request_size_max = 64u << 10;

}  // namespace

// A request that is not sent as it is separates its commands as old programs do.
result<info_question> make_question(std::string_view command, const info_policy& policy,
                                    const effective_info& group) {
    if (error e = check_policy(policy)) return e;
    const effective_info p = resolve(policy, group);
    info_question q{.text = std::string(command), .timeout = p.timeout};
    if (!p.send_as_is) {
        std::replace_if(
            q.text.begin(), q.text.end(), [](char c) { return c == ';' || c == ':' || c == ','; },
            '\n');
    }
    if (!q.text.empty() && !q.text.ends_with('\n')) q.text += '\n';
    if (p.check_bounds && q.text.size() > request_size_max) {
        return wrong("command", "the request has " + std::to_string(q.text.size()) +
                                    " bytes, at most 65536 are sent while check_bounds");
    }
    q.is_one = std::count(q.text.begin(), q.text.end(), '\n') == 1;
    return q;
}

result<std::string> answer_to(const info_question& q, result<std::string> body) {
    if (!body || !q.is_one) return body;
    std::string_view text = *body;
    const std::string_view command = std::string_view(q.text).substr(0, q.text.size() - 1);
    std::string value;
    if (const auto found = topology::find_value(text, command)) {
        value = *found;
    } else {
        // Without the command in front of it: a node that wants a login answers so.
        value = text.substr(0, text.find_last_not_of('\n') + 1);
    }
    if (const auto refusal = topology::parse_error(value)) {
        return error(static_cast<result_code>(refusal->code),
                     {.message = std::string(refusal->text), .attempts = 1});
    }
    return value;
}

}  // namespace spikelet::command
