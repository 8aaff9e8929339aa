#include "topology/tend.hpp"

#include "api/log.hpp"
#include "topology/info_text.hpp"

#include <algorithm>

namespace spikelet::topology {
namespace {

// The version that introduced user-agent-set.
bool takes_user_agent(std::string_view build) {
    const auto major = take_part(build, '.');
    const auto minor = take_part(build, '.');
    if (!major || !minor) return false;
    const auto a = parse_number<unsigned>(*major);
    const auto b = parse_number<unsigned>(*minor);
    return a && b && (*a > 8 || (*a == 8 && *b >= 1));
}

std::string_view name_of_service(bool alternate) {
    return alternate ? "service-clear-alt" : "service-clear-std";
}

}  // namespace

bool is_loopback(std::string_view host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

tend::tend(cluster& c, settings s) : cluster_(c), settings_(std::move(s)) {}

// ---- what every stage does

tend::action tend::ask(stage s, link_id link, const host_address& address, std::string request) {
    stage_ = s;
    request_ = std::move(request);
    return {.what = next::ask, .link = link, .address = address, .request = request_};
}

tend::action tend::ask_node(stage s, node& n, std::string request) {
    asked_ = &n;
    if (n.tending.link == 0) n.tending.link = ++last_link_;
    return ask(s, n.tending.link, n.address(), std::move(request));
}

void tend::close_link(link_id& link) {
    if (link != 0) closed_.push_back(std::exchange(link, 0));
}

tend::action tend::finish(error outcome) {
    outcome_ = std::move(outcome);
    stage_ = stage::idle;
    return {};
}

tend::action tend::begin() {
    close_link(candidate_.link);
    candidate_ = {};
    unreachable_.clear();
    peers_changed_ = false;
    refreshed_ = 0;
    peers_listed_ = 0;
    peers_accepted_ = 0;
    nodes_ = *cluster_.nodes();
    node_ = 0;
    const bool new_window = ++round_ % std::max(settings_.error_rate_window, 1u) == 0;
    for (node* n : nodes_) {
        n->tending.friends = 0;
        n->tending.is_new = false;
        if (new_window) n->errors().reset();
    }
    seeding_ = nodes_.empty();
    if (!seeding_) return next_refresh();
    seed_ = 0;
    addresses_.clear();
    seed_faults_.clear();
    return next_seed();
}

tend::action tend::answered(std::string_view body) {
    switch (stage_) {
        case stage::validate:
            return validated(body);
        case stage::redirect:
            return redirected(body);
        case stage::announce:
            return accept();  // whatever it says: older servers do not know the command
        case stage::refresh:
            return refreshed(body);
        case stage::peers:
            return listed(body);
        case stage::replicas:
            return mapped(body);
        case stage::racks:
            return racked(body);
        case stage::idle:
        case stage::seed:
            break;
    }
    return {};
}

tend::action tend::failed(std::string_view why) {
    switch (stage_) {
        case stage::validate:
        case stage::announce:
            return candidate_failed(why);
        case stage::redirect:
            return next_redirect();
        case stage::refresh:
            refresh_failed(*asked_, why);
            return next_refresh();
        case stage::peers:
            node_failed(*asked_, why);
            return next_peers();
        case stage::replicas:
            node_failed(*asked_, why);
            return next_replicas();
        case stage::racks:
            node_failed(*asked_, why);
            return next_racks();
        case stage::idle:
        case stage::seed:
            break;
    }
    return {};
}

// The node may be there the next time.
void tend::node_failed(node& n, std::string_view why) {
    SPIKELET_LOG(log_level::warn, "node ", n.name(), " at ", to_string(n.address()),
                 " did not answer: ", why);
    close_link(n.tending.link);
    ++n.tending.failures;
}

// ---- seeds

tend::action tend::next_seed() {
    if (!addresses_.empty()) {
        host_address address = std::move(addresses_.back());
        addresses_.pop_back();
        return validate(std::move(address), {});
    }
    if (seed_ == settings_.seeds.size()) {
        return finish(error(client_errc::invalid_host,
                            {.message = seed_faults_.empty() ? "there is no host to begin with"
                                                             : "no host answered: " + seed_faults_,
                             .argument = "hosts"}));
    }
    stage_ = stage::seed;
    return {.what = next::resolve, .address = settings_.seeds[seed_++]};
}

tend::action tend::resolved(const std::vector<host_address>& addresses) {
    if (stage_ != stage::seed) return {};
    if (addresses.empty()) {
        candidate_.address = settings_.seeds[seed_ - 1];
        return seed_failed("the name is unknown");
    }
    addresses_.assign(addresses.rbegin(), addresses.rend());
    return next_seed();
}

tend::action tend::seed_failed(std::string_view why) {
    seed_faults_ += (seed_faults_.empty() ? "" : "; ") + to_string(candidate_.address) + ": ";
    seed_faults_ += why;
    return next_seed();
}

// ---- who is at an address

std::string tend::validation_request(const candidate& c) const {
    std::string request = "node\npartition-generation\nbuild\n";
    if (!settings_.cluster_name.empty()) request += "cluster-name\n";
    // A seed may be a load balancer: then the node behind it says another address.
    if (c.expected_name.empty() && !settings_.single_node && !is_loopback(c.address.host)) {
        request += name_of_service(settings_.use_services_alternate);
        request += '\n';
    }
    return request;
}

tend::action tend::validate(host_address address, std::string expected_name) {
    candidate_ = {};
    candidate_.link = ++last_link_;
    candidate_.address = std::move(address);
    candidate_.expected_name = std::move(expected_name);
    return ask(stage::validate, candidate_.link, candidate_.address,
               validation_request(candidate_));
}

// Empty when it may become a node; else why not.
std::string tend::check_identity(std::string_view body, candidate& c) const {
    const auto name = find_value(body, "node");
    if (!name || name->empty() || parse_error(*name)) {
        return "it does not tell a node name; it answered '" + std::string(body.substr(0, 100)) +
               "'";
    }
    if (!c.expected_name.empty() && *name != c.expected_name) {
        return "it is node " + std::string(*name) + ", not " + c.expected_name;
    }
    if (!settings_.cluster_name.empty()) {
        const auto cluster_name = find_value(body, "cluster-name");
        if (cluster_name != std::string_view(settings_.cluster_name)) {
            return "it belongs to cluster '" + std::string(cluster_name.value_or("null")) +
                   "', not '" + settings_.cluster_name + "'";
        }
    }
    const auto generation = find_number<std::int64_t>(body, "partition-generation");
    if (!generation) return "it does not tell its partition-generation";
    if (*generation < 0) return "node " + std::string(*name) + " is not initialised yet";
    c.name = *name;
    c.takes_user_agent = takes_user_agent(find_value(body, "build").value_or(""));
    std::string_view addresses =
        find_value(body, name_of_service(settings_.use_services_alternate)).value_or("");
    if (parse_error(addresses)) addresses = {};
    while (const auto part = take_part(addresses, ',')) {
        if (auto a = parse_host_address(*part)) c.own_addresses.push_back(std::move(*a));
    }
    return {};
}

tend::action tend::validated(std::string_view body) {
    if (const std::string why = check_identity(body, candidate_); !why.empty()) {
        return candidate_failed(why);
    }
    auto& own = candidate_.own_addresses;
    const bool is_one_of_them = std::any_of(own.begin(), own.end(), [&](const host_address& a) {
        return a.host == candidate_.address.host && a.port == candidate_.address.port;
    });
    if (own.empty() || is_one_of_them) return announce();
    std::reverse(own.begin(), own.end());
    return next_redirect();
}

// Behind a load balancer: the node is used under an address of its own, if one can be reached.
tend::action tend::next_redirect() {
    auto& own = candidate_.own_addresses;
    if (own.empty()) {
        SPIKELET_LOG(log_level::warn, "node ", candidate_.name,
                     " cannot be reached under the addresses that it tells; using ",
                     to_string(candidate_.address));
        return announce();
    }
    host_address address = std::move(own.back());
    own.pop_back();
    return ask(stage::redirect, ++last_link_, address, "node\npartition-generation\nbuild\n");
}

tend::action tend::redirected(std::string_view body) {
    candidate other;
    other.expected_name = candidate_.name;
    if (!check_identity(body, other).empty()) {
        closed_.push_back(last_link_);
        return next_redirect();
    }
    close_link(candidate_.link);
    candidate_.link = last_link_;
    return announce();
}

tend::action tend::announce() {
    if (!candidate_.takes_user_agent) return accept();
    return ask(stage::announce, candidate_.link, candidate_.address,
               "user-agent-set:value=" + settings_.user_agent + "\n");
}

tend::action tend::accept() {
    if (node* former = cluster_.find_node(candidate_.name);
        former != nullptr && former->tending.failures > 0) {
        remove(*former, "it is at another address now");
    }
    node* n = cluster_.add_node(candidate_.name, candidate_.address);
    if (n == nullptr) return candidate_failed("node " + candidate_.name + " is known already");
    SPIKELET_LOG(log_level::info, "node ", n->name(), " at ", to_string(n->address()), " joined");
    n->tending.link = std::exchange(candidate_.link, 0);
    if (seeding_ && nodes_.empty()) {
        nodes_ = {n};
        node_ = 0;
        if (settings_.single_node) {
            refreshed_ = 1;
            return peers_done();
        }
        return next_peers();
    }
    n->tending.friends = 1;
    ++peers_accepted_;
    nodes_.push_back(n);  // its peers are asked for too
    ++peer_;
    endpoint_ = 0;
    return next_peer();
}

tend::action tend::candidate_failed(std::string_view why) {
    SPIKELET_LOG(log_level::warn, to_string(candidate_.address), " is not used: ", why);
    close_link(candidate_.link);
    if (candidate_.expected_name.empty()) return seed_failed(why);
    ++endpoint_;
    return next_peer();
}

}  // namespace spikelet::topology
