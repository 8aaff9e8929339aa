// A short story on the terminal: a three-node cluster in this process, a record's life, and a day
// in no time.
//
// Built as spikelet-story.
#include <spikelet/mock/cluster.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/message.hpp>

#include <chrono>
#include <cstdio>
#include <string>

namespace {

namespace mock = spikelet::mock;
namespace wire = spikelet::wire;

int failures = 0;

void step(const char* text) {
    std::printf("\n%s\n", text);
}

void check(const std::string& what, bool holds) {
    std::printf("  %s %s\n", holds ? "ok  " : "FAIL", what.c_str());
    if (!holds) ++failures;
}

// One bin added to, over the wire protocol, as a client would ask for it.
void add(mock::direct_connection& connection, const spikelet::key& key, std::int64_t by) {
    wire::buffer request;
    wire::message_writer m(request);
    m.field(wire::field_type::namespace_name, wire::as_bytes(key.namespace_name()));
    m.field(wire::field_type::set_name, wire::as_bytes(key.set()));
    m.field(wire::field_type::digest, key.digest());
    wire::store_be(
        m.operation(wire::operation_type::increment, "visits", wire::particle_type::integer, 8),
        by);
    m.operation(wire::operation_type::read, "visits", wire::particle_type::null,
                wire::bytes_view{});
    m.finish({.info1 = wire::info1::read, .info2 = wire::info2::write});
    wire::buffer reply;
    connection.exchange(request.view(), reply);
    std::printf("  > %s\n  < %s\n", wire::summarize_message(request.view()).c_str(),
                wire::summarize_message(reply.view()).c_str());
}

}  // namespace

int main() {
    step("A cluster of three nodes, in this process");
    mock::cluster_config config;
    config.nodes = 3;
    config.namespaces = {{.name = "test", .replication_factor = 2}};
    config.clock = mock::clock_mode::manual;
    mock::cluster cluster(config);
    std::printf("  nodes listen on %s\n", cluster.hosts().c_str());

    step("A record is born");
    const spikelet::key ann("test", "users", "ann");
    cluster.put(ann, {{"name", "Ann"}, {"visits", 1}}, {.ttl_s = 24 * 3600});
    const auto born = cluster.get(ann);
    check("ann is there, at generation 1", born && born->generation == 1);
    check("she lives for a day", born && born->ttl_s == 24u * 3600);

    step("She comes back, through each of the three nodes");
    for (std::size_t node = 0; node < 3; ++node) {
        auto connection = cluster.connect(node);
        add(connection, ann, 1);
    }
    const auto grown = cluster.get(ann);
    check("every visit counted, whichever node was asked",
          grown && grown->bins.at("visits") == spikelet::value(4));
    check("each was a change: generation 4", grown && grown->generation == 4);

    step("A day passes");
    // Writing with ttl 0 took the default of the namespace, which is: never expire.
    check("the visits made her stay for good", grown && !grown->ttl_s);
    const spikelet::key bob("test", "users", "bob");
    cluster.put(bob, {{"name", "Bob"}}, {.ttl_s = 24 * 3600});
    cluster.clock().advance(std::chrono::hours(24));
    check("bob, who had a day, is gone", !cluster.get(bob));
    check("ann is still there", cluster.get(ann).has_value());
    check("one record left in the set", cluster.count("test", "users") == 1);

    std::printf("\n%s\n", failures == 0 ? "The end: everything held." : "Something did not hold.");
    return failures == 0 ? 0 : 1;
}
