// Where a node is reached, and the usual text of it.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace spikelet {

struct host_address {
    std::string host;
    std::uint16_t port = 3000;
    std::string tls_name = {};  // of the node's certificate; empty: cluster name, else `host`
    friend bool operator==(const host_address&, const host_address&) = default;
};

// "host", "host:port", "[IPv6 address]", "[IPv6 address]:port", as mock::cluster::addresses() and
// servers say it; nullopt when the text is none of these. Port 0, a free one to those who listen,
// is taken.
inline std::optional<host_address> parse_host_address(std::string_view text,
                                                      std::uint16_t default_port = 3000) {
    std::string_view host = text.substr(0, text.find(':'));
    std::string_view port = text.substr(host.size());
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        host = text.substr(1, end - 1);
        port = text.substr(end + 1);
    }
    if (host.empty()) return std::nullopt;
    host_address out{.host = std::string(host), .port = default_port};
    if (port.empty()) return out;
    const char* const end = port.data() + port.size();
    const auto [stop, failed] = std::from_chars(port.data() + 1, end, out.port);
    if (port.front() != ':' || failed != std::errc() || stop != end) return std::nullopt;
    return out;
}

// "host:port" or "[IPv6 address]:port".
inline std::string to_string(const host_address& a) {
    const bool is_v6 = a.host.find(':') != std::string::npos;
    return (is_v6 ? "[" + a.host + "]" : a.host) + ":" + std::to_string(a.port);
}

}  // namespace spikelet
