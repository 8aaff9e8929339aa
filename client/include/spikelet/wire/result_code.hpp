// Result codes of the server (chapter 02).
#pragma once

#include <cstdint>
#include <string_view>

namespace spikelet::wire {

// The server's own numbers; a code that is not listed survives a cast unchanged.
enum class result_code : std::uint8_t {
    ok = 0,
    server_error = 1,
    record_not_found = 2,
    generation = 3,
    parameter = 4,
    record_exists = 5,
    bin_exists = 6,
    cluster_key_mismatch = 7,
    server_full = 8,
    timeout = 9,
    always_forbidden = 10,
    unavailable = 11,
    bin_incompatible_type = 12,
    record_too_big = 13,
    record_busy = 14,
    query_aborted = 15,
    unsupported_feature = 16,
    bin_not_found = 17,
    device_overload = 18,
    key_mismatch = 19,
    invalid_namespace = 20,
    bin_name = 21,
    forbidden = 22,
    element_not_found = 23,
    element_exists = 24,
    enterprise_only = 25,
    op_not_applicable = 26,
    filtered_out = 27,
    lost_conflict = 28,
    invalid_encoding = 29,
    xdr_key_busy = 32,
    security_ok_last = 50,
    security_not_supported = 51,
    security_not_enabled = 52,
    security_scheme_not_supported = 53,
    invalid_command = 54,
    invalid_field = 55,
    illegal_state = 56,
    invalid_user = 60,
    user_already_exists = 61,
    invalid_password = 62,
    expired_password = 63,
    forbidden_password = 64,
    invalid_credential = 65,
    expired_session = 66,
    invalid_role = 70,
    role_already_exists = 71,
    invalid_privilege = 72,
    invalid_whitelist = 73,
    quotas_not_enabled = 74,
    invalid_quota = 75,
    not_authenticated = 80,
    role_violation = 81,
    not_whitelisted = 82,
    quota_exceeded = 83,
    ldap_not_configured = 90,
    ldap_setup = 91,
    ldap_tls_setup = 92,
    ldap_authentication = 93,
    ldap_query = 94,
    udf = 100,
    mrt_blocked = 120,
    mrt_version_mismatch = 121,
    mrt_expired = 122,
    mrt_too_many_writes = 123,
    mrt_committed = 124,
    mrt_aborted = 125,
    mrt_already_locked = 126,
    mrt_monitor_exists = 127,
    batch_disabled = 150,
    batch_max_requests = 151,
    batch_queues_full = 152,
    invalid_geojson = 160,
    index_found = 200,
    index_not_found = 201,
    index_out_of_memory = 202,
    index_not_readable = 203,
    index_generic = 204,
    index_name_too_long = 205,
    index_max_count = 206,
    query_aborted_legacy = 210,
    query_queue_full = 211,
    query_timeout = 212,
    query_generic = 213,
};

// What kind of thing went wrong: what a caller branches on when the exact code does not matter.
enum class result_category : std::uint8_t {
    success,
    answer,      // not a fault: record absent, filtered out, condition not met
    request,     // the request is wrong and stays wrong
    data,        // the record or bin is not what the request needs
    capacity,    // a limit or an overload; may pass
    cluster,     // this node cannot serve it now; may pass
    permission,  // login, role, quota, edition
    udf,
    transaction,
    index,
    internal,
};

struct result_code_info {
    result_code code;
    result_category category;
    std::string_view name;     // the C client's public name, such as "RECORD_NOT_FOUND"
    std::string_view meaning;  // one sentence
    std::string_view remedy;   // what the caller can do
};

// Never fails: an unlisted code gives name "UNKNOWN" and category internal, and keeps its number.
const result_code_info& describe(result_code code);
std::string_view name(result_code code);
std::string_view name(result_category category);

}  // namespace spikelet::wire
