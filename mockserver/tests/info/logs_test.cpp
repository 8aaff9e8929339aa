// Log contexts and levels.
#include "nodes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spikelet::mock {
namespace {

using ::testing::HasSubstr;
using testing::nodes;
using ::testing::Not;

TEST(info_logs, level_of_a_context_is_kept) {
    nodes ours({});
    EXPECT_EQ(ours.ask("log/0/info"), "info:INFO");
    EXPECT_EQ(ours.ask("log-set:id=0;info=debug"), "ok");
    EXPECT_EQ(ours.ask("log/0/info"), "info:DEBUG");
    EXPECT_THAT(ours.ask("log:id=0"), HasSubstr(";index:INFO;info:DEBUG;info-command:INFO;"));
    EXPECT_EQ(ours.ask("log/0"), ours.ask("log"));
}

TEST(info_logs, any_stands_for_every_context) {
    nodes ours({});
    EXPECT_EQ(ours.ask("set-log:id=0;any=CRITICAL"), "ok");
    EXPECT_THAT(ours.ask("log"), Not(HasSubstr("INFO")));
    EXPECT_THAT(ours.ask("log"), HasSubstr("masking:CRITICAL"));
}

TEST(info_logs, unknown_logs_contexts_and_levels_are_refused) {
    nodes ours({});
    EXPECT_EQ(ours.ask("log/1"), "ERROR::bad-id");
    EXPECT_EQ(ours.ask("log/0/nope"), "ERROR::bad-context");
    EXPECT_EQ(ours.ask("log-set:id=0"), "ERROR:4:bad parameter");
    EXPECT_EQ(ours.ask("log-set:id=0;info=loud"), "ERROR:4:bad parameter");
    EXPECT_EQ(ours.ask("log-set:id=0;info"), "ERROR:4:bad parameter");
    EXPECT_EQ(ours.ask("log-set:id;info=debug"), "ERROR:4:bad parameter");
}

}  // namespace
}  // namespace spikelet::mock
