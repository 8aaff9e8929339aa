#include "command/info_question.hpp"

#include "command/checks.hpp"
#include "topology/info_text.hpp"

#include <spikelet/wire/frame.hpp>

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
    if (q.text.size() > wire::frame_body_size_max) {
        return wrong("command", "the request has " + std::to_string(q.text.size()) +
                                    " bytes, at most 128 MiB can be sent");
    }
    q.is_one = std::count(q.text.begin(), q.text.end(), '\n') == 1;
    return q;
}

std::string_view value_in(const info_question& q, std::string_view body) {
    const std::string_view command = std::string_view(q.text).substr(0, q.text.size() - 1);
    if (const auto found = topology::find_value(body, command)) return *found;
    // Without the command in front of it: a node that wants a login answers so.
    return body.substr(0, body.find_last_not_of('\n') + 1);
}

result<std::string> answer_to(const info_question& q, node_answer a) {
    if (!a.body || !q.is_one) return std::move(a.body);
    const std::string_view value = value_in(q, *a.body);
    if (const auto refusal = topology::parse_error(value)) {
        return error(
            static_cast<result_code>(refusal->code),
            {.message = std::string(refusal->text), .node = std::move(a.node), .attempts = 1});
    }
    return std::string(value);
}

}  // namespace spikelet::command
