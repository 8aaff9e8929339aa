#include "net/run_tend.hpp"

#include "topology/info_text.hpp"

#include <spikelet/client.hpp>

namespace spikelet::net {

const error& run_tend(topology::tend& t, tend_links& links, const std::atomic<bool>* stop) {
    using next = topology::tend::next;
    std::string why;
    auto action = t.begin();
    while (action.what != next::done && (stop == nullptr || !*stop)) {
        if (action.what == next::resolve) {
            action = t.resolved(links.resolve(action.address));
        } else {
            std::string_view body;
            why.clear();
            action = links.ask(action.link, action.address, action.request, body, why)
                         ? t.answered(body)
                         : t.failed(why);
        }
        for (const topology::link_id link : t.take_closed())
            links.close(link);
    }
    for (const topology::link_id link : t.take_closed())
        links.close(link);
    return t.outcome();
}

topology::tend::settings tend_settings(const config& c, std::vector<host_address> seeds) {
    const std::string agent =
        "1,spikelet-" + std::string(version()) + "," + (c.app_id.empty() ? "not-set" : c.app_id);
    return {.seeds = std::move(seeds),
            .cluster_name = c.cluster_name,
            .user_agent = topology::encode_base64(agent),
            .rack_aware = c.rack_aware,
            .use_services_alternate = c.use_services_alternate,
            .single_node = c.force_single_node,
            .error_rate_window = c.error_rate_window};
}

topology::cluster::settings cluster_settings(const config& c) {
    topology::cluster::settings s{.max_error_rate = c.max_error_rate,
                                  .racks = c.rack_ids,
                                  .single_node = c.force_single_node};
    if (s.racks.empty() && c.rack_aware) s.racks.push_back(c.rack_id);
    return s;
}

}  // namespace spikelet::net
