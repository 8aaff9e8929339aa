// Every key of a configuration, checked before anything is done (config.hpp).
#include "command/effective.hpp"

#include <spikelet/config.hpp>
#include <spikelet/error.hpp>

#include <string>
#include <string_view>

namespace spikelet {
namespace {

constexpr std::size_t lua_path_size_max = 255;
constexpr std::int64_t socket_idle_s_max = 86400;
constexpr std::size_t user_agent_size_max = 63;  // before base64: the server takes 84 characters
constexpr std::size_t rack_ids_max = 64;

[[noreturn]] void refuse(const std::string& key, const std::string& message) {
    throw failure(error(client_errc::parameter, {.message = key + " " + message, .argument = key}));
}

void refuse_unbuilt(const std::string& key, std::string_view what) {
    refuse(key, "is not supported yet: " + std::string(what));
}

void check_range(const std::string& key, std::int64_t v, std::int64_t min, std::int64_t max,
                 std::string_view unit) {
    if (v >= min && v <= max) return;
    std::string message = "is " + std::to_string(v);
    message += "; " + std::to_string(min) + " … " + std::to_string(max);
    if (!unit.empty()) message += " " + std::string(unit);
    refuse(key, message + " are accepted");
}

void check_hosts(const config& c) {
    if (c.hosts.empty()) refuse("hosts", "is empty; name at least one host to begin with");
    for (std::size_t i = 0; i < c.hosts.size(); ++i) {
        const std::string key = "hosts[" + std::to_string(i) + "]";
        if (c.hosts[i].host.empty()) refuse(key, "has no address");
        if (c.hosts[i].host.find('\0') != std::string::npos) {
            refuse(key, "has a zero byte in its address");
        }
        if (c.hosts[i].port == 0) refuse(key, "has port 0; 1 … 65535 are accepted");
    }
}

void check_login(const config& c) {
    if (!c.user.empty()) refuse_unbuilt("user", "this client does not log in");
    if (!c.password.empty()) refuse("password", "is given without a user");
    const auto mode = static_cast<unsigned>(c.policies.auth_mode);
    if (mode > static_cast<unsigned>(auth_mode::pki)) {
        refuse("policies.auth_mode", "is " + std::to_string(mode) + "; 0 … 3 are accepted");
    }
    if (c.policies.auth_mode != auth_mode::internal) {
        refuse_unbuilt("policies.auth_mode", "this client does not log in");
    }
    check_range("policies.login_timeout_ms", c.policies.login_timeout.count(), 0, UINT32_MAX, "ms");
}

void check_unbuilt(const config& c) {
    if (c.shm) refuse_unbuilt("shm", "tending is not shared between processes");
    if (c.use_shared_connection) {
        refuse_unbuilt("use_shared_connection", "each client has connections of its own");
    }
    if (c.tls.enable) refuse_unbuilt("tls.enable", "connections are not encrypted");
}

template <class Policy>
void check_group(std::string_view group, const Policy& p) {
    if (auto problem = command::find_problem(p)) {
        const std::string key = std::string(group) + problem->field;
        // The message begins with the field's name.
        refuse(key, problem->message.substr(problem->field.size() + 1));
    }
}

void check_policies(const policy_groups& p) {
    check_group("policies.read.", p.read);
    check_group("policies.write.", p.write);
    check_group("policies.apply.", p.apply);
    check_group("policies.operate.", p.operate);
    check_group("policies.remove.", p.remove);
    check_group("policies.query.", p.query);
    check_group("policies.scan.", p.scan);
    check_group("policies.batch.", p.batch);
    check_group("policies.info.", p.info);
    check_group("policies.admin.", p.admin);
    check_group("policies.", p.deprecated);
    // Conditions of one record that a group would set for all.
    if (p.operate.exists) refuse("policies.operate.exists", "belongs to a call, not to a group");
    if (p.remove.generation) {
        refuse("policies.remove.generation", "belongs to a call, not to a group");
    }
    if (p.query.fail_on_cluster_change) {
        refuse("policies.query.fail_on_cluster_change", "belongs to a call, not to a group");
    }
}

void check_connections(const config& c) {
    check_range("thread_pool_size", c.thread_pool_size, 1, 4096, "");
    check_range("max_socket_idle", c.max_socket_idle.count(), 0, socket_idle_s_max, "s");
    check_range("max_conns_per_node", c.max_conns_per_node, 1, 65536, "");
    check_range("min_conns_per_node", c.min_conns_per_node, 0, c.max_conns_per_node,
                "(max_conns_per_node)");
    check_range("connect_timeout", c.connect_timeout.count(), 1, UINT32_MAX, "ms");
    check_range("tend_interval", c.tend_interval.count(), 0, UINT32_MAX, "ms");
    check_range("error_rate_window", c.error_rate_window, 1, 1u << 20, "tends");
}

void check_racks(const config& c) {
    check_range("rack_id", c.rack_id, 0, 1000000, "");
    if (c.rack_ids.size() > rack_ids_max) {
        refuse("rack_ids", "has " + std::to_string(c.rack_ids.size()) + " racks, at most " +
                               std::to_string(rack_ids_max) + " are accepted");
    }
    for (std::size_t i = 0; i < c.rack_ids.size(); ++i) {
        check_range("rack_ids[" + std::to_string(i) + "]", c.rack_ids[i], 0, 1000000, "");
    }
}

void check_texts(const config& c) {
    if (c.lua.user_path.size() > lua_path_size_max) {
        refuse("lua.user_path", "has " + std::to_string(c.lua.user_path.size()) +
                                    " bytes, at most 255 are accepted");
    }
    if (c.cluster_name.size() > 63) {
        refuse("cluster_name",
               "has " + std::to_string(c.cluster_name.size()) + " bytes, at most 63 are accepted");
    }
    const std::size_t agent_size = sizeof("1,spikelet-000.000.000,") - 1 + c.app_id.size();
    if (agent_size > user_agent_size_max) {
        refuse("app_id", "has " + std::to_string(c.app_id.size()) + " bytes, at most " +
                             std::to_string(user_agent_size_max - (agent_size - c.app_id.size())) +
                             " are accepted");
    }
}

}  // namespace

void validate(const config& c) {
    check_hosts(c);
    check_login(c);
    check_unbuilt(c);
    check_policies(c.policies);
    check_connections(c);
    check_racks(c);
    check_texts(c);
}

}  // namespace spikelet
