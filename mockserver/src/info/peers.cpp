// Where the nodes of the cluster are reached: service addresses and peers (chapter 03 §5, chapter
// 17 §1). A node has one address and no alternate one.
#include "info/families.hpp"

namespace spikelet::mock::info {
namespace {

constexpr std::uint16_t default_port = 3000;  // left out behind an endpoint of a peers list

bool has_address(const node& n) {
    return n.address.port != 0;
}

void put_host(wire::buffer& out, const service_address& a) {
    if (a.host.find(':') != std::string::npos) {
        put(out, '[', a.host, ']');
    } else {
        put(out, a.host);
    }
}

void put_address(wire::buffer& out, const service_address& a) {
    put_host(out, a);
    put(out, ':', a.port);
}

// Calls visit(peer, number of the peer) for every node but the one that is asked.
template <class Visit>
void for_each_peer(const request& r, Visit visit) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < r.cluster.node_count(); ++i) {
        const node& n = r.cluster.node_at(i);
        if (n.index() != r.self.index()) visit(n, number++);
    }
}

void put_peers(const request& r, std::uint64_t changed_after) {
    const std::uint32_t generation = r.self.peers_generation.load(std::memory_order_relaxed);
    const auto peer_count = static_cast<std::uint32_t>(r.cluster.node_count() - 1);
    put(r.out, generation, ',', default_port, ",[");
    list_writer list(r.out, ',');
    for_each_peer(r, [&](const node& peer, std::uint32_t number) {
        // Peers became known one after the other, the last one with the present generation.
        if (generation + number + 1 - peer_count <= changed_after) return;
        list.item('[', peer.name(), ",,[");
        if (has_address(peer)) {
            put_host(r.out, peer.address);
            if (peer.address.port != default_port) put(r.out, ':', peer.address.port);
        }
        put(r.out, "]]");
    });
    put(r.out, ']');
}

}  // namespace

void peers_generation(const request& r) {
    put(r.out, r.self.peers_generation.load(std::memory_order_relaxed));
}

void peers_clear_std(const request& r) {
    const auto p = find_parameter(r.arguments, "generation");
    put_peers(r, p && p->value ? parse_number(*p->value).value_or(0) : 0);
}

void peers_clear_alt(const request& r) {
    put(r.out, r.self.peers_generation.load(std::memory_order_relaxed), ',', default_port, ",[]");
}

void alumni_clear_std(const request& r) {
    put_peers(r, 0);
}

void services(const request& r) {
    list_writer list(r.out, ';');
    for_each_peer(r, [&](const node& peer, std::uint32_t) {
        if (!has_address(peer)) return;
        list.item();
        put_address(r.out, peer.address);
    });
}

void service(const request& r) {
    if (has_address(r.self)) put_address(r.out, r.self.address);
}

void no_address(const request&) {}

// Every way in that a server may have; here there is one.
void endpoints(const request& r) {
    put(r.out, "service.port=", r.self.address.port, ";service.addresses=");
    const auto put_own_host = [&r] {
        if (has_address(r.self)) {
            put(r.out, std::string_view(r.self.address.host));
        } else {
            put(r.out, "null");
        }
    };
    put_own_host();
    put(r.out, ";service.access-port=", r.self.address.port, ";service.access-addresses=");
    put_own_host();
    for (const std::string_view way :
         {"service.alternate-access-", "service.tls-", "service.tls-access-",
          "service.tls-alternate-access-", "admin.", "admin.tls-", "heartbeat.", "heartbeat.tls-",
          "fabric.", "fabric.tls-"}) {
        put(r.out, ';', way, "port=0;", way, "addresses=null");
    }
}

void services_alumni_reset(const request& r) {
    put(r.out, "ok");  // no node has ever left
}

}  // namespace spikelet::mock::info
