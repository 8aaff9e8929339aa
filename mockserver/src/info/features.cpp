#include "info/features.hpp"

namespace spikelet::mock::info {

std::span<const feature> all_features() {
    static constexpr feature features[] = {
        {"batch-any", true},
        {"batch-index", true},
        {"blob-bits", true},
        {"cdt-index", false},
        {"cdt-list", true},
        {"cdt-map", true},
        {"cluster-stable", true},
        {"float", true},
        {"geo", true},
        {"sindex-exists", false},
        {"peers", true},
        {"pipelining", true},
        {"pquery", false},
        {"pscans", false},
        {"query-show", false},
        {"relaxed-sc", false},
        {"replicas", true},
        {"replicas-all", true},
        {"replicas-master", true},
        {"replicas-max", true},
        {"truncate-namespace", true},
        {"udf", true},
    };
    return features;
}

}  // namespace spikelet::mock::info
