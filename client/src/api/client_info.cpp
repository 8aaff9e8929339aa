// Questions of the text protocol to one, any and all nodes (chapter 03).
#include "api/client_impl.hpp"
#include "command/checks.hpp"
#include "topology/info_text.hpp"

#include <algorithm>

namespace spikelet {
namespace {

constexpr std::size_t request_size_max = 64u << 10;

struct question {
    std::string text;  // each command with its line end
    bool is_one = false;
};

// A request that is not sent as it is separates its commands as old programs do.
result<question> make_question(std::string_view command, const command::effective_info& policy) {
    question q{.text = std::string(command)};
    if (!policy.send_as_is) {
        std::replace_if(
            q.text.begin(), q.text.end(), [](char c) { return c == ';' || c == ':' || c == ','; },
            '\n');
    }
    if (!q.text.empty() && !q.text.ends_with('\n')) q.text += '\n';
    if (policy.check_bounds && q.text.size() > request_size_max) {
        return command::wrong("command", "the request has " + std::to_string(q.text.size()) +
                                             " bytes, at most 65536 are sent while check_bounds");
    }
    q.is_one = std::count(q.text.begin(), q.text.end(), '\n') == 1;
    return q;
}

// The value behind the tab of a single command; the whole answer to several.
result<std::string> answer_to(const question& q, result<std::string> body) {
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

}  // namespace

// The question and how to ask it; an error when one of them is wrong.
struct client::impl::prepared_info {
    question what;
    milliseconds timeout;
};

result<client::impl::prepared_info> client::impl::prepare_info(std::string_view command,
                                                               const info_policy& policy) const {
    if (error e = command::check_policy(policy)) return e;
    const command::effective_info p = command::resolve(policy, groups.info);
    auto q = make_question(command, p);
    if (!q) return q.error();
    if (!is_connected()) return not_connected();
    return prepared_info{std::move(*q), p.timeout};
}

result<std::string> client::impl::ask_any(std::string_view text, milliseconds timeout) {
    topology::cluster& cluster = driver->cluster();
    const auto nodes = cluster.nodes();
    result<std::string> body =
        error(client_errc::invalid_node, {.message = "the cluster has no node in use"});
    const std::uint32_t start = cluster.next_number();
    for (std::size_t i = 0; i < nodes->size() && !body; ++i) {
        body = driver->ask(*(*nodes)[(start + i) % nodes->size()], text, timeout);
    }
    return body;
}

result<std::string> client::info_node(std::string_view command, const host_address& host,
                                      const info_policy& policy) {
    const auto q = impl_->prepare_info(command, policy);
    if (!q) return q.error();
    const auto nodes = impl_->driver->cluster().nodes();
    const auto found = std::find_if(nodes->begin(), nodes->end(), [&](const topology::node* n) {
        return n->address().host == host.host && n->address().port == host.port;
    });
    net::driver& driver = *impl_->driver;
    return answer_to(q->what, found != nodes->end() ? driver.ask(**found, q->what.text, q->timeout)
                                                    : driver.ask(host, q->what.text, q->timeout));
}

result<std::string> client::info_any(std::string_view command, const info_policy& policy) {
    const auto q = impl_->prepare_info(command, policy);
    if (!q) return q.error();
    return answer_to(q->what, impl_->ask_any(q->what.text, q->timeout));
}

result<std::map<std::string, result<std::string>>> client::info_all(std::string_view command,
                                                                    const info_policy& policy) {
    const auto q = impl_->prepare_info(command, policy);
    if (!q) return q.error();
    std::map<std::string, result<std::string>> all;
    const auto nodes = impl_->driver->cluster().nodes();
    for (topology::node* n : *nodes) {
        all.emplace(n->name(),
                    answer_to(q->what, impl_->driver->ask(*n, q->what.text, q->timeout)));
    }
    return all;
}

}  // namespace spikelet
