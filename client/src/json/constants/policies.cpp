// What policies and calls are given (names.md §4, §9).
#include "tables.hpp"

namespace spikelet::constants {
namespace {

constexpr constant commit_level[] = {
    {"POLICY_COMMIT_LEVEL_ALL", 0},
    {"POLICY_COMMIT_LEVEL_MASTER", 1},
};

constexpr constant read_mode_ap[] = {
    {"POLICY_READ_MODE_AP_ONE", 0},
    {"POLICY_READ_MODE_AP_ALL", 1},
};

constexpr constant read_mode_sc[] = {
    {"POLICY_READ_MODE_SC_SESSION", 0},
    {"POLICY_READ_MODE_SC_LINEARIZE", 1},
    {"POLICY_READ_MODE_SC_ALLOW_REPLICA", 2},
    {"POLICY_READ_MODE_SC_ALLOW_UNAVAILABLE", 3},
};

constexpr constant exists[] = {
    {"POLICY_EXISTS_IGNORE", 0},
    {"POLICY_EXISTS_CREATE", 1},
    {"POLICY_EXISTS_UPDATE", 2},
    {"POLICY_EXISTS_REPLACE", 3},
    {"POLICY_EXISTS_CREATE_OR_REPLACE", 4},
};

constexpr constant generation[] = {
    {"POLICY_GEN_IGNORE", 0},
    {"POLICY_GEN_EQ", 1},
    {"POLICY_GEN_GT", 2},
};

constexpr constant key[] = {
    {"POLICY_KEY_DIGEST", 0},
    {"POLICY_KEY_SEND", 1},
};

constexpr constant replica[] = {
    {"POLICY_REPLICA_MASTER", 0},      {"POLICY_REPLICA_ANY", 1},    {"POLICY_REPLICA_SEQUENCE", 2},
    {"POLICY_REPLICA_PREFER_RACK", 3}, {"POLICY_REPLICA_RANDOM", 4},
};

constexpr constant retry[] = {
    {"POLICY_RETRY_NONE", 0},
    {"POLICY_RETRY_ONCE", 1},
};

constexpr constant auth_mode[] = {
    {"AUTH_INTERNAL", 0},
    {"AUTH_EXTERNAL", 1},
    {"AUTH_EXTERNAL_INSECURE", 2},
    {"AUTH_PKI", 3},
};

constexpr constant serializer[] = {
    {"SERIALIZER_NONE", 0},
    {"SERIALIZER_PYTHON", 1},
    {"SERIALIZER_JSON", 2},
    {"SERIALIZER_USER", 3},
};

constexpr constant ttl[] = {
    {"TTL_NAMESPACE_DEFAULT", 0},
    {"TTL_NEVER_EXPIRE", 0xFFFFFFFF},
    {"TTL_DONT_UPDATE", 0xFFFFFFFE},
    {"TTL_CLIENT_DEFAULT", 0xFFFFFFFD},
};

constexpr constant log_level[] = {
    {"LOG_LEVEL_OFF", -1}, {"LOG_LEVEL_ERROR", 0}, {"LOG_LEVEL_WARN", 1},
    {"LOG_LEVEL_INFO", 2}, {"LOG_LEVEL_DEBUG", 3}, {"LOG_LEVEL_TRACE", 4},
};

}  // namespace

std::span<const constant_table> of_policies() {
    static constexpr constant_table tables[] = {
        {constant_family::commit_level, "a policy's commit_level", constants::commit_level},
        {constant_family::read_mode_ap, "a policy's read_mode_ap", constants::read_mode_ap},
        {constant_family::read_mode_sc, "a policy's read_mode_sc", constants::read_mode_sc},
        {constant_family::exists, "a policy's exists", constants::exists},
        {constant_family::generation, "a policy's gen", constants::generation},
        {constant_family::key, "a policy's key", constants::key},
        {constant_family::replica, "a policy's replica", constants::replica},
        {constant_family::retry, "nothing any more: say max_retries", constants::retry},
        {constant_family::auth_mode, "policies.auth_mode", constants::auth_mode},
        {constant_family::serializer, "the serializer of put", constants::serializer},
        {constant_family::ttl, "a ttl", constants::ttl},
        {constant_family::log_level, "the log level", constants::log_level},
    };
    return tables;
}

}  // namespace spikelet::constants
