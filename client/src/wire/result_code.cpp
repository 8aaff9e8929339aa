#include <spikelet/wire/result_code.hpp>

#include <array>
#include <cstddef>

namespace spikelet::wire {

namespace {

using enum result_category;
using code = result_code;

// Chapter 02 §1.
constexpr result_code_info table[] = {
    {code::ok, success, "OK", "The command succeeded.", "Nothing to do."},
    {code::server_error, internal, "SERVER",
     "The server failed without a more exact reason, or was given a malformed list or map.",
     "Check packed values for encoding errors, then look into the server's log."},
    {code::record_not_found, answer, "RECORD_NOT_FOUND",
     "There is no record with this key, or it has expired.",
     "Treat it as absent; write it with a policy that may create records."},
    {code::generation, answer, "RECORD_GENERATION",
     "The record's generation is not the one that the policy asked for.",
     "Read the record again and repeat the change with the new generation."},
    {code::parameter, request, "REQUEST_INVALID",
     "The request is malformed or combines flags and operations that exclude each other.",
     "Correct the request; sending it again gives the same answer."},
    {code::record_exists, answer, "RECORD_EXISTS",
     "The record exists and the policy only allows creating it.",
     "Use a policy that updates or replaces, or leave the record as it is."},
    {code::bin_exists, answer, "BIN_EXISTS",
     "The bin exists and the operation's flags only allow creating it.",
     "Drop the create-only flag, or add the no-fail flag."},
    {code::cluster_key_mismatch, cluster, "CLUSTER_CHANGE",
     "The cluster changed while the command ran, or is not in the state that was asked about.",
     "Wait until the cluster is stable and try again."},
    {code::server_full, capacity, "SERVER_FULL",
     "The namespace has no room left: stop-writes, storage or index memory is exhausted.",
     "Delete records, let them expire, or add capacity; reads and deletes still work."},
    {code::timeout, capacity, "TIMEOUT",
     "The server did not finish within the command's time. A write may have been applied or not.",
     "Retry reads; read a record back before retrying a write that must not happen twice."},
    {code::always_forbidden, permission, "ALWAYS_FORBIDDEN",
     "The server will never allow this operation here.",
     "Do not retry; change the request or the server's configuration."},
    {code::unavailable, cluster, "CLUSTER",
     "This node cannot serve the record's partition at the moment.",
     "Retry; if it persists, check that the cluster has all its nodes and data."},
    {code::bin_incompatible_type, data, "BIN_INCOMPATIBLE_TYPE",
     "The bin holds a value of a type that the operation cannot work on.",
     "Read the bin to see its type; use an operation for that type or overwrite the bin."},
    {code::record_too_big, data, "RECORD_TOO_BIG",
     "The record would become larger than the namespace's max-record-size.",
     "Store less in one record, split it, or raise max-record-size."},
    {code::record_busy, capacity, "RECORD_BUSY", "Too many commands wait for this one record.",
     "Back off and retry; spread a hot key over several records."},
    {code::query_aborted, answer, "SCAN_ABORTED", "The query or scan was aborted on request.",
     "Start it again if its result is still wanted."},
    {code::unsupported_feature, request, "UNSUPPORTED_FEATURE",
     "The server does not support this kind of request.",
     "Use a client that speaks the server's version of the protocol, or another feature."},
    {code::bin_not_found, answer, "BIN_NOT_FOUND",
     "The bin does not exist and the operation only works on an existing one.",
     "Create the bin first, drop the update-only flag, or add the no-fail flag."},
    {code::device_overload, capacity, "DEVICE_OVERLOAD",
     "The storage device cannot keep up with the writes.",
     "Back off and retry; write more slowly or add devices."},
    {code::key_mismatch, data, "KEY_MISMATCH",
     "The key sent differs from the key stored with the record.",
     "Check that key and digest belong together."},
    {code::invalid_namespace, request, "INVALID_NAMESPACE",
     "The request names no namespace, or one that the server does not have.",
     "Check the namespace's name against the server's configuration."},
    {code::bin_name, request, "BIN_NAME", "A bin name is longer than 15 bytes or not allowed.",
     "Shorten the bin name."},
    {code::forbidden, permission, "FAIL_FORBIDDEN",
     "The server's configuration or the state of the set forbids the command now.",
     "Check ttl settings (nsup-period), set limits, disabled UDFs and the query limit."},
    {code::element_not_found, answer, "FAIL_ELEMENT_NOT_FOUND",
     "The list or map element does not exist and the flags do not allow creating it.",
     "Drop the no-create flag, or add the no-fail flag."},
    {code::element_exists, answer, "FAIL_ELEMENT_EXISTS",
     "The list or map element exists already and the flags demand a new one.",
     "Drop the unique or no-overwrite flag, or add the no-fail flag."},
    {code::enterprise_only, permission, "ENTERPRISE_ONLY",
     "The feature needs the server's Enterprise Edition.",
     "Turn the feature off: durable deletes, compression, strong reads or transactions."},
    {code::op_not_applicable, data, "OP_NOT_APPLICABLE",
     "The operation is valid but cannot be done on the value as it is now.",
     "Check indexes, ranks and context paths against the value, or add the no-fail flag."},
    {code::filtered_out, answer, "FILTERED_OUT",
     "The filter expression is false for the record, so nothing was done.",
     "Treat it as a condition that was not met."},
    {code::lost_conflict, answer, "LOST_CONFLICT", "A write by XDR lost against a newer one.",
     "Nothing to do; the newer value stays."},
    {code::invalid_encoding, request, "INVALID_ENCODING", "A string is not valid UTF-8.",
     "Encode the string as UTF-8 or send it as a blob."},
    {code::xdr_key_busy, capacity, "XDR_KEY_BUSY",
     "XDR is still writing an earlier version of the record.", "Retry."},
    {code::security_ok_last, success, "QUERY_END",
     "The last block of an answer that lists users or roles.", "Nothing to do."},
    {code::security_not_supported, permission, "SECURITY_NOT_SUPPORTED",
     "The server's edition has no security.", "Connect without user and password."},
    {code::security_not_enabled, permission, "SECURITY_NOT_ENABLED",
     "Security is not enabled on the server.",
     "Connect without user and password, or enable security on the server."},
    {code::security_scheme_not_supported, request, "SECURITY_SCHEME_NOT_SUPPORTED",
     "The security message has a scheme that the server does not know.",
     "Use a client that speaks the server's version of the protocol."},
    {code::invalid_command, request, "INVALID_COMMAND",
     "The server does not know this administration command.",
     "Use a client that speaks the server's version of the protocol."},
    {code::invalid_field, request, "INVALID_FIELD",
     "A field of the administration command is missing or malformed.", "Correct the command."},
    {code::illegal_state, request, "ILLEGAL_STATE",
     "The administration command came at a point where it is not expected.",
     "Log in on the connection before other commands."},
    {code::invalid_user, permission, "INVALID_USER", "There is no user of this name.",
     "Check the user name."},
    {code::user_already_exists, answer, "USER_ALREADY_EXISTS",
     "A user of this name exists already.", "Choose another name, or change that user."},
    {code::invalid_password, permission, "INVALID_PASSWORD",
     "The password is missing or malformed.", "Give a valid password."},
    {code::expired_password, permission, "EXPIRED_PASSWORD", "The password has expired.",
     "Set a new password."},
    {code::forbidden_password, permission, "FORBIDDEN_PASSWORD",
     "The password is not allowed, for example because it was used recently.",
     "Choose another password."},
    {code::invalid_credential, permission, "INVALID_CREDENTIAL", "User and password do not match.",
     "Check user, password and authentication mode."},
    {code::expired_session, permission, "EXPIRED_SESSION", "The login session has expired.",
     "Log in again."},
    {code::invalid_role, request, "INVALID_ROLE", "There is no role of this name.",
     "Check the role name, or create the role."},
    {code::role_already_exists, answer, "ROLE_ALREADY_EXISTS",
     "A role of this name exists already.", "Choose another name, or change that role."},
    {code::invalid_privilege, request, "INVALID_PRIVILEGE",
     "The privilege is unknown or cannot be granted this way.",
     "Check the privilege and its namespace and set."},
    {code::invalid_whitelist, request, "INVALID_WHITELIST",
     "The list of allowed addresses is malformed.",
     "Give addresses or networks such as 10.0.0.0/8."},
    {code::quotas_not_enabled, permission, "QUOTAS_NOT_ENABLED",
     "Quotas are not enabled on the server.", "Enable quotas on the server, or leave them out."},
    {code::invalid_quota, request, "INVALID_QUOTA", "The quota is not allowed.",
     "Give a quota within the server's limits."},
    {code::not_authenticated, permission, "NOT_AUTHENTICATED", "The connection has not logged in.",
     "Give the client a user and a password."},
    {code::role_violation, permission, "ROLE_VIOLATION",
     "The user lacks the privilege for this command.",
     "Grant the user a role with the privilege, for this namespace and set."},
    {code::not_whitelisted, permission, "NOT_WHITELISTED",
     "The client's address is not allowed for this user.",
     "Add the address to the whitelist of the user's role."},
    {code::quota_exceeded, capacity, "QUOTA_EXCEEDED", "The user's read or write quota is used up.",
     "Slow down and retry, or raise the quota."},
    {code::ldap_not_configured, permission, "LDAP_NOT_CONFIGURED",
     "The server has no LDAP configuration.", "Log in with internal authentication."},
    {code::ldap_setup, permission, "LDAP_SETUP", "The server could not set up LDAP.",
     "Check the LDAP section of the server's configuration."},
    {code::ldap_tls_setup, permission, "LDAP_TLS_SETUP",
     "The server could not set up TLS to the LDAP server.",
     "Check the LDAP certificates in the server's configuration."},
    {code::ldap_authentication, permission, "LDAP_AUTHENTICATION",
     "The LDAP server refused user and password.", "Check user and password."},
    {code::ldap_query, permission, "LDAP_QUERY", "A query to the LDAP server failed.",
     "Check that the LDAP server can be reached, and the server's query settings for it."},
    {code::udf, udf, "UDF", "The Lua function failed, or does not exist.",
     "Read the message in the answer's FAILURE bin; check that the module is registered."},
    {code::mrt_blocked, transaction, "MRT_BLOCKED", "Another transaction holds the record.",
     "Retry later, or abort this transaction."},
    {code::mrt_version_mismatch, transaction, "MRT_VERSION_MISMATCH",
     "A record changed after the transaction had read it.",
     "Abort the transaction and run it again."},
    {code::mrt_expired, transaction, "MRT_EXPIRED", "The transaction's deadline has passed.",
     "Run it again, with a longer timeout if it needs one."},
    {code::mrt_too_many_writes, transaction, "MRT_TOO_MANY_WRITES",
     "The transaction writes more than 4096 records.", "Split the transaction."},
    {code::mrt_committed, transaction, "MRT_COMMITTED", "The transaction is committed already.",
     "Start a new transaction."},
    {code::mrt_aborted, transaction, "MRT_ABORTED", "The transaction is aborted already.",
     "Start a new transaction."},
    {code::mrt_already_locked, transaction, "MRT_ALREADY_LOCKED",
     "This transaction has locked the record before.",
     "Treat the earlier write as done, or write without the on-locking-only policy."},
    {code::mrt_monitor_exists, transaction, "MRT_MONITOR_EXISTS",
     "A transaction with this id has started already.", "Start a transaction with a new id."},
    {code::batch_disabled, permission, "BATCH_DISABLED", "Batch commands are switched off.",
     "Set batch-index-threads on the server, or send single commands."},
    {code::batch_max_requests, request, "BATCH_MAX_REQUESTS_EXCEEDED",
     "The batch has more rows for one node than batch-max-requests allows.",
     "Send smaller batches, or raise the limit."},
    {code::batch_queues_full, capacity, "BATCH_QUEUES_FULL",
     "All queues for batch commands are full.", "Back off and retry."},
    {code::invalid_geojson, request, "GEO_INVALID_GEOJSON",
     "The value is not valid GeoJSON of a supported kind.",
     "Check the JSON text, its type and its coordinates (longitude first)."},
    {code::index_found, index, "INDEX_FOUND", "An index of that name or definition exists already.",
     "Use the existing index, or drop it first."},
    {code::index_not_found, index, "INDEX_NOT_FOUND", "No index fits the query.",
     "Create an index on that set, bin, type and context, or correct the query."},
    {code::index_out_of_memory, index, "INDEX_OOM", "The index ran out of memory.",
     "Add memory to the server."},
    {code::index_not_readable, index, "INDEX_NOT_READABLE", "The index is still being built.",
     "Wait until it is ready and try again."},
    {code::index_generic, index, "INDEX", "The index command failed.",
     "Look into the server's log."},
    {code::index_name_too_long, index, "INDEX_NAME_MAXLEN", "The index name is too long.",
     "Use at most 63 bytes."},
    {code::index_max_count, index, "INDEX_MAXCOUNT",
     "The namespace has as many indexes as it may have.", "Drop an index that is not used."},
    {code::query_aborted_legacy, answer, "QUERY_ABORTED", "The query was aborted on request.",
     "Start it again if its result is still wanted."},
    {code::query_queue_full, capacity, "QUERY_QUEUE_FULL", "Too many queries run at once.",
     "Back off and retry."},
    {code::query_timeout, capacity, "QUERY_TIMEOUT", "The query took too long.",
     "Narrow the query, or allow it more time."},
    {code::query_generic, internal, "QUERY", "The query failed without a more exact reason.",
     "Look into the server's log."},
};

// One entry for every byte that can come from the network.
constexpr auto by_code = [] {
    std::array<result_code_info, 256> infos{};
    for (std::size_t i = 0; i < infos.size(); ++i) {
        infos[i] = {static_cast<result_code>(i), internal, "UNKNOWN",
                    "The server answered with a code that this client does not know.",
                    "Compare the versions of client and server."};
    }
    for (const result_code_info& info : table)
        infos[static_cast<std::size_t>(info.code)] = info;
    return infos;
}();

// Each code once, in ascending order.
static_assert([] {
    for (std::size_t i = 1; i < std::size(table); ++i) {
        if (table[i].code <= table[i - 1].code) return false;
    }
    return true;
}());

}  // namespace

const result_code_info& describe(result_code code) {
    return by_code[static_cast<std::size_t>(code)];
}

std::string_view name(result_code code) {
    return describe(code).name;
}

std::string_view name(result_category category) {
    switch (category) {
        case success:
            return "success";
        case answer:
            return "answer";
        case request:
            return "request";
        case data:
            return "data";
        case capacity:
            return "capacity";
        case cluster:
            return "cluster";
        case permission:
            return "permission";
        case udf:
            return "udf";
        case transaction:
            return "transaction";
        case index:
            return "index";
        case internal:
            return "internal";
    }
    return "unknown";
}

}  // namespace spikelet::wire
