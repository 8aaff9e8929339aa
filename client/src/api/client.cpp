#include "api/client_impl.hpp"
#include "topology/routing.hpp"

#include <spikelet/client.hpp>

namespace spikelet {

spikelet::config validated(spikelet::config c, bool has_transport) {
    // A transport knows where to begin.
    if (c.hosts.empty() && has_transport) {
        c.hosts.push_back({"in-process"});
        validate(c);
        c.hosts.clear();
    } else {
        validate(c);
    }
    return c;
}

client::impl::impl(spikelet::config c, std::shared_ptr<direct_transport> transport)
    : config(validated(std::move(c), transport != nullptr)),
      groups(command::resolve_groups(config)),
      prepare(config, groups),
      driver(transport ? net::make_direct_driver(config, std::move(transport))
                       : net::make_blocking_driver(config)) {}

client::impl::~impl() {
    close();
}

error client::impl::connect() {
    const std::lock_guard lock(lifecycle_);
    if (is_connected()) return {};
    error e = driver->connect();
    if (e) {
        driver->close();
        return e;
    }
    connected_.store(true, std::memory_order_release);
    return {};
}

void client::impl::close() {
    const std::lock_guard lock(lifecycle_);
    if (!connected_.exchange(false)) return;
    driver->close();
}

error client::impl::not_connected() const {
    return {client_errc::client_abort,
            {.message = "the client is not connected; call connect() first"}};
}

error client::impl::run(const key& k, wire::bytes_view request, const command::prepared& p,
                        conversation::reply_reader& reader) {
    if (!is_connected()) return not_connected();
    driver->tend_if_due();
    topology::cluster& cluster = driver->cluster();
    const topology::partition_table* table = nullptr;
    if (error e = command::find_table(cluster, k.namespace_name(), request, table)) return e;
    topology::route route(cluster, *table, wire::partition_id(k.digest()), command::wish_of(p));
    conversation::command c({.route = route,
                             .request = request,
                             .limits = command::limits_of(p.policy),
                             .reader = reader});
    driver->run(c);
    return c.outcome();
}

client::client(spikelet::config c) : impl_(std::make_unique<impl>(std::move(c), nullptr)) {}

client::client(spikelet::config c, std::shared_ptr<direct_transport> transport)
    : impl_(std::make_unique<impl>(std::move(c), std::move(transport))) {}

client::client(client&&) noexcept = default;
client& client::operator=(client&&) noexcept = default;
client::~client() = default;

result<void> client::connect() {
    if (error e = impl_->connect()) return e;
    return {};
}

void client::close() {
    impl_->close();
}

bool client::is_connected() const {
    return impl_->is_connected();
}

std::vector<node_info> nodes_of(const topology::cluster& cluster) {
    std::vector<node_info> all;
    const auto nodes = cluster.nodes();
    for (const topology::node* n : *nodes)
        all.push_back({.name = n->name(), .address = n->address(), .active = n->is_active()});
    return all;
}

std::vector<node_info> client::get_nodes() const {
    return nodes_of(impl_->driver->cluster());
}

const spikelet::config& client::configuration() const {
    return impl_->config;
}

wire::digest calc_digest(std::string_view namespace_name, std::string_view set,
                         const value& user_key) {
    return key(std::string(namespace_name), std::string(set), user_key).digest();
}

}  // namespace spikelet
