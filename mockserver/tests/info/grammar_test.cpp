// How requests are taken apart, and what one bad command does to the others (chapter 03 §1).
#include "info/request.hpp"
#include "nodes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spikelet::mock {
namespace {

using info::command_line;
using info::find_parameter;
using info::parse_line;
using info::parse_number;
using info::take_line;
using testing::nodes;
using ::testing::StartsWith;

TEST(info_grammar, name_ends_at_the_first_separator) {
    for (const auto& [text, name, separator, arguments] : {std::tuple{"status", "status", '\0', ""},
                                                           {"sets/test/a", "sets", '/', "test/a"},
                                                           {"a:b=c;d", "a", ':', "b=c;d"},
                                                           {"a;b", "a", ';', "b"},
                                                           {"a:", "a", ':', ""},
                                                           {":a", "", ':', "a"},
                                                           {"", "", '\0', ""},
                                                           {"a b\t", "a b\t", '\0', ""}}) {
        const command_line line = parse_line(text);
        EXPECT_EQ(line.text, text);
        EXPECT_EQ(line.name, name);
        EXPECT_EQ(line.separator, separator);
        EXPECT_EQ(line.arguments, arguments);
    }
}

TEST(info_grammar, text_behind_the_last_line_feed_is_no_line) {
    std::string_view rest = "a\n\nb";
    EXPECT_EQ(take_line(rest)->text, "a");
    EXPECT_EQ(take_line(rest)->text, "");
    EXPECT_EQ(take_line(rest), std::nullopt);
}

TEST(info_grammar, first_parameter_of_a_name_counts) {
    EXPECT_EQ(find_parameter("a=1;a=2", "a")->value, "1");
    EXPECT_EQ(find_parameter(";;a=1=2;", "a")->value, "1=2");
    EXPECT_EQ(find_parameter("a", "a")->value, std::nullopt);
    EXPECT_EQ(find_parameter("a=", "a")->value, "");
    EXPECT_FALSE(find_parameter("ab=1;=2", "a"));
    EXPECT_FALSE(find_parameter("", ""));
}

TEST(info_grammar, numbers_are_whole_and_have_no_sign) {
    EXPECT_EQ(parse_number("0"), 0u);
    EXPECT_EQ(parse_number("18446744073709551615"), UINT64_MAX);
    for (const char* bad : {"", "-1", "+1", " 1", "1 ", "0x1", "1.5", "18446744073709551616"})
        EXPECT_EQ(parse_number(bad), std::nullopt) << bad;
}

TEST(info_request, every_line_is_answered_in_order_behind_its_echo) {
    nodes ours({});
    EXPECT_EQ(ours.execute("status\nnope:x=1\nstatus/\n"),
              "status\tok\nnope:x=1\tERROR:4:unrecognized command\nstatus/\tok\n");
    EXPECT_EQ(ours.execute("status"), "");
    EXPECT_EQ(ours.execute("status\nnode"), "status\tok\n");
    EXPECT_EQ(ours.execute("\n"), "\tERROR:4:unrecognized command\n");
    EXPECT_EQ(ours.execute("status\r\n"), "status\r\tERROR:4:unrecognized command\n");
}

TEST(info_request, line_ends_at_a_zero_byte_for_the_server) {
    nodes ours({});
    EXPECT_EQ(ours.execute(std::string_view("status\0x\nnode\n", 14)), "status\tok\nnode\tA1\n");
}

TEST(info_request, empty_request_asks_for_the_summary) {
    nodes ours({});
    const std::string reply = ours.execute("");
    std::string names;
    for (std::size_t at = 0; at < reply.size(); at = reply.find('\n', at) + 1)
        names += reply.substr(at, reply.find('\t', at) - at) + ' ';
    EXPECT_EQ(names,
              "features node compatibility-id edition build_ee_sha build_sha build_arch build_time "
              "build_os build version statistics services-alumni services partition-generation ");
}

TEST(info_request, long_reply_ends_behind_a_whole_answer) {
    nodes ours({.nodes = 3});
    std::string request;
    for (int i = 0; i < 100; ++i)
        request += "partition-info\n";
    const std::string reply = ours.execute(request);
    EXPECT_LT(reply.size(), 20u << 20);
    EXPECT_EQ(reply.back(), '\n');
    EXPECT_LT(std::ranges::count(reply, '\n'), 100);
}

TEST(info_parameters, missing_empty_and_long_values_are_told_apart) {
    nodes ours({});
    EXPECT_EQ(ours.ask("truncate:namespace=test"), "ERROR:4:missing 'set'");
    EXPECT_EQ(ours.ask("truncate:namespace=test;set"), "ERROR:4:missing 'set' value");
    EXPECT_EQ(ours.ask("truncate:namespace=test;set="), "ERROR:4:missing 'set' value");
    EXPECT_EQ(ours.ask("truncate:namespace=test;set=" + std::string(64, 's')),
              "ERROR:4:'set' value too long");
    EXPECT_EQ(ours.ask("truncate:namespace=test;set=" + std::string(63, 's')), "ok");
}

TEST(info_parameters, namespace_has_three_names) {
    nodes ours({});
    for (const char* name : {"namespace", "ns", "id"}) {
        const std::string command = std::string("get-config:context=namespace;") + name;
        EXPECT_THAT(ours.ask(command + "=test"), StartsWith("active-rack=0;")) << name;
        EXPECT_EQ(ours.ask(command + "=nope"), "ERROR:20:namespace not found on node") << name;
    }
    EXPECT_EQ(ours.ask("get-config:context=namespace"), "ERROR:20:missing 'namespace'");
}

}  // namespace
}  // namespace spikelet::mock
