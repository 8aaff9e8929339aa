// Commands that change who belongs to the cluster, and what goes with it (chapter 03 §2).
#include "info/families.hpp"

namespace spikelet::mock::info {

void recluster(const request& r) {
    if (&r.self != &r.cluster.principal()) return put(r.out, "ignored-by-non-principal");
    r.cluster.recluster();
    put(r.out, "ok");
}

// An address that heartbeats are to be sent to. Nodes know each other without any, so there is
// nothing to keep.
void tip(const request& r) {
    for (const std::string_view name : {"host", "port"}) {
        if (!text_parameter(r, name, parameter_size_max)) return;
    }
    put(r.out, "ok");
}

void tip_clear(const request& r) {
    if (text_parameter(r, "host-port-list", parameter_size_max)) put(r.out, "ok");
}

// Nodes do not speak by multicast; the server says it with these words.
void multicast(const request& r) {
    put(r.out, "ERROR:4:heartbeat is in multicast mode");
}

// Nothing is evicted here, so there is no eviction to take back.
void eviction_reset(const request& r) {
    if (namespace_parameter(r)) put(r.out, "ok");
}

// Statistics of XDR, which is no part of a community server; there are no others.
void get_stats(const request& r) {
    const auto context = text_parameter(r, "context", parameter_size_max);
    if (!context) return;
    if (*context == "xdr" && !r.cluster.is_enterprise()) {
        put(r.out, "ERROR:25:enterprise only");
    } else {
        put(r.out, "ERROR:4:unknown context");
    }
}

}  // namespace spikelet::mock::info
