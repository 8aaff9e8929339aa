#include "cluster/partition_map.hpp"
#include "storage/record_size.hpp"

#include <spikelet/mock/config.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace spikelet::mock {
namespace {

constexpr std::uint32_t ttl_s_max = 315360000;
constexpr auto npos = std::string_view::npos;

[[noreturn]] void refuse(const std::string& key, const std::string& value,
                         const std::string& allowed) {
    throw std::invalid_argument(key + ": " + value + " is not allowed; " + allowed);
}

void check_range(const std::string& key, std::uint64_t value, std::uint64_t low,
                 std::uint64_t high) {
    if (value >= low && value <= high) return;
    refuse(key, std::to_string(value),
           "it is a number from " + std::to_string(low) + " to " + std::to_string(high));
}

// Names stand in the lists of the info protocol, between separators.
bool parts_names(unsigned char c) {
    return c <= ' ' || c == 0x7f || std::string_view(":;,/=").find(static_cast<char>(c)) != npos;
}

void check_name(const std::string& key, const std::string& name, std::size_t size_max) {
    if (name.size() > size_max || std::ranges::any_of(name, parts_names)) {
        refuse(key, "'" + name + "'",
               "it has at most " + std::to_string(size_max) +
                   " bytes, without ':', ';', ',', '/', '=', blanks and control characters");
    }
}

void check_namespace(const namespace_config& ns) {
    const std::string at = "namespace " + ns.name + ": ";
    check_range(at + "replication-factor", ns.replication_factor, 1, 256);
    check_range(at + "default-ttl", ns.default_ttl_s, 0, ttl_s_max);
    check_range(at + "max-ttl", ns.max_ttl_s, 0, ttl_s_max);
    check_range(at + "max-record-size", ns.max_record_size, max_record_size_min,
                max_record_size_max);
    check_range(at + "stop-writes-used-pct", ns.stop_writes_used_pct, 0, 100);
    check_range(at + "default-read-touch-ttl-pct", ns.default_read_touch_ttl_pct, 0, 100);
    if (ns.max_ttl_s != 0 && ns.default_ttl_s > ns.max_ttl_s) {
        refuse(at + "default-ttl", std::to_string(ns.default_ttl_s),
               "it does not exceed max-ttl, " + std::to_string(ns.max_ttl_s));
    }
    if (ns.default_ttl_s != 0 && ns.nsup_period_s == 0 && !ns.allow_ttl_without_nsup) {
        refuse(at + "default-ttl", std::to_string(ns.default_ttl_s),
               "a ttl needs nsup-period above 0, or allow-ttl-without-nsup");
    }
    if (ns.strong_consistency) {
        refuse(at + "strong-consistency", "true", "strong consistency is not supported");
    }
}

}  // namespace

void validate(const cluster_config& config) {
    check_range("nodes", config.nodes, 1, node_count_max);
    check_name("cluster-name", config.cluster_name, 64);
    if (config.namespaces.empty()) refuse("namespaces", "none", "a cluster has at least one");
    check_range("namespaces", config.namespaces.size(), 1, 32);
    std::set<std::string_view> names;
    for (const namespace_config& ns : config.namespaces) {
        if (ns.name.empty()) refuse("namespace name", "''", "it has 1 to 31 bytes");
        check_name("namespace name", ns.name, 31);
        if (!names.insert(ns.name).second) {
            refuse("namespace name", "'" + ns.name + "'", "each is given once");
        }
        check_namespace(ns);
    }
}

}  // namespace spikelet::mock
