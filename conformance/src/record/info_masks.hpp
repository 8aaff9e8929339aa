// What an info answer says of its machine, and not of the server's behaviour.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet::conformance {

struct info_rule {
    // The answer depends on the moment or the machine as a whole: it is not compared.
    bool is_compared = true;
    bool is_set = false;  // items in any order
    std::vector<std::pair<std::string, std::string>> masks;
};

// Of the commands of one request, one a line.
info_rule rule_of_info(std::string_view commands);

// The answer with the addresses of server and peers replaced, so that a client stays with the proxy
// at `address` ("127.0.0.1:3000") and sees a cluster of one node.
std::string with_proxy_address(std::string_view answer, std::string_view address);

}  // namespace spikelet::conformance
