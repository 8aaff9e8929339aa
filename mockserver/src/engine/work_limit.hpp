// How long one request may keep its thread.
//
// A message of some megabytes can ask for days of work: tens of thousands of operations, each on a
// value of megabytes. What takes longer than cluster_config::request_time_max is given up, and so
// is what still runs when the cluster goes.
#pragma once

#include "cluster/cluster_state.hpp"

namespace spikelet::mock {

class work_limit {
public:
    explicit work_limit(const cluster_state& cluster) : cluster_(cluster) {}

    // Asked after each operation of a command. Looks at the machine's clock, from the first time
    // on, at each 32nd only: most commands have fewer.
    bool is_exceeded() { return ++steps_ % 32 == 0 && is_exceeded_now(); }
    // For steps that are commands of their own.
    bool is_exceeded_now() {
        if (cluster_.is_closed()) return true;
        const time_ms now = cluster_.machine_time().now();
        if (deadline_ == 0) {
            deadline_ = now + static_cast<time_ms>(cluster_.config().request_time_max.count());
        }
        return now > deadline_;
    }

private:
    const cluster_state& cluster_;
    time_ms deadline_ = 0;  // 0: not known yet
    std::uint32_t steps_ = 0;
};

}  // namespace spikelet::mock
