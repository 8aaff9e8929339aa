// Expressions, indexes, modules, users and what calls answer (names.md §4, §9).
#include "tables.hpp"

namespace spikelet::constants {
namespace {

constexpr constant expression_read[] = {
    {"EXP_READ_DEFAULT", 0},
    {"EXP_READ_EVAL_NO_FAIL", 16},
};

constexpr constant expression_write[] = {
    {"EXP_WRITE_DEFAULT", 0},      {"EXP_WRITE_CREATE_ONLY", 1},    {"EXP_WRITE_UPDATE_ONLY", 2},
    {"EXP_WRITE_ALLOW_DELETE", 4}, {"EXP_WRITE_POLICY_NO_FAIL", 8}, {"EXP_WRITE_EVAL_NO_FAIL", 16},
};

constexpr constant loop_variable[] = {
    {"EXP_LOOPVAR_KEY", 0},
    {"EXP_LOOPVAR_VALUE", 1},
    {"EXP_LOOPVAR_INDEX", 2},
};

constexpr constant path_select[] = {
    {"EXP_PATH_SELECT_MATCHING_TREE", 0}, {"EXP_PATH_SELECT_VALUE", 1},
    {"EXP_PATH_SELECT_MAP_VALUE", 1},     {"EXP_PATH_SELECT_LIST_VALUE", 1},
    {"EXP_PATH_SELECT_MAP_KEY", 2},       {"EXP_PATH_SELECT_MAP_KEY_VALUE", 3},
    {"EXP_PATH_SELECT_NO_FAIL", 16},
};

constexpr constant path_modify[] = {
    {"EXP_PATH_MODIFY_NO_FAIL", 16},
    {"EXP_PATH_MODIFY_DEFAULT", 0},
};

constexpr constant regex[] = {
    {"REGEX_NONE", 0},  {"REGEX_EXTENDED", 1}, {"REGEX_ICASE", 2},
    {"REGEX_NOSUB", 4}, {"REGEX_NEWLINE", 8},
};

constexpr constant bool_storage[] = {
    {"INTEGER", 0},
    {"AS_BOOL", 1},
};

constexpr constant index_collection[] = {
    {"INDEX_TYPE_DEFAULT", 0},
    {"INDEX_TYPE_LIST", 1},
    {"INDEX_TYPE_MAPKEYS", 2},
    {"INDEX_TYPE_MAPVALUES", 3},
};

constexpr constant index_data[] = {
    {"INDEX_STRING", 0},
    {"INDEX_NUMERIC", 1},
    {"INDEX_GEO2DSPHERE", 2},
    {"INDEX_BLOB", 3},
};

constexpr constant query_duration[] = {
    {"QUERY_DURATION_LONG", 0},
    {"QUERY_DURATION_LONG_RELAX_AP", 2},
    {"QUERY_DURATION_SHORT", 1},
};

constexpr constant udf_language[] = {
    {"UDF_TYPE_LUA", 0},
};

constexpr constant privilege[] = {
    {"PRIV_USER_ADMIN", 0},      {"PRIV_SYS_ADMIN", 1}, {"PRIV_DATA_ADMIN", 2},
    {"PRIV_READ", 10},           {"PRIV_WRITE", 13},    {"PRIV_READ_WRITE", 11},
    {"PRIV_READ_WRITE_UDF", 12}, {"PRIV_TRUNCATE", 14}, {"PRIV_UDF_ADMIN", 3},
    {"PRIV_SINDEX_ADMIN", 4},
};

constexpr constant scan_priority[] = {
    {"SCAN_PRIORITY_AUTO", 0},
    {"SCAN_PRIORITY_LOW", 1},
    {"SCAN_PRIORITY_MEDIUM", 2},
    {"SCAN_PRIORITY_HIGH", 3},
};

constexpr constant scan_status[] = {
    {"SCAN_STATUS_UNDEF", 0},
    {"SCAN_STATUS_INPROGRESS", 1},
    {"SCAN_STATUS_ABORTED", 2},
    {"SCAN_STATUS_COMPLETED", 3},
};

constexpr constant job_status[] = {
    {"JOB_STATUS_COMPLETED", 2},
    {"JOB_STATUS_UNDEF", 0},
    {"JOB_STATUS_INPROGRESS", 1},
};

constexpr constant commit_result[] = {
    {"COMMIT_OK", 0},
    {"COMMIT_ALREADY_COMMITTED", 1},
    {"COMMIT_ROLL_FORWARD_ABANDONED", 5},
    {"COMMIT_CLOSE_ABANDONED", 6},
};

constexpr constant abort_result[] = {
    {"ABORT_OK", 0},
    {"ABORT_ALREADY_ABORTED", 1},
    {"ABORT_ROLL_BACK_ABANDONED", 3},
    {"ABORT_CLOSE_ABANDONED", 4},
};

constexpr constant transaction_state[] = {
    {"TXN_STATE_OPEN", 0},
    {"TXN_STATE_VERIFIED", 1},
    {"TXN_STATE_COMMITTED", 2},
    {"TXN_STATE_ABORTED", 3},
};

}  // namespace

std::span<const constant_table> of_others() {
    static constexpr constant_table tables[] = {
        {constant_family::expression_read, "the flags of reading expressions",
         constants::expression_read},
        {constant_family::expression_write, "the flags of writing expressions",
         constants::expression_write},
        {constant_family::loop_variable, "loop variables of expressions", constants::loop_variable},
        {constant_family::path_select, "the flags of select_by_path", constants::path_select},
        {constant_family::path_modify, "the flags of modify_by_path", constants::path_modify},
        {constant_family::regex, "regular expressions in filters", constants::regex},
        {constant_family::bool_storage, "send_bool_as", constants::bool_storage},
        {constant_family::index_collection, "the part of a bin that an index covers",
         constants::index_collection},
        {constant_family::index_data, "the values that an index covers", constants::index_data},
        {constant_family::query_duration, "a query policy's expected_duration",
         constants::query_duration},
        {constant_family::udf_language, "the language of a module", constants::udf_language},
        {constant_family::privilege, "the code of a privilege", constants::privilege},
        {constant_family::scan_priority, "nothing any more", constants::scan_priority},
        {constant_family::scan_status, "the status of a scan, in answers", constants::scan_status},
        {constant_family::job_status, "the status of a job, in answers", constants::job_status},
        {constant_family::commit_result, "what commit answers", constants::commit_result},
        {constant_family::abort_result, "what abort answers", constants::abort_result},
        {constant_family::transaction_state, "the state of a transaction",
         constants::transaction_state},
    };
    return tables;
}

}  // namespace spikelet::constants
