// Executes what a tend says, one question after the other.
#pragma once

#include "topology/tend.hpp"

#include <spikelet/config.hpp>
#include <spikelet/error.hpp>

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::net {

// The connections that a tend uses, by number.
class tend_links {
public:
    virtual ~tend_links() = default;
    // False, and `why`, when there is no answer; the link is closed then. `body` is valid until the
    // next call.
    virtual bool ask(topology::link_id link, const host_address& address, std::string_view commands,
                     std::string_view& body, std::string& why) = 0;
    virtual void close(topology::link_id link) = 0;
    virtual std::vector<host_address> resolve(const host_address& address) = 0;
};

// One whole tend; its outcome. Broken off, between two questions, when `stop` says so: nodes that
// do not answer shall not keep a client from closing.
const error& run_tend(topology::tend& tend, tend_links& links,
                      const std::atomic<bool>* stop = nullptr);

// What a configuration says of tending and of the cluster.
topology::tend::settings tend_settings(const config& c, std::vector<host_address> seeds);
topology::cluster::settings cluster_settings(const config& c);

}  // namespace spikelet::net
