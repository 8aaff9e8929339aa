// Commands about Lua modules that name none.
#include "nodes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace spikelet::mock {
namespace {

using testing::nodes;

// A real server stops at udf-get with an empty name.
TEST(info_udf, module_without_a_name_is_an_error) {
    nodes ours({});
    for (const char* command : {"udf-get", "udf-remove", "udf-put"}) {
        EXPECT_EQ(ours.ask(std::string(command) + ":filename="), "error=invalid_filename");
        EXPECT_EQ(ours.ask(std::string(command) + ":filename"), "error=invalid_filename");
        EXPECT_EQ(ours.ask(command), "error=invalid_filename");
    }
}

}  // namespace
}  // namespace spikelet::mock
