#include "net/ask_nodes.hpp"

#include <algorithm>
#include <utility>

namespace spikelet::net {
namespace {

using command::node_answer;
using conversation::instant;
using conversation::never;
using std::chrono::milliseconds;

// Never 0, which means no end.
milliseconds left_until(const driver& d, instant until) {
    if (until == never) return milliseconds(0);
    return std::max(milliseconds(1), std::chrono::ceil<milliseconds>(until - d.now()));
}

node_answer ask_node(driver& d, topology::node& n, std::string_view text, milliseconds timeout) {
    return {.node = n.name(), .body = d.ask(n, text, timeout)};
}

}  // namespace

instant end_of(const driver& d, milliseconds timeout) {
    return conversation::later(d.now(), timeout);
}

node_answer ask_host(driver& d, const command::info_question& q, const host_address& host) {
    topology::node* const n = d.cluster().find_node_at(host);
    if (n != nullptr) return ask_node(d, *n, q.text, q.timeout);
    return {.node = host.host, .body = d.ask(host, q.text, q.timeout)};
}

node_answer ask_any(driver& d, const command::info_question& q, instant until) {
    topology::cluster& cluster = d.cluster();
    const auto nodes = cluster.nodes();
    node_answer a{
        .node = {},
        .body = error(client_errc::invalid_node, {.message = "the cluster has no node in use"})};
    const std::uint32_t start = cluster.next_number();
    for (std::size_t i = 0; i < nodes->size() && !a.body; ++i) {
        if (i > 0 && d.now() >= until) break;
        a = ask_node(d, *(*nodes)[(start + i) % nodes->size()], q.text, left_until(d, until));
    }
    return a;
}

std::map<std::string, result<std::string>> ask_all(driver& d, const command::info_question& q) {
    std::map<std::string, result<std::string>> all;
    const auto nodes = d.cluster().nodes();
    for (topology::node* n : *nodes)
        all.emplace(n->name(), command::answer_to(q, ask_node(d, *n, q.text, q.timeout)));
    return all;
}

error await_module(driver& d, command::module_agreement change, instant until) {
    for (;;) {
        change.reset();
        const auto nodes = d.cluster().nodes();
        for (auto n = nodes->begin(); n != nodes->end() && !change.is_one_behind(); ++n) {
            node_answer a = ask_node(d, **n, change.question().text, left_until(d, until));
            if (!a.body && a.body.error() == client_errc::client_abort) return a.body.error();
            change.note(std::move(a));
        }
        if (change.is_reached()) return {};
        const auto now = d.now();
        if (now < until &&
            !d.sleep_until(std::min<instant>(now + command::module_listing_pause, until))) {
            return closing_error();
        }
        if (d.now() >= until) return change.not_reached();
    }
}

}  // namespace spikelet::net
