#include "target/hosts_option.hpp"

#include <algorithm>
#include <stdexcept>

namespace spikelet::conformance {
namespace {

host_address parse_address(std::string_view item, std::uint16_t port_min) {
    auto address = parse_host_address(item);
    if (!address || address->port < port_min)
        throw std::invalid_argument("\"" + std::string(item) + "\" is no address");
    return *std::move(address);
}

std::invalid_argument complaint(std::string_view option, const std::string& text,
                                const std::string& why, std::string_view form,
                                std::uint16_t port_min) {
    return std::invalid_argument(std::string(option) + " \"" + text + "\": " + why +
                                 "; accepted: " + std::string(form) + "; the port is " +
                                 std::to_string(port_min) + " to 65535, 3000 if it is left out");
}

}  // namespace

host_address parse_host_option(const std::string& text, std::string_view option,
                               std::uint16_t port_min) {
    constexpr std::string_view form = "one HOST:PORT";
    if (text.find(',') != std::string::npos)
        throw complaint(option, text, "names several hosts", form, port_min);
    try {
        return parse_address(text, port_min);
    } catch (const std::invalid_argument& e) {
        throw complaint(option, text, e.what(), form, port_min);
    }
}

std::vector<host_address> parse_hosts_option(const std::string& text, std::string_view option) {
    constexpr std::string_view form = "HOST:PORT, several with commas between them";
    std::vector<host_address> out;
    try {
        for (std::string_view left = text; !left.empty();) {
            const auto end = std::min(left.find(','), left.size());
            if (end != 0) out.push_back(parse_address(left.substr(0, end), 1));
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    } catch (const std::invalid_argument& e) {
        throw complaint(option, text, e.what(), form, 1);
    }
    if (out.empty()) throw complaint(option, text, "names no host", form, 1);
    return out;
}

}  // namespace spikelet::conformance
