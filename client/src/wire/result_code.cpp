#include <spikelet/wire/result_code.hpp>

#include <array>
#include <cstddef>

namespace spikelet::wire {

namespace {

using enum result_category;
using code = result_code;

// Chapter 02 §1.
constexpr result_code_info table[] = {
    {code::ok, "OK", success, "The command succeeded.", "Nothing to do."},
    {code::server_error, "SERVER", internal,
     "The server failed without a more exact reason, or was given a malformed list or map.",
     "Check packed values for encoding errors, then look into the server's log."},
    {code::record_not_found, "RECORD_NOT_FOUND", answer,
     "There is no record with this key, or it has expired.",
     "Treat it as absent; write it with a policy that may create records."},
    {code::generation, "RECORD_GENERATION", answer,
     "The record's generation is not the one that the policy asked for.",
     "Read the record again and repeat the change with the new generation."},
    {code::parameter, "REQUEST_INVALID", request,
     "The request is malformed or combines flags and operations that exclude each other.",
     "Correct the request; sending it again gives the same answer."},
    {code::record_exists, "RECORD_EXISTS", answer,
     "The record exists and the policy only allows creating it.",
     "Use a policy that updates or replaces, or leave the record as it is."},
    {code::bin_exists, "BIN_EXISTS", answer,
     "The bin exists and the operation's flags only allow creating it.",
     "Drop the create-only flag, or add the no-fail flag."},
    {code::cluster_key_mismatch, "CLUSTER_CHANGE", cluster,
     "The cluster changed while the command ran, or is not in the state that was asked about.",
     "Wait until the cluster is stable and try again."},
    {code::server_full, "SERVER_FULL", capacity,
     "The namespace has no room left: stop-writes, storage or index memory is exhausted.",
     "Delete records, let them expire, or add capacity; reads and deletes still work."},
    {code::timeout, "TIMEOUT", capacity,
     "The server did not finish within the command's time. A write may have been applied or not.",
     "Retry reads; read a record back before retrying a write that must not happen twice."},
    {code::always_forbidden, "ALWAYS_FORBIDDEN", permission,
     "The server will never allow this operation here.",
     "Do not retry; change the request or the server's configuration."},
    {code::unavailable, "CLUSTER", cluster,
     "This node cannot serve the record's partition at the moment.",
     "Retry; if it persists, check that the cluster has all its nodes and data."},
    {code::bin_incompatible_type, "BIN_INCOMPATIBLE_TYPE", data,
     "The bin holds a value of a type that the operation cannot work on.",
     "Read the bin to see its type; use an operation for that type or overwrite the bin."},
    {code::record_too_big, "RECORD_TOO_BIG", data,
     "The record would become larger than the namespace's max-record-size.",
     "Store less in one record, split it, or raise max-record-size."},
    {code::record_busy, "RECORD_BUSY", capacity, "Too many commands wait for this one record.",
     "Back off and retry; spread a hot key over several records."},
    {code::query_aborted, "SCAN_ABORTED", answer, "The query or scan was aborted on request.",
     "Start it again if its result is still wanted."},
    {code::unsupported_feature, "UNSUPPORTED_FEATURE", request,
     "The server does not support this kind of request.",
     "Use a client that speaks the server's version of the protocol, or another feature."},
    {code::bin_not_found, "BIN_NOT_FOUND", answer,
     "The bin does not exist and the operation only works on an existing one.",
     "Create the bin first, drop the update-only flag, or add the no-fail flag."},
    {code::device_overload, "DEVICE_OVERLOAD", capacity,
     "The storage device cannot keep up with the writes.",
     "Back off and retry; write more slowly or add devices."},
    {code::key_mismatch, "KEY_MISMATCH", data,
     "The key sent differs from the key stored with the record.",
     "Check that key and digest belong together."},
    {code::invalid_namespace, "INVALID_NAMESPACE", request,
     "The request names no namespace, or one that the server does not have.",
     "Check the namespace's name against the server's configuration."},
    {code::bin_name, "BIN_NAME", request, "A bin name is longer than 15 bytes or not allowed.",
     "Shorten the bin name."},
    {code::forbidden, "FAIL_FORBIDDEN", permission,
     "The server's configuration or the state of the set forbids the command now.",
     "Check ttl settings (nsup-period), set limits, disabled UDFs and the query limit."},
    {code::element_not_found, "FAIL_ELEMENT_NOT_FOUND", answer,
     "The list or map element does not exist and the flags do not allow creating it.",
     "Drop the no-create flag, or add the no-fail flag."},
    {code::element_exists, "FAIL_ELEMENT_EXISTS", answer,
     "The list or map element exists already and the flags demand a new one.",
     "Drop the unique or no-overwrite flag, or add the no-fail flag."},
    {code::enterprise_only, "ENTERPRISE_ONLY", permission,
     "The feature needs the server's Enterprise Edition.",
     "Turn the feature off: durable deletes, compression, strong reads or transactions."},
    {code::op_not_applicable, "OP_NOT_APPLICABLE", data,
     "The operation is valid but cannot be done on the value as it is now.",
     "Check indexes, ranks and context paths against the value, or add the no-fail flag."},
    {code::filtered_out, "FILTERED_OUT", answer,
     "The filter expression is false for the record, so nothing was done.",
     "Treat it as a condition that was not met."},
    {code::lost_conflict, "LOST_CONFLICT", answer, "A write by XDR lost against a newer one.",
     "Nothing to do; the newer value stays."},
    {code::invalid_encoding, "INVALID_ENCODING", request, "A string is not valid UTF-8.",
     "Encode the string as UTF-8 or send it as a blob."},
    {code::xdr_key_busy, "XDR_KEY_BUSY", capacity,
     "XDR is still writing an earlier version of the record.", "Retry."},
    {code::security_ok_last, "QUERY_END", success,
     "The last block of an answer that lists users or roles.", "Nothing to do."},
    {code::security_not_supported, "SECURITY_NOT_SUPPORTED", permission,
     "The server's edition has no security.", "Connect without user and password."},
    {code::security_not_enabled, "SECURITY_NOT_ENABLED", permission,
     "Security is not enabled on the server.",
     "Connect without user and password, or enable security on the server."},
    {code::security_scheme_not_supported, "SECURITY_SCHEME_NOT_SUPPORTED", request,
     "The security message has a scheme that the server does not know.",
     "Use a client that speaks the server's version of the protocol."},
    {code::invalid_command, "INVALID_COMMAND", request,
     "The server does not know this administration command.",
     "Use a client that speaks the server's version of the protocol."},
    {code::invalid_field, "INVALID_FIELD", request,
     "A field of the administration command is missing or malformed.", "Correct the command."},
    {code::illegal_state, "ILLEGAL_STATE", request,
     "The administration command came at a point where it is not expected.",
     "Log in on the connection before other commands."},
    {code::invalid_user, "INVALID_USER", permission, "There is no user of this name.",
     "Check the user name."},
    {code::user_already_exists, "USER_ALREADY_EXISTS", answer,
     "A user of this name exists already.", "Choose another name, or change that user."},
    {code::invalid_password, "INVALID_PASSWORD", permission,
     "The password is missing or malformed.", "Give a valid password."},
    {code::expired_password, "EXPIRED_PASSWORD", permission, "The password has expired.",
     "Set a new password."},
    {code::forbidden_password, "FORBIDDEN_PASSWORD", permission,
     "The password is not allowed, for example because it was used recently.",
     "Choose another password."},
    {code::invalid_credential, "INVALID_CREDENTIAL", permission, "User and password do not match.",
     "Check user, password and authentication mode."},
    {code::expired_session, "EXPIRED_SESSION", permission, "The login session has expired.",
     "Log in again."},
    {code::invalid_role, "INVALID_ROLE", request, "There is no role of this name.",
     "Check the role name, or create the role."},
    {code::role_already_exists, "ROLE_ALREADY_EXISTS", answer,
     "A role of this name exists already.", "Choose another name, or change that role."},
    {code::invalid_privilege, "INVALID_PRIVILEGE", request,
     "The privilege is unknown or cannot be granted this way.",
     "Check the privilege and its namespace and set."},
    {code::invalid_whitelist, "INVALID_WHITELIST", request,
     "The list of allowed addresses is malformed.",
     "Give addresses or networks such as 10.0.0.0/8."},
    {code::quotas_not_enabled, "QUOTAS_NOT_ENABLED", permission,
     "Quotas are not enabled on the server.", "Enable quotas on the server, or leave them out."},
    {code::invalid_quota, "INVALID_QUOTA", request, "The quota is not allowed.",
     "Give a quota within the server's limits."},
    {code::not_authenticated, "NOT_AUTHENTICATED", permission, "The connection has not logged in.",
     "Give the client a user and a password."},
    {code::role_violation, "ROLE_VIOLATION", permission,
     "The user lacks the privilege for this command.",
     "Grant the user a role with the privilege, for this namespace and set."},
    {code::not_whitelisted, "NOT_WHITELISTED", permission,
     "The client's address is not allowed for this user.",
     "Add the address to the whitelist of the user's role."},
    {code::quota_exceeded, "QUOTA_EXCEEDED", capacity, "The user's read or write quota is used up.",
     "Slow down and retry, or raise the quota."},
    {code::ldap_not_configured, "LDAP_NOT_CONFIGURED", permission,
     "The server has no LDAP configuration.", "Log in with internal authentication."},
    {code::ldap_setup, "LDAP_SETUP", permission, "The server could not set up LDAP.",
     "Check the LDAP section of the server's configuration."},
    {code::ldap_tls_setup, "LDAP_TLS_SETUP", permission,
     "The server could not set up TLS to the LDAP server.",
     "Check the LDAP certificates in the server's configuration."},
    {code::ldap_authentication, "LDAP_AUTHENTICATION", permission,
     "The LDAP server refused user and password.", "Check user and password."},
    {code::ldap_query, "LDAP_QUERY", permission, "A query to the LDAP server failed.",
     "Check that the LDAP server can be reached, and the server's query settings for it."},
    {code::udf, "UDF", udf, "The Lua function failed, or does not exist.",
     "Read the message in the answer's FAILURE bin; check that the module is registered."},
    {code::mrt_blocked, "MRT_BLOCKED", transaction, "Another transaction holds the record.",
     "Retry later, or abort this transaction."},
    {code::mrt_version_mismatch, "MRT_VERSION_MISMATCH", transaction,
     "A record changed after the transaction had read it.",
     "Abort the transaction and run it again."},
    {code::mrt_expired, "MRT_EXPIRED", transaction, "The transaction's deadline has passed.",
     "Run it again, with a longer timeout if it needs one."},
    {code::mrt_too_many_writes, "MRT_TOO_MANY_WRITES", transaction,
     "The transaction writes more than 4096 records.", "Split the transaction."},
    {code::mrt_committed, "MRT_COMMITTED", transaction, "The transaction is committed already.",
     "Start a new transaction."},
    {code::mrt_aborted, "MRT_ABORTED", transaction, "The transaction is aborted already.",
     "Start a new transaction."},
    {code::mrt_already_locked, "MRT_ALREADY_LOCKED", transaction,
     "This transaction has locked the record before.",
     "Treat the earlier write as done, or write without the on-locking-only policy."},
    {code::mrt_monitor_exists, "MRT_MONITOR_EXISTS", transaction,
     "A transaction with this id has started already.", "Start a transaction with a new id."},
    {code::batch_disabled, "BATCH_DISABLED", permission, "Batch commands are switched off.",
     "Set batch-index-threads on the server, or send single commands."},
    {code::batch_max_requests, "BATCH_MAX_REQUESTS_EXCEEDED", request,
     "The batch has more rows for one node than batch-max-requests allows.",
     "Send smaller batches, or raise the limit."},
    {code::batch_queues_full, "BATCH_QUEUES_FULL", capacity,
     "All queues for batch commands are full.", "Back off and retry."},
    {code::invalid_geojson, "GEO_INVALID_GEOJSON", request,
     "The value is not valid GeoJSON of a supported kind.",
     "Check the JSON text, its type and its coordinates (longitude first)."},
    {code::index_found, "INDEX_FOUND", index, "An index of that name or definition exists already.",
     "Use the existing index, or drop it first."},
    {code::index_not_found, "INDEX_NOT_FOUND", index, "No index fits the query.",
     "Create an index on that set, bin, type and context, or correct the query."},
    {code::index_out_of_memory, "INDEX_OOM", index, "The index ran out of memory.",
     "Add memory to the server."},
    {code::index_not_readable, "INDEX_NOT_READABLE", index, "The index is still being built.",
     "Wait until it is ready and try again."},
    {code::index_generic, "INDEX", index, "The index command failed.",
     "Look into the server's log."},
    {code::index_name_too_long, "INDEX_NAME_MAXLEN", index, "The index name is too long.",
     "Use at most 63 bytes."},
    {code::index_max_count, "INDEX_MAXCOUNT", index,
     "The namespace has as many indexes as it may have.", "Drop an index that is not used."},
    {code::query_aborted_legacy, "QUERY_ABORTED", answer, "The query was aborted on request.",
     "Start it again if its result is still wanted."},
    {code::query_queue_full, "QUERY_QUEUE_FULL", capacity, "Too many queries run at once.",
     "Back off and retry."},
    {code::query_timeout, "QUERY_TIMEOUT", capacity, "The query took too long.",
     "Narrow the query, or allow it more time."},
    {code::query_generic, "QUERY", internal, "The query failed without a more exact reason.",
     "Look into the server's log."},
};

// One entry for every byte that can come from the network.
constexpr auto by_code = [] {
    std::array<result_code_info, 256> infos{};
    for (std::size_t i = 0; i < infos.size(); ++i) {
        infos[i] = {static_cast<result_code>(i), "UNKNOWN", internal,
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
