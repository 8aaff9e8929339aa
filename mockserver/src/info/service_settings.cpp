// The settings of the service and network contexts, in the server's order.
#include "info/setting_rows.hpp"

#include <string>

namespace spikelet::mock::info {
namespace {

constexpr std::uint64_t cluster_name_size_max = 64;
constexpr std::uint64_t proto_fd_max_min = 1024;
constexpr std::uint64_t proto_fd_max_max = 2'147'483'647;

void show_cluster_name(const setting_scope& scope, wire::buffer& out) {
    append(out, std::string_view(current_cluster_name(scope.cluster)));
}
void show_node_id(const setting_scope& scope, wire::buffer& out) {
    append(out, hexadecimal{scope.self.id()});
}
void show_udf_execution(const setting_scope& scope, wire::buffer& out) {
    append(out, scope.cluster.config().disable_udf_execution);
}
void show_port(const setting_scope& scope, wire::buffer& out) {
    append(out, scope.self.address.port);
}
void show_address(const setting_scope& scope, wire::buffer& out) {
    const std::string& host = scope.self.address.host;
    append(out, host.empty() ? std::string_view("any") : std::string_view(host));
}

constexpr setting of_the_service[] = {
    fixed("advertise-ipv6", "false"),
    fixed("auto-pin", "none"),
    number("batch-index-threads", "1", 1, 256),
    number("batch-max-buffers-per-queue", "255"),
    number("batch-max-unused-buffers", "256"),
    live(text("cluster-name", cluster_name_size_max), show_cluster_name),
    fixed("debug-allocations", "false"),
    live(fixed("disable-udf-execution", ""), show_udf_execution),
    boolean("enable-benchmarks-fabric"),
    boolean("enable-health-check"),
    boolean("enable-hist-info"),
    fixed("enforce-best-practices", "false"),
    fixed("indent-allocations", "false"),
    number("info-max-ms", "10000", 500, 10000),
    number("info-threads", "16", 1, 256),
    fixed("keep-caps-ssd-health", "false"),
    fixed("log-local-time", "false"),
    fixed("log-millis", "false"),
    boolean("microsecond-histograms"),
    fixed("migrate-fill-delay", "0"),
    number("migrate-max-num-incoming", "4", 0, 256),
    number("migrate-threads", "1", 0, 100),
    number("min-cluster-size", "1"),
    live(fixed("node-id", ""), show_node_id),
    fixed("node-id-interface", "null"),
    fixed("os-group-perms", "false"),
    fixed("pidfile", "null"),
    fixed("poison-allocations", "false"),
    number("proto-fd-idle-ms", "0"),
    number("proto-fd-max", "15000", proto_fd_max_min, proto_fd_max_max),
    fixed("quarantine-allocations", "0"),
    number("query-max-done", "100", 0, 10000),
    number("query-threads-limit", "128", 1, 1024),
    fixed("run-as-daemon", "false"),
    fixed("secrets-address-port", "null"),
    fixed("secrets-tls-context", "null"),
    fixed("secrets-uds-path", "null"),
    number("service-threads", "1", 1, 4096),
    number("sindex-builder-threads", "4", 1, 32),
    number("sindex-gc-period", "10"),
    fixed("stay-quiesced", "false"),
    number("ticker-interval", "10"),
    number("transaction-max-ms", "1000"),
    number("transaction-retry-ms", "1002", 1),
    fixed("vault-ca", "null"),
    fixed("vault-namespace", "null"),
    fixed("vault-path", "null"),
    fixed("vault-token-file", "null"),
    fixed("vault-url", "null"),
    fixed("work-directory", "null"),
};

// There is neither heartbeat nor fabric: nodes are objects of one process. Tools that tune them
// find the settings all the same.
constexpr setting of_the_network[] = {
    live(fixed("service.access-address", ""), show_address),
    live(fixed("service.access-port", ""), show_port),
    live(fixed("service.address", ""), show_address),
    fixed("service.alternate-access-port", "0"),
    live(fixed("service.port", ""), show_port),
    fixed("service.tls-access-port", "0"),
    fixed("service.tls-alternate-access-port", "0"),
    fixed("service.tls-name", "null"),
    fixed("service.tls-port", "0"),
    fixed("service.disable-localhost", "false"),
    fixed("admin.port", "0"),
    fixed("admin.tls-name", "null"),
    fixed("admin.tls-port", "0"),
    fixed("heartbeat.mode", "mesh"),
    fixed("heartbeat.port", "0"),
    number("heartbeat.connect-timeout-ms", "500", 50, UINT32_MAX),
    number("heartbeat.interval", "150", 50, 10000),
    number("heartbeat.mtu", "1500"),
    choice("heartbeat.protocol", "v3", "v3|reset|none"),
    number("heartbeat.timeout", "10", 3, UINT32_MAX),
    fixed("heartbeat.tls-name", "null"),
    fixed("heartbeat.tls-port", "0"),
    fixed("fabric.channel-bulk-fds", "2"),
    number("fabric.channel-bulk-recv-threads", "4", 1, 128),
    fixed("fabric.channel-ctrl-fds", "1"),
    number("fabric.channel-ctrl-recv-threads", "4", 1, 128),
    fixed("fabric.channel-meta-fds", "1"),
    number("fabric.channel-meta-recv-threads", "4", 1, 128),
    fixed("fabric.channel-rw-fds", "8"),
    fixed("fabric.channel-rw-recv-pools", "1"),
    number("fabric.channel-rw-recv-threads", "16", 1, 128),
    fixed("fabric.keepalive-enabled", "true"),
    fixed("fabric.keepalive-intvl", "1"),
    fixed("fabric.keepalive-probes", "10"),
    fixed("fabric.keepalive-time", "1"),
    fixed("fabric.latency-max-ms", "5"),
    fixed("fabric.port", "0"),
    number("fabric.recv-rearm-threshold", "1024", 0, 1u << 20),
    fixed("fabric.send-threads", "8"),
    fixed("fabric.tls-name", "null"),
    fixed("fabric.tls-port", "0"),
};

}  // namespace

std::string current_cluster_name(cluster_state& cluster) {
    if (auto changed = cluster.info_memory().service.find("cluster-name")) return *changed;
    const std::string& configured = cluster.config().cluster_name;
    return configured.empty() ? "null" : configured;
}

std::span<const setting> service_settings() {
    return of_the_service;
}
std::span<const setting> network_settings() {
    return of_the_network;
}

}  // namespace spikelet::mock::info
