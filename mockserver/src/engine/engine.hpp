// One data command: a message in, a reply out. The checks come in the server's order (chapters 01,
// 04, 13; golden categories scalar and policy).
#pragma once

#include "cluster/cluster_state.hpp"

#include <spikelet/wire/message.hpp>
#include <spikelet/wire/result_code.hpp>

#include <optional>

namespace spikelet::mock {

// Which clock a client takes a void-time from, to know the ttl.
enum class client_clock : std::uint8_t {
    clusters,  // the cluster's own: clients in this process
    machines,  // the machine's: void-times are sent so that the ttl comes out right there
};

// What to do about requests that take milliseconds, such as long functions.
enum class slow_frames : std::uint8_t { execute, leave };

// Executes the body of a message frame as received by `self` and appends one whole reply frame to
// `out`. Answers the reply's result code, the last one if it has several; nullopt when the request
// is slow and was left: nothing has been done. Any thread: a partition is locked while its record
// changes.
std::optional<wire::result_code> execute_message(cluster_state& cluster, node& self,
                                                 bytes_view body, wire::buffer& out,
                                                 client_clock reads = client_clock::clusters,
                                                 slow_frames slow = slow_frames::execute);

}  // namespace spikelet::mock
