// A cluster on a clock of the test's own, and a connection to it.
#pragma once

#include "support/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace spikelet::mock {

using testing::reply;
using testing::request;
using testing::send;
using wire::result_code;
using namespace std::chrono_literals;

class engine_test : public ::testing::Test {
protected:
    static cluster_config config() {
        cluster_config c;
        c.clock = clock_mode::manual;
        c.namespaces = {{.name = "test"}, {.name = "small", .max_record_size = 64}};
        return c;
    }
    reply ask(const request& r) { return send(connection_, r); }

    cluster cluster_{config()};
    direct_connection connection_ = cluster_.connect();
    const key k_{"test", "demo", "k"};
};

}  // namespace spikelet::mock
