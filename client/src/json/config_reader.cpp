// The configuration of a client (names.md §2).
#include "field_reader.hpp"
#include "policy_reader.hpp"

#include <spikelet/json.hpp>

namespace spikelet {
namespace json_form {
namespace {

// ---- hosts

std::uint16_t read_port(const json& found, const place& where) {
    return static_cast<std::uint16_t>(read_integer(found, where, 1, 65535, "a port"));
}

// "address", "address:port", "[v6 address]:port".
host_address read_host_text(const json& found, const place& where) {
    auto host = parse_host_address(found.get_ref<const std::string&>());
    if (!host || host->port == 0) {
        refuse(where, found, "\"address:port\", such as \"127.0.0.1:3000\"");
    }
    return *std::move(host);
}

host_address read_host(const json& found, const place& where) {
    if (found.is_string()) return read_host_text(found, where);
    if (!found.is_array() || found.size() < 2 || found.size() > 3) {
        refuse(where, found, "[address, port], [address, port, tls-name] or \"address:port\"");
    }
    host_address host;
    host.host = read_text(found[0], place(where, std::size_t{0}));
    host.port = read_port(found[1], place(where, std::size_t{1}));
    if (found.size() == 3) host.tls_name = read_text(found[2], place(where, std::size_t{2}));
    return host;
}

void read_hosts(dictionary& d, config& c) {
    const json* found = d.find("hosts");
    if (found == nullptr) return;
    const place where = d / "hosts";
    if (!found->is_array() || found->empty()) {
        refuse(where, *found, "a list of at least one host, such as [[\"127.0.0.1\", 3000]]");
    }
    for (std::size_t i = 0; i < found->size(); ++i)
        c.hosts.push_back(read_host((*found)[i], place(where, i)));
}

// ---- the objects beside the policies

void read_lua(dictionary& d, config& c) {
    const json* found = d.find("lua");
    if (found == nullptr) return;
    const place where = d / "lua";
    dictionary lua(*found, where, "lua");
    read(lua, "system_path", c.lua.system_path);
    read(lua, "user_path", c.lua.user_path);
    lua.finish();
}

void read_shm(dictionary& d, config& c) {
    const json* found = d.find("shm");
    if (found == nullptr) return;
    const place where = d / "shm";
    dictionary shm(*found, where, "shm");
    shm_config& s = c.shm.emplace();
    // The older of two names loses.
    read(shm, "shm_max_nodes", s.max_nodes);
    read(shm, "max_nodes", s.max_nodes);
    read(shm, "shm_max_namespaces", s.max_namespaces);
    read(shm, "max_namespaces", s.max_namespaces);
    read(shm, "shm_takeover_threshold_sec", s.takeover_threshold);
    read(shm, "takeover_threshold_sec", s.takeover_threshold);
    read(shm, "shm_key", s.shm_key);
    shm.finish();
}

void read_tls(dictionary& d, config& c) {
    const json* found = d.find("tls");
    if (found == nullptr) return;
    const place where = d / "tls";
    dictionary tls(*found, where, "tls");
    tls_config& t = c.tls;
    read(tls, "enable", t.enable);
    read(tls, "cafile", t.cafile);
    read(tls, "capath", t.capath);
    read(tls, "protocols", t.protocols);
    read(tls, "cipher_suite", t.cipher_suite);
    read(tls, "keyfile", t.keyfile);
    read(tls, "keyfile_pw", t.keyfile_pw);
    read(tls, "certfile", t.certfile);
    read(tls, "cert_blacklist", t.cert_blacklist);
    read(tls, "crl_check", t.crl_check);
    read(tls, "crl_check_all", t.crl_check_all);
    read(tls, "log_session_info", t.log_session_info);
    read(tls, "for_login_only", t.for_login_only);
    tls.finish();
}

// ---- policies

template <class Policy>
void read_group(dictionary& policies, std::string_view key, Policy& out) {
    if (const json* found = policies.find(key)) {
        read_policy_into(*found, policies / key, policy_place::group, out);
    }
}

void refuse_group(dictionary& policies, std::string_view key, std::string_view problem) {
    if (policies.has(key)) refuse(policies / key, std::string(problem));
}

void read_flat_policies(dictionary& d, flat_policies& p) {
    read(d, "timeout", p.total_timeout);  // the older name, which loses
    read(d, "total_timeout", p.total_timeout);
    read(d, "socket_timeout", p.socket_timeout);
    read(d, "max_retries", p.max_retries);
    read(d, "key", p.key);
    read(d, "exists", p.exists);
    read(d, "replica", p.replica);
    read(d, "commit_level", p.commit_level);
    read(d, "read_mode_ap", p.read_mode_ap);
    read(d, "read_mode_sc", p.read_mode_sc);
}

void read_policies(dictionary& d, config& c) {
    const json* found = d.find("policies");
    if (found == nullptr) return;
    const place where = d / "policies";
    dictionary policies(*found, where, "policies");
    policy_groups& p = c.policies;
    read_group(policies, "read", p.read);
    read_group(policies, "write", p.write);
    read_group(policies, "apply", p.apply);
    read_group(policies, "operate", p.operate);
    read_group(policies, "remove", p.remove);
    read_group(policies, "query", p.query);
    read_group(policies, "scan", p.scan);
    read_group(policies, "batch", p.batch);
    read_group(policies, "info", p.info);
    read_group(policies, "admin", p.admin);
    for (const std::string_view group :
         {"batch_write", "batch_apply", "batch_remove", "batch_parent_write"}) {
        refuse_group(policies, group, "this client has no policies for the rows of a batch");
    }
    refuse_group(policies, "txn_verify", "this client has no transactions");
    refuse_group(policies, "txn_roll", "this client has no transactions");
    refuse_group(policies, "metrics", "this client reports no metrics");

    read(policies, "auth_mode", p.auth_mode);
    read(policies, "login_timeout_ms", p.login_timeout);
    read_flat_policies(policies, p.deprecated);
    // Misplaced here by old programs; the keys at the top, read later, win.
    read(policies, "max_threads", c.max_conns_per_node);
    read(policies, "thread_pool_size", c.thread_pool_size);
    policies.finish();
}

// ---- the top level

void refuse_what_is_no_data(dictionary& d) {
    if (d.has("serialization")) {
        refuse(d / "serialization", "functions are no JSON; set config::serialization in C++");
    }
    if (d.has("config_provider")) {
        refuse(d / "config_provider", "this client is configured once, when it is made");
    }
}

// Keys of other languages' modules that have one right answer here.
void read_fixed_choices(dictionary& d) {
    if (const json* found = d.find("send_bool_as")) {
        constexpr std::int64_t as_bool = 1;
        if (read_constant(*found, d / "send_bool_as", constant_family::bool_storage) != as_bool) {
            refuse(d / "send_bool_as", *found, "AS_BOOL (1): booleans are stored as booleans");
        }
    }
    if (const json* found = d.find("validate_keys")) {
        if (!read_bool(*found, d / "validate_keys")) {
            refuse(d / "validate_keys", *found, "true: unknown keys are always refused");
        }
    }
}

config read_config(const json& found, const place& where) {
    config c;
    dictionary d(found, where, "a configuration");
    read_hosts(d, c);
    read(d, "user", c.user);
    read(d, "password", c.password);
    read_lua(d, c);
    read_policies(d, c);
    read_shm(d, c);
    read(d, "use_shared_connection", c.use_shared_connection);
    read_tls(d, c);
    read(d, "thread_pool_size", c.thread_pool_size);
    read(d, "max_socket_idle", c.max_socket_idle);
    read(d, "min_conns_per_node", c.min_conns_per_node);
    read(d, "max_threads", c.max_conns_per_node);  // the older name, which loses
    read(d, "max_conns_per_node", c.max_conns_per_node);
    read(d, "connect_timeout", c.connect_timeout);
    read(d, "tend_interval", c.tend_interval);
    read(d, "max_error_rate", c.max_error_rate);
    read(d, "error_rate_window", c.error_rate_window);
    read(d, "compression_threshold", c.compression_threshold);
    read(d, "cluster_name", c.cluster_name);
    read(d, "rack_aware", c.rack_aware);
    read(d, "rack_id", c.rack_id);
    if (const json* ids = d.find("rack_ids")) {
        const place at = d / "rack_ids";
        if (!ids->is_array()) refuse(at, *ids, "a list of rack numbers");
        for (std::size_t i = 0; i < ids->size(); ++i)
            read_field((*ids)[i], place(at, i), c.rack_ids.emplace_back());
    }
    read(d, "use_services_alternate", c.use_services_alternate);
    read(d, "strict_types", c.strict_types);
    read(d, "fail_if_not_connected", c.fail_if_not_connected);
    read(d, "force_single_node", c.force_single_node);
    read(d, "app_id", c.app_id);
    refuse_what_is_no_data(d);
    read_fixed_choices(d);
    d.finish();
    return c;
}

}  // namespace
}  // namespace json_form

config config_from_json(std::string_view text) {
    return config_from_json(parse_json(text));
}

config config_from_json(const nlohmann::json& document, std::string_view path) {
    return json_form::read_config(document, json_form::place(path));
}

}  // namespace spikelet
