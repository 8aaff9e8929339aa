#include "target/hosts_option.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace spikelet::conformance {
namespace {

host_address parse_address(const std::string& item, std::uint16_t port_min) {
    host_address address{.host = item};
    const auto colon = item.rfind(':');
    // An IPv6 address stands in brackets, and its colons are no ports.
    if (colon != std::string::npos && item.find(']', colon) == std::string::npos) {
        address.host = item.substr(0, colon);
        const char* const end = item.data() + item.size();
        const auto [stop, error] = std::from_chars(item.data() + colon + 1, end, address.port);
        if (error != std::errc() || stop != end || address.port < port_min)
            throw std::invalid_argument("\"" + item + "\" has no such port behind its colon");
    }
    if (address.host.size() >= 2 && address.host.front() == '[' && address.host.back() == ']')
        address.host = address.host.substr(1, address.host.size() - 2);
    if (address.host.empty()) throw std::invalid_argument("\"" + item + "\" has no host");
    return address;
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
            if (end != 0) out.push_back(parse_address(std::string(left.substr(0, end)), 1));
            left.remove_prefix(std::min(end + 1, left.size()));
        }
    } catch (const std::invalid_argument& e) {
        throw complaint(option, text, e.what(), form, 1);
    }
    if (out.empty()) throw complaint(option, text, "names no host", form, 1);
    return out;
}

}  // namespace spikelet::conformance
