// What a client is made of: its configuration decided once, and the driver that runs its commands.
#pragma once

#include "command/effective.hpp"
#include "command/reply.hpp"
#include "command/request.hpp"
#include "command/serializers.hpp"
#include "net/driver.hpp"

#include <spikelet/client.hpp>

#include <atomic>
#include <memory>
#include <mutex>
#include <span>

namespace spikelet {

class client::impl {
public:
    impl(spikelet::config c, std::shared_ptr<direct_transport> transport);
    ~impl();

    error connect();
    void close();
    bool is_connected() const { return connected_.load(std::memory_order_acquire); }

    // Runs the command whose frame is `request`.
    error run(const key& k, wire::bytes_view request, const command::effective_policy& p,
              bool is_write, conversation::reply_reader& reader);

    error not_connected() const;
    command::decoding decoding_for(const command::effective_policy& p,
                                   const command::deserializer_choice& d) const;
    error operate(const key& k, std::span<const operation> operations,
                  const command::effective_policy& p, conversation::reply_reader& reader);
    result<record_metadata> operate_one(const key& k, const operation& o,
                                        const operate_policy& policy);

    // The body of the first node that answers, beginning anywhere.
    result<std::string> ask_any(std::string_view text, milliseconds timeout);
    // The answer to one command about modules.
    result<std::string> manage_udf(std::string_view command, const info_policy& policy);

    struct prepared_info;
    result<prepared_info> prepare_info(std::string_view command, const info_policy& policy) const;

    const spikelet::config config;
    const command::effective_groups groups;
    const std::unique_ptr<net::driver> driver;

private:
    std::mutex lifecycle_;  // of connect and close
    std::atomic<bool> connected_{false};
};

}  // namespace spikelet
