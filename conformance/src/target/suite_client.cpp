#include "target/suite_client.hpp"

#include <spikelet/json.hpp>

namespace spikelet::conformance {

config suite_client_config(const nlohmann::json& keys, std::vector<host_address> hosts) {
    config c;
    if (!keys.is_null()) c = config_from_json(keys, "client");
    c.hosts = std::move(hosts);
    // Cases are about what servers answer, not about how fast: a busy machine must not fail them.
    constexpr milliseconds patience{10000};
    const auto wait = [&](auto& policy) {
        if (!policy.total_timeout && !c.policies.deprecated.total_timeout)
            policy.total_timeout = patience;
    };
    wait(c.policies.read);
    wait(c.policies.write);
    wait(c.policies.operate);
    wait(c.policies.remove);
    if (!c.policies.info.timeout) c.policies.info.timeout = patience;
    return c;
}

}  // namespace spikelet::conformance
