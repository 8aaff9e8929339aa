// Puts load on a cluster and measures.
#pragma once

#include "spikelet_bench/measurement.hpp"
#include "spikelet_bench/options.hpp"

#include <spikelet/transport.hpp>

#include <memory>

namespace spikelet::bench {

// Each runs the workload once: for inserts until all keys are written, else for the given time.
// `failure` when there is no cluster.
class load {
public:
    virtual ~load() = default;
    virtual outcome run() = 0;
};

// sync, direct (then `transport` is set)
std::unique_ptr<load> make_blocking_load(const options& o,
                                         std::shared_ptr<direct_transport> transport);
// async, pipelined
std::unique_ptr<load> make_async_load(const options& o);

}  // namespace spikelet::bench
