// The bytes that went to and fro, kept for the explanation of a failure.
#pragma once

#include "report/suite_result.hpp"

#include <spikelet/transport.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace spikelet::conformance {

// Of one client. Any thread.
class exchange_log {
public:
    void add(exchange_bytes e);
    // What was added since the last call.
    std::vector<exchange_bytes> take();
    void clear() { take(); }

private:
    std::mutex mutex_;
    std::vector<exchange_bytes> exchanges_;
};

// Hands everything on to `to` and writes it down. Both must outlive the clients made with it.
std::shared_ptr<direct_transport> logging_transport(std::shared_ptr<direct_transport> to,
                                                    exchange_log& log);

// Reaches servers elsewhere over blocking sockets, one exchange at a time: for runs whose bytes are
// to be seen. `seeds` are where a client begins.
std::shared_ptr<direct_transport> socket_transport(std::vector<host_address> seeds);

}  // namespace spikelet::conformance
