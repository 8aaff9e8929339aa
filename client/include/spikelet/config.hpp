// Where and how to connect: every documented configuration key (names.md §2), with the same names.
//
//     config c{.hosts = {{"127.0.0.1", 3000}}};
//     c.policies.read.total_timeout = 200ms;
//     client db(c);                       // or: config_from_json(text), <spikelet/json.hpp>
//
// `client` validates it whole: `failure` with client_errc::parameter names the key, what is wrong
// with it and what is accepted. A key whose behaviour is not built yet is refused, never ignored.
#pragma once

#include <spikelet/policy.hpp>
#include <spikelet/serialization.hpp>
#include <spikelet/transport.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace spikelet {

enum class auth_mode : std::uint8_t {  // AUTH_*
    internal = 0,
    external = 1,           // clear password, so TLS only
    external_insecure = 2,  // the same without TLS: for tests
    pki = 3,
};

struct lua_config {
    std::string system_path = {};  // accepted for old programs; nothing reads it
    std::string user_path = {};    // folder of modules; at most 255 bytes. Empty: the current one
};

// Deprecated keys that stand directly in `policies`; a group's key of the same meaning wins.
struct flat_policies {
    std::optional<milliseconds> total_timeout =
        {};  // also under its older name `timeout`, which loses
    std::optional<milliseconds> socket_timeout = {};
    std::optional<std::uint32_t> max_retries = {};
    std::optional<key_policy> key = {};
    std::optional<exists_policy> exists = {};
    std::optional<replica_policy> replica = {};
    std::optional<spikelet::commit_level> commit_level = {};
    std::optional<spikelet::read_mode_ap> read_mode_ap = {};
    std::optional<spikelet::read_mode_sc> read_mode_sc = {};
};

struct policy_groups {
    read_policy read = {};
    write_policy write = {};
    apply_policy apply = {};
    operate_policy operate = {};
    remove_policy remove = {};
    query_policy query = {};
    scan_policy scan = {};
    batch_policy batch = {};
    info_policy info = {};
    admin_policy admin = {};

    spikelet::auth_mode auth_mode = spikelet::auth_mode::internal;
    milliseconds login_timeout{5000};  // 0 stands for the default
    flat_policies deprecated = {};
};

struct shm_config {
    std::uint32_t max_nodes = 16;
    std::uint32_t max_namespaces = 8;
    std::chrono::seconds takeover_threshold{30};
    std::uint32_t shm_key = 0xA9000000;
};

struct tls_config {
    bool enable = false;
    std::string cafile = {};
    std::string capath = {};
    std::string protocols = "-all +TLSv1.2";  // in the syntax of Apache's SSLProtocol
    std::string cipher_suite = {};            // empty: OpenSSL's default
    std::string keyfile = {};
    std::string keyfile_pw = {};
    std::string certfile = {};
    std::string cert_blacklist = {};
    bool crl_check = false;
    bool crl_check_all = false;
    bool log_session_info = false;
    bool for_login_only = false;
};

struct config {
    // Where to look for the cluster, in order. Required unless a direct transport gives them.
    std::vector<host_address> hosts = {};
    // Login; none: the cluster has no security.
    std::string user = {};
    std::string password = {};

    lua_config lua = {};
    policy_groups policies = {};
    std::optional<shm_config> shm =
        {};  // present: nodes and partition map are shared between processes
    bool use_shared_connection = false;  // one cluster object per process for equal hosts
    tls_config tls = {};
    serializer_pair serialization = {};  // of this client; goes before the process-wide one

    std::uint32_t thread_pool_size =
        16;  // node conversations that one multi-node command has open at a time
    std::chrono::seconds max_socket_idle{
        0};  // 0: connections are discarded after 55 s; at most 86400
    std::uint32_t min_conns_per_node = 0;
    std::uint32_t max_conns_per_node = 100;
    // Of the tending connections, and of all of an async_client; commands of a blocking client have
    // their policy's.
    milliseconds connect_timeout{1000};
    milliseconds tend_interval{1000};  // at least 250; less is raised to that
    std::uint32_t max_error_rate =
        100;  // errors of a node per window before it is left alone; 0: no limit
    std::uint32_t error_rate_window = 1;  // in tends
    // Deprecated: policies.write.compression_threshold.
    std::optional<std::uint32_t> compression_threshold = {};
    std::string cluster_name = {};  // nodes with another name are not used
    bool rack_aware = false;
    std::int32_t rack_id = 0;
    std::vector<std::int32_t> rack_ids = {};  // in order of preference; wins over rack_id
    bool use_services_alternate = false;
    bool strict_types = true;  // false: bin names and operands are left to the server
    bool fail_if_not_connected = true;
    bool force_single_node = false;  // the seed is the cluster
    std::string app_id = {};         // told to the server with the client's version
};

// `failure` (client_errc::parameter) for the first key that is wrong.
void validate(const config& c);

}  // namespace spikelet
