// Watching the cluster: which nodes there are and who holds what (chapter 03 §8).
//
// A pure machine. It says which node to ask what, one question at a time; a driver owns the
// connections, sends the questions and hands in the answers:
//
//     for (auto a = tend.begin(); a.what != tend::next::done;) {
//         if (a.what == tend::next::resolve) a = tend.resolved(addresses_of(a.address.host));
//         else if (const auto body = ask(a.link, a.address, a.request)) a = tend.answered(*body);
//         else a = tend.failed(why);
//         close(tend.take_closed());
//     }
//
// One thread at a time. It alone writes to the cluster.
#pragma once

#include "topology/cluster.hpp"
#include "topology/peers.hpp"

#include <spikelet/error.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::topology {

// A connection that the tend uses: one a node, and one for each address that may become a node.
using link_id = std::uint64_t;

// True for the names and addresses of the machine itself.
bool is_loopback(std::string_view host);

class tend {
public:
    struct settings {
        std::vector<host_address> seeds;
        std::string cluster_name = {};  // empty: any
        std::string user_agent = {};    // in base64, as user-agent-set takes it
        bool rack_aware = false;
        bool use_services_alternate = false;
        bool single_node = false;             // the seed is the cluster
        std::uint32_t error_rate_window = 1;  // in tends
    };

    enum class next : std::uint8_t {
        ask,      // send `request` over `link`, opening it to `address` if it is not open
        resolve,  // find the addresses of the host `address`
        done,
    };
    struct action {
        next what = next::done;
        link_id link = 0;
        host_address address = {};
        std::string_view request = {};  // body of an info frame; valid until the next call
    };

    // Both outlive the tend.
    tend(cluster& c, settings s);

    // Begins a tend; what was not finished of the last one is dropped.
    action begin();
    // The body of the answer to what was asked.
    action answered(std::string_view body);
    // No answer: not connected, lost, too slow or no info reply. The link counts as closed.
    action failed(std::string_view why);
    // In the order in which they are to be tried; empty: unknown host.
    action resolved(const std::vector<host_address>& addresses);

    // Links that nobody needs any more, since the last call.
    std::vector<link_id> take_closed() { return std::exchange(closed_, {}); }
    // Of a tend that is done: whether the client has a node to talk to.
    const error& outcome() const { return outcome_; }

private:
    enum class stage : std::uint8_t {
        idle,
        seed,      // a host is being resolved
        validate,  // candidate_ has been asked who it is
        announce,  // candidate_ has been told who we are
        redirect,  // the address that candidate_ says it has has been asked who it is
        refresh,
        peers,
        replicas,
        racks,
    };
    // Something at an address that may become a node.
    struct candidate {
        link_id link = 0;
        host_address address;
        std::string expected_name;  // empty: any
        std::string name;
        bool takes_user_agent = false;
        std::vector<host_address> own_addresses;  // to be tried in place of `address`
    };

    action ask(stage s, link_id link, const host_address& address, std::string request);
    action ask_node(stage s, node& n, std::string request);
    action finish(error outcome);

    action next_seed();
    action seed_failed(std::string_view why);
    action validate(host_address address, std::string expected_name);
    action validated(std::string_view body);
    action next_redirect();
    action redirected(std::string_view body);
    action announce();
    action accept();
    action candidate_failed(std::string_view why);
    std::string validation_request(const candidate& c) const;
    std::string check_identity(std::string_view body, candidate& c) const;

    action next_refresh();
    action refreshed(std::string_view body);
    void refresh_failed(node& n, std::string_view why);
    action begin_peers();
    action next_peers();
    action listed(std::string_view body);
    action next_peer();
    action peers_done();
    void remove_nodes();
    void remove(node& n, std::string_view why);
    action next_replicas();
    action mapped(std::string_view body);
    action next_racks();
    action racked(std::string_view body);
    void node_failed(node& n, std::string_view why);
    void close_link(link_id& link);

    cluster& cluster_;
    const settings settings_;
    link_id last_link_ = 0;
    std::uint64_t round_ = 0;
    std::vector<link_id> closed_;
    error outcome_;

    stage stage_ = stage::idle;
    std::string request_;
    bool seeding_ = false;
    std::size_t seed_ = 0;                 // the next one
    std::vector<host_address> addresses_;  // of the present seed, the next one last
    std::string seed_faults_;
    candidate candidate_;
    node_list nodes_;       // that the present stage goes through
    std::size_t node_ = 0;  // the next of them
    node* asked_ = nullptr;
    std::uint32_t refreshed_ = 0;  // refresh-count of chapter 03 §8
    bool peers_changed_ = false;
    peers_list list_;           // of asked_
    std::size_t peer_ = 0;      // the next of them
    std::size_t endpoint_ = 0;  // the next of it
    bool all_reached_ = true;
    std::uint32_t peers_listed_ = 0;
    std::uint32_t peers_accepted_ = 0;
    std::set<std::string, std::less<>> unreachable_;  // peers that did not answer in this tend
};

}  // namespace spikelet::topology
