// A cluster's configuration as JSON, with the server's own names.
//
//     {"nodes": 3, "cluster-name": "demo", "namespaces": [
//         {"name": "test", "replication-factor": 2, "default-ttl": "30d",
//          "max-record-size": "1M"}]}
#pragma once

#include <spikelet/mock/config.hpp>

#include <string_view>

namespace spikelet::mock {

// Keys of the document: nodes, cluster-name, personality ("community", "enterprise"), clock
// ("real", "auto", "manual"), seed, disable-udf-execution, batch-max-requests, namespaces. Keys of
// a namespace: name, replication-factor, default-ttl, max-ttl, nsup-period, allow-ttl-without-nsup,
// max-record-size, data-size, stop-writes-used-pct, stop-writes, default-read-touch-ttl-pct,
// apply-ttl-reductions, disallow-null-setname, reject-non-xdr-writes, reject-xdr-writes,
// strong-consistency. Times are seconds or text such as "10m", "24h", "30d"; sizes are bytes or
// text such as "512K", "1M", "4G".
// What is not given keeps the value in `defaults`; "namespaces" replaces them all.
//
// Throws std::invalid_argument that names the key, what it holds and what is allowed. The result is
// validated.
cluster_config parse_config_json(std::string_view text, const cluster_config& defaults = {});

}  // namespace spikelet::mock
