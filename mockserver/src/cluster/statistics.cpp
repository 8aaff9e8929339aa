#include "cluster/statistics.hpp"

#include <algorithm>

namespace spikelet::mock {
namespace {

// In the order of namespace_counter.
constexpr std::array<std::string_view, static_cast<std::size_t>(namespace_counter::count_)>
    counter_names = {
        "client_tsvc_error",
        "client_proxy_complete",
        "client_proxy_error",
        "client_read_success",
        "client_read_error",
        "client_read_not_found",
        "client_read_filtered_out",
        "client_write_success",
        "client_write_error",
        "client_write_filtered_out",
        "client_delete_success",
        "client_delete_error",
        "client_delete_not_found",
        "client_delete_filtered_out",
        "xdr_client_write_success",
        "xdr_client_write_error",
        "xdr_client_delete_success",
        "xdr_client_delete_error",
        "xdr_client_delete_not_found",
        "from_proxy_read_success",
        "from_proxy_read_error",
        "from_proxy_read_not_found",
        "from_proxy_write_success",
        "from_proxy_write_error",
        "from_proxy_delete_success",
        "from_proxy_delete_error",
        "from_proxy_delete_not_found",
        "fail_xdr_forbidden",
        "fail_generation",
        "fail_record_too_big",
        "deleted_last_bin",
        "expired_objects",
        "read_touch_success",
        "ttl_reductions_ignored",
        "ttl_reductions_applied",
        "client_udf_complete",
        "client_udf_error",
        "client_lang_read_success",
        "client_lang_write_success",
        "client_lang_delete_success",
        "client_lang_error",
        "from_proxy_udf_complete",
        "from_proxy_udf_error",
        "from_proxy_lang_read_success",
        "from_proxy_lang_write_success",
        "from_proxy_lang_delete_success",
        "from_proxy_lang_error",
};
static_assert(!counter_names.back().empty());

}  // namespace

std::string_view name(namespace_counter counter) {
    return counter_names[static_cast<std::size_t>(counter)];
}

std::optional<namespace_counter> find_namespace_counter(std::string_view name) {
    const auto found = std::ranges::find(counter_names, name);
    if (found == counter_names.end()) return std::nullopt;
    return static_cast<namespace_counter>(found - counter_names.begin());
}

}  // namespace spikelet::mock
