// Health of the node and its machine (chapter 03 §2).
#include "info/families.hpp"

namespace spikelet::mock::info {

// The health check is off, as on a stock server.
void health_stats(const request&) {}
void health_outliers(const request&) {}

// What a stock server finds in the container it is usually run in. Nothing here looks at the
// machine.
void best_practices(const request& r) {
    put(r.out, "failed_best_practices=max-map-count,min-free-kbytes,swappiness");
}

void index_pressure(const request& r) {
    list_writer list(r.out, ';');
    for (std::size_t i = 0; i < r.cluster.namespace_count(); ++i) {
        list.item(r.cluster.namespace_at(i).name(), ":0:0");
    }
}

// All data is in memory: there is no device of any path.
void physical_devices(const request& r) {
    if (text_parameter(r, "path", parameter_size_max)) put(r.out, "ERROR:4:unknown 'path'");
}

}  // namespace spikelet::mock::info
