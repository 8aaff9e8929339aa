// Questions of the text protocol to one, any and all nodes (chapter 03).
#include "api/client_impl.hpp"
#include "net/ask_nodes.hpp"

namespace spikelet {

using command::answer_to;

error client::impl::check_question(const result<command::info_question>& q) const {
    if (!q) return q.error();
    if (!is_connected()) return not_connected();
    driver->tend_if_due();
    return {};
}

result<std::string> client::info_node(std::string_view command, const host_address& host,
                                      const info_policy& policy) {
    const auto q = command::make_question(command, policy, impl_->groups.info);
    if (error e = impl_->check_question(q)) return e;
    return answer_to(*q, net::ask_host(*impl_->driver, *q, host));
}

result<std::string> client::info_any(std::string_view command, const info_policy& policy) {
    const auto q = command::make_question(command, policy, impl_->groups.info);
    if (error e = impl_->check_question(q)) return e;
    net::driver& d = *impl_->driver;
    return answer_to(*q, net::ask_any(d, *q, net::end_of(d, q->timeout)));
}

result<std::map<std::string, result<std::string>>> client::info_all(std::string_view command,
                                                                    const info_policy& policy) {
    const auto q = command::make_question(command, policy, impl_->groups.info);
    if (error e = impl_->check_question(q)) return e;
    return net::ask_all(*impl_->driver, *q);
}

}  // namespace spikelet
