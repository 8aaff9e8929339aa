// Addresses on the command line.
#pragma once

#include <spikelet/host_address.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

// "10.0.0.7:3000", "[::1]:3000", "db": the port is 3000 when it is left out. `port_min` is 0 where
// a free one may be meant. Throws std::invalid_argument that names the option.
host_address parse_host_option(const std::string& text, std::string_view option,
                               std::uint16_t port_min = 1);
// Several of them with commas between them.
std::vector<host_address> parse_hosts_option(const std::string& text,
                                             std::string_view option = "--hosts");

}  // namespace spikelet::conformance
