// The program that every way of consuming spikelet builds against the mock cluster: served over TCP
// and looked into directly.
#include <spikelet/mock/cluster.hpp>

#include <chrono>
#include <cstdio>

int main() {
    namespace mock = spikelet::mock;
    mock::cluster cluster({.nodes = 3, .clock = mock::clock_mode::manual});
    const spikelet::key ann("test", "users", "ann");
    cluster.put(ann, {{"visits", 7}}, {.ttl_s = 24 * 3600});
    std::printf("%zu nodes, %s", cluster.addresses().size(),
                to_string(cluster.get(ann)->bins.at("visits")).c_str());
    cluster.clock().advance(std::chrono::hours(24));
    std::printf(" visits, then %s\n", cluster.get(ann) ? "still there" : "gone");
    return 0;
}
