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

}  // namespace spikelet::topology
