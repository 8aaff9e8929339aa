// What a case needs of its target; where something is missing the case is skipped, with the reason.
#pragma once

#include "load/node.hpp"
#include "report/suite_result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace spikelet::conformance {

struct requirements {
    std::optional<std::string> edition;  // "community", "enterprise"
    std::optional<std::string> server;   // the earliest version, "7.1"
    std::vector<std::string> features;   // of the info command `features`
    std::vector<std::string> targets;    // any of "direct", "tcp", "hosts"; empty: all
    std::size_t nodes = 0;               // at least
    bool ttl = false;                    // the namespace takes ttls

    // {"edition": …, "server": …, "features": […], "targets": […], "nodes": …, "ttl": true}; throws
    // json_error.
    static requirements from_json(const node& n);
    // Both of them: what a file asks for all of its cases, and what one of them adds.
    void add(const requirements& more);
    // Why a case with these cannot run there; nullopt if it can.
    std::optional<std::string> missing(const target_facts& target) const;
};

// Compares "8.1.2.0" with "7.1" number by number.
bool is_at_least(std::string_view version, std::string_view minimum);

}  // namespace spikelet::conformance
