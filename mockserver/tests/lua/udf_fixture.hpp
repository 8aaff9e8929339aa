// A cluster with one record key, to register modules with and call their functions.
#pragma once

#include "support/requests.hpp"

#include <spikelet/mock/cluster.hpp>
#include <spikelet/value.hpp>
#include <spikelet/wire/message.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace spikelet::mock::testing {

// How a call was answered.
struct applied {
    wire::result_code code = wire::result_code::server_error;
    std::uint32_t generation = 0;
    std::uint32_t void_time = 0;
    std::size_t operation_count = 0;
    value result;         // of SUCCESS
    std::string failure;  // of FAILURE
    wire::particle_type type = wire::particle_type::null;
    std::string particle;

    bool succeeded() const { return code == wire::result_code::ok; }
};

struct apply_request {
    std::string package = "m";
    std::string function = "f";
    value::list arguments = {};
    std::uint32_t ttl = 0;
    std::uint32_t timeout_ms = 60000;
    std::string key_field = {};
    std::uint8_t info1 = 0;
    std::uint8_t info2 = 0;
    std::uint8_t info3 = 0;
};

// The request with its header.
std::string apply_frame(const key& k, const apply_request& r);
applied apply(direct_connection& connection, const key& k, const apply_request& r);
// The command that registers a module.
std::string put_command(std::string_view file, std::string_view text);

class udf_test : public ::testing::Test {
public:
    explicit udf_test(cluster_config config = manual_clock()) : cluster_(std::move(config)) {}
    static cluster_config manual_clock() {
        cluster_config c;
        c.clock = clock_mode::manual;
        // Reached sooner than by default: tests that do so take less time.
        c.udf = {.instructions_max = 10'000'000,
                 .memory_max = 16u << 20,
                 .machine_time_max = std::chrono::hours(1)};
        return c;
    }

protected:
    // Registers a module; a refusal fails the test.
    void put(std::string_view text, std::string_view file = "m.lua");
    applied call(std::string function, value::list arguments = {});
    // Calls a function with this body and the parameters `rec, a, b, c`.
    applied run(std::string_view body, value::list arguments = {});
    // The result of such a call, as text; "FAILURE …" if it failed. `expression` is what it
    // returns.
    std::string evaluate(std::string_view expression, value::list arguments = {});

    cluster cluster_;
    direct_connection connection_ = cluster_.connect();
    const key k_{"test", "demo", "k"};
};

}  // namespace spikelet::mock::testing
