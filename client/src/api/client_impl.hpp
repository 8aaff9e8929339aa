// What a client is made of: its configuration decided once, and the driver that runs its commands.
#pragma once

#include "command/effective.hpp"
#include "command/info_question.hpp"
#include "command/modules.hpp"
#include "command/prepare.hpp"
#include "command/reply.hpp"
#include "command/serializers.hpp"
#include "net/driver.hpp"

#include <spikelet/client.hpp>

#include <atomic>
#include <memory>
#include <mutex>

namespace spikelet {

// Throws `failure` for a key that is wrong. A transport knows where to begin: no hosts are needed.
spikelet::config validated(spikelet::config c, bool has_transport);

std::vector<node_info> nodes_of(const topology::cluster& cluster);

class client::impl {
public:
    impl(spikelet::config c, std::shared_ptr<direct_transport> transport);
    ~impl();

    error connect();
    void close();
    bool is_connected() const { return connected_.load(std::memory_order_acquire); }

    // Runs the command whose frame is `request`.
    error run(const key& k, wire::bytes_view request, const command::prepared& p,
              conversation::reply_reader& reader);
    result<record_metadata> run_for_metadata(const key& k, wire::bytes_view request,
                                             const command::prepared& p);
    result<record> run_for_bins(const key& k, wire::bytes_view request, const command::prepared& p,
                                bool names_repeat);
    command::decoding decoding_for(const command::prepared& p,
                                   const command::deserializer_choice& d) const;

    // Whether a question may be asked.
    error check_question(const result<command::info_question>& q) const;
    // Makes a change, and comes back when it has reached every node.
    result<void> change_module(const result<command::info_question>& q, std::string_view name,
                               command::module_change change);
    error not_connected() const;

    const spikelet::config config;
    const command::effective_groups groups;
    const command::preparer prepare;
    const std::unique_ptr<net::driver> driver;

private:
    std::mutex lifecycle_;  // of connect and close
    std::atomic<bool> connected_{false};
};

}  // namespace spikelet
