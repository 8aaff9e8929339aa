#include "command/modules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spikelet::command {
namespace {

using ::testing::HasSubstr;

node_answer lists(std::string node, const std::string& modules) {
    return {.node = std::move(node), .body = "udf-list\t" + modules + "\n"};
}

node_answer fails(std::string node, client_errc code) {
    return {.node = std::move(node), .body = error(code, {.message = "no answer"})};
}

const std::string m_1 = "filename=m.lua,hash=1111,type=LUA;";
const std::string m_2 = "filename=m.lua,hash=2222,type=LUA;";

TEST(module_agreement, is_reached_when_all_nodes_list_the_same_text) {
    module_agreement put("m.lua", module_change::put);
    put.note(lists("A", m_1));
    put.note(lists("B", m_1));
    EXPECT_TRUE(put.is_reached());
    put.note(lists("C", m_2));
    EXPECT_FALSE(put.is_reached());
    EXPECT_EQ(put.not_reached().node(), "C");
}

TEST(module_agreement, of_a_removal_is_reached_when_no_node_lists_the_module) {
    module_agreement removal("m.lua", module_change::remove);
    removal.note(lists("A", ""));
    EXPECT_TRUE(removal.is_reached());
    removal.note(lists("B", m_1));
    EXPECT_FALSE(removal.is_reached());
    EXPECT_EQ(removal.not_reached().node(), "B");
}

TEST(module_agreement, is_not_reached_while_a_node_does_not_answer_in_time) {
    module_agreement put("m.lua", module_change::put);
    put.note(lists("A", m_1));
    put.note(fails("B", client_errc::timeout));
    EXPECT_FALSE(put.is_reached());
    EXPECT_EQ(put.not_reached(), client_errc::timeout);
    EXPECT_EQ(put.not_reached().node(), "B");
    EXPECT_THAT(put.not_reached().message(), HasSubstr("the change is made"));
    put.reset();
    put.note(lists("B", m_1));
    EXPECT_TRUE(put.is_reached());
}

TEST(module_agreement, names_the_node_that_said_so_rather_than_one_that_had_no_time_to) {
    module_agreement put("m.lua", module_change::put);
    put.note(lists("A", m_1));
    put.note(lists("B", ""));
    put.reset();
    put.note(fails("A", client_errc::timeout));
    EXPECT_FALSE(put.is_reached());
    EXPECT_EQ(put.not_reached().node(), "B");
}

TEST(module_agreement, does_not_wait_for_a_node_that_is_gone) {
    module_agreement put("m.lua", module_change::put);
    put.note(lists("A", m_1));
    put.note(fails("B", client_errc::connection));
    EXPECT_TRUE(put.is_reached());
}

TEST(module_agreement, needs_a_node_that_answers) {
    module_agreement put("m.lua", module_change::put);
    EXPECT_FALSE(put.is_reached());
    put.note(fails("A", client_errc::connection));
    EXPECT_FALSE(put.is_reached());
    EXPECT_EQ(put.not_reached(), client_errc::timeout);
    EXPECT_THAT(put.not_reached().message(), HasSubstr("no node can be asked"));
}

TEST(module_agreement, is_not_reached_while_a_node_answers_otherwise) {
    for (const client_errc code : {client_errc::no_connections, client_errc::malformed_reply}) {
        module_agreement put("m.lua", module_change::put);
        put.note(lists("A", m_1));
        put.note(fails("B", code));
        EXPECT_FALSE(put.is_reached());
        EXPECT_EQ(put.not_reached().node(), "B");
    }
}

}  // namespace
}  // namespace spikelet::command
