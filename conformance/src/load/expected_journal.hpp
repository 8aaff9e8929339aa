// The requests that a cluster's nodes must have got, and those that they got.
#pragma once

#include "load/answer.hpp"
#include "load/place.hpp"

#include <spikelet/mock/journal.hpp>

#include <optional>
#include <string>
#include <vector>

namespace spikelet::conformance {

// {"request": "read", "key": "k", "replica": "master", "result": "OK"}; what is not set is not
// compared.
struct expected_request {
    mock::request_kind kind = mock::request_kind::unknown;
    std::optional<record_name> key;
    std::string key_text;                // as the case writes it
    std::optional<std::string> replica;  // that the node holds: "master", "prole" or "none"
    std::optional<std::string> result;   // "OK", or as error_name() writes it

    // Throws json_error.
    static expected_request from_json(const node& n);
};

// All of them, in order. nullopt if there is no difference.
std::optional<mismatch> compare(const std::vector<expected_request>& expected,
                                const std::vector<mock::journal_entry>& got, const place& where);

}  // namespace spikelet::conformance
