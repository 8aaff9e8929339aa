// Counters of a node, named as `namespace/NS` and `statistics` print them (chapter 03 §7).
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spikelet::mock {

// Per node and namespace. Info prints every other statistic of the server as 0.
enum class namespace_counter : std::uint8_t {
    client_tsvc_error,
    client_proxy_complete,
    client_proxy_error,
    client_read_success,
    client_read_error,
    client_read_not_found,
    client_read_filtered_out,
    client_write_success,
    client_write_error,
    client_write_filtered_out,
    client_delete_success,
    client_delete_error,
    client_delete_not_found,
    client_delete_filtered_out,
    xdr_client_write_success,
    xdr_client_write_error,
    xdr_client_delete_success,
    xdr_client_delete_error,
    xdr_client_delete_not_found,
    from_proxy_read_success,
    from_proxy_read_error,
    from_proxy_read_not_found,
    from_proxy_write_success,
    from_proxy_write_error,
    from_proxy_delete_success,
    from_proxy_delete_error,
    from_proxy_delete_not_found,
    fail_xdr_forbidden,
    fail_generation,
    fail_record_too_big,
    deleted_last_bin,
    expired_objects,
    read_touch_success,
    ttl_reductions_ignored,
    ttl_reductions_applied,
    client_udf_complete,
    client_udf_error,
    client_lang_read_success,
    client_lang_write_success,
    client_lang_delete_success,
    client_lang_error,
    from_proxy_udf_complete,
    from_proxy_udf_error,
    from_proxy_lang_read_success,
    from_proxy_lang_write_success,
    from_proxy_lang_delete_success,
    from_proxy_lang_error,
    count_,
};
std::string_view name(namespace_counter counter);
// nullopt for a name that nothing here counts.
std::optional<namespace_counter> find_namespace_counter(std::string_view name);

class namespace_statistics {
public:
    void add(namespace_counter counter, std::uint64_t by = 1) {
        values_[static_cast<std::size_t>(counter)].fetch_add(by, std::memory_order_relaxed);
    }
    std::uint64_t get(namespace_counter counter) const {
        return values_[static_cast<std::size_t>(counter)].load(std::memory_order_relaxed);
    }

private:
    std::array<std::atomic<std::uint64_t>, static_cast<std::size_t>(namespace_counter::count_)>
        values_{};
};

// Per node.
struct node_statistics {
    std::atomic<std::uint64_t> client_connections{0};
    std::atomic<std::uint64_t> client_connections_opened{0};
    std::atomic<std::uint64_t> client_connections_closed{0};
    std::atomic<std::uint64_t> info_complete{0};
    std::atomic<std::uint64_t> demarshal_error{0};
    std::atomic<std::uint64_t> early_tsvc_client_error{0};
    std::atomic<std::uint64_t> deprecated_requests{0};
};

}  // namespace spikelet::mock
