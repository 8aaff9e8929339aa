// The peers list of a node (chapter 03 §5):
//
//     <generation>,<default port>,[[<node>,<tls name>,[<endpoint>,…]],…]
#pragma once

#include <spikelet/transport.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::topology {

struct peer {
    std::string name;
    std::vector<host_address> endpoints;  // none: the node has gone
};

struct peers_list {
    std::uint64_t generation = 0;
    std::vector<peer> peers;
};

// nullopt when the text is no such list.
std::optional<peers_list> parse_peers(std::string_view text);

// "host", "host:port", "[ipv6]", "[ipv6]:port". nullopt when it is none of these.
std::optional<host_address> parse_endpoint(std::string_view text, std::uint16_t default_port);
// "host:port" or "[ipv6]:port".
std::string endpoint_text(const host_address& a);

}  // namespace spikelet::topology
