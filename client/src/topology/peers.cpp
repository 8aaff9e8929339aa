#include "topology/peers.hpp"

#include "topology/info_text.hpp"

namespace spikelet::topology {
namespace {

// Reads characters; every member leaves the text as it is when it fails.
class scanner {
public:
    explicit scanner(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }
    bool next_is(char c) const { return rest_.starts_with(c); }
    bool take(char c) {
        if (!next_is(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    // Everything in front of the first of `stops`, which stays. nullopt when there is none of them.
    std::optional<std::string_view> take_until(std::string_view stops) {
        const std::size_t at = rest_.find_first_of(stops);
        if (at == std::string_view::npos) return std::nullopt;
        const std::string_view part = rest_.substr(0, at);
        rest_.remove_prefix(at);
        return part;
    }
    // An endpoint: brackets belong to it.
    std::optional<std::string_view> take_endpoint() {
        std::size_t from = 0;
        if (next_is('[')) {
            from = rest_.find(']');
            if (from == std::string_view::npos) return std::nullopt;
            ++from;
        }
        const std::size_t at = rest_.find_first_of(",]", from);
        if (at == std::string_view::npos) return std::nullopt;
        const std::string_view part = rest_.substr(0, at);
        rest_.remove_prefix(at);
        return part;
    }

private:
    std::string_view rest_;
};

// [<endpoint>,…]; also nothing at all, as for a node that has gone.
bool read_endpoints(scanner& in, std::uint16_t default_port, std::string_view tls_name,
                    std::vector<host_address>& out) {
    if (in.next_is(']')) return true;
    if (!in.take('[')) return false;
    if (in.take(']')) return true;
    do {
        const auto text = in.take_endpoint();
        if (!text) return false;
        auto endpoint = parse_host_address(*text, default_port);
        if (!endpoint) return false;
        endpoint->tls_name = tls_name;
        out.push_back(std::move(*endpoint));
    } while (in.take(','));
    return in.take(']');
}

bool read_peer(scanner& in, std::uint16_t default_port, peer& out) {
    if (!in.take('[')) return false;
    const auto name = in.take_until(",");
    if (!name || name->empty() || !in.take(',')) return false;
    const auto tls_name = in.take_until(",");
    if (!tls_name || !in.take(',')) return false;
    out.name = *name;
    return read_endpoints(in, default_port, *tls_name, out.endpoints) && in.take(']');
}

}  // namespace

std::optional<peers_list> parse_peers(std::string_view text) {
    scanner in(text);
    const auto generation = in.take_until(",");
    if (!generation || !in.take(',')) return std::nullopt;
    const auto port = in.take_until(",");
    if (!port || !in.take(',') || !in.take('[')) return std::nullopt;
    const auto generation_number = parse_number<std::uint64_t>(*generation);
    const auto port_number = parse_number<std::uint16_t>(*port);
    if (!generation_number || !port_number) return std::nullopt;

    peers_list list;
    list.generation = *generation_number;
    if (!in.next_is(']')) {
        do {
            if (!read_peer(in, *port_number, list.peers.emplace_back())) return std::nullopt;
        } while (in.take(','));
    }
    if (!in.take(']') || !in.at_end()) return std::nullopt;
    return list;
}

}  // namespace spikelet::topology
