// Recorded calls of an official client, made with ours.
#pragma once

#include "../operations/packed_operation.hpp"
#include "../operations/recorded_requests.hpp"
#include "recording_transport.hpp"

#include <spikelet/client.hpp>
#include <spikelet/mock/cluster.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace spikelet::testing {

// A client whose bytes are kept.
class official_calls : public ::testing::Test {
protected:
    official_calls();

    // The frames of the call just made, in hexadecimal; a compressed one is inflated first.
    std::vector<std::string> sent();
    // Makes the recorded call and compares what went out: one frame, equal byte for byte.
    void expect_same(const nlohmann::json& line);

    mock::cluster cluster;
    std::shared_ptr<recording_transport> transport;
    client db;

private:
    void make(const nlohmann::json& options, wire::bytes_view filter,
              const std::vector<std::string>& bin_order);
};

// {"ns": .., "set": .., "key": .., "digest": ..}
key recorded_key(const nlohmann::json& k);

}  // namespace spikelet::testing
