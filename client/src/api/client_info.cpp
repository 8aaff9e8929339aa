// Questions of the text protocol to one, any and all nodes (chapter 03).
#include "api/client_impl.hpp"

#include <algorithm>

namespace spikelet {

using command::answer_to;

result<command::info_question> client::impl::prepare_info(std::string_view command,
                                                          const info_policy& policy) const {
    auto q = command::make_question(command, policy, groups.info);
    if (q && !is_connected()) return not_connected();
    driver->tend_if_due();
    return q;
}

conversation::instant client::impl::end_of(milliseconds timeout) const {
    return timeout.count() == 0 ? conversation::never : driver->now() + timeout;
}

milliseconds client::impl::left_until(conversation::instant until) const {
    if (until == conversation::never) return milliseconds(0);
    return std::max(milliseconds(1), std::chrono::ceil<milliseconds>(until - driver->now()));
}

result<std::string> client::impl::ask_any(std::string_view text, conversation::instant until) {
    topology::cluster& cluster = driver->cluster();
    const auto nodes = cluster.nodes();
    result<std::string> body =
        error(client_errc::invalid_node, {.message = "the cluster has no node in use"});
    const std::uint32_t start = cluster.next_number();
    for (std::size_t i = 0; i < nodes->size() && !body; ++i) {
        if (i > 0 && driver->now() >= until) break;
        body = driver->ask(*(*nodes)[(start + i) % nodes->size()], text, left_until(until));
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
    return answer_to(*q, found != nodes->end() ? driver.ask(**found, q->text, q->timeout)
                                               : driver.ask(host, q->text, q->timeout));
}

result<std::string> client::info_any(std::string_view command, const info_policy& policy) {
    const auto q = impl_->prepare_info(command, policy);
    if (!q) return q.error();
    return answer_to(*q, impl_->ask_any(q->text, impl_->end_of(q->timeout)));
}

result<std::map<std::string, result<std::string>>> client::info_all(std::string_view command,
                                                                    const info_policy& policy) {
    const auto q = impl_->prepare_info(command, policy);
    if (!q) return q.error();
    std::map<std::string, result<std::string>> all;
    const auto nodes = impl_->driver->cluster().nodes();
    for (topology::node* n : *nodes) {
        all.emplace(n->name(), answer_to(*q, impl_->driver->ask(*n, q->text, q->timeout)));
    }
    return all;
}

}  // namespace spikelet
