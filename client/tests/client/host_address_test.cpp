// The usual text of an address.
#include <spikelet/host_address.hpp>

#include <gtest/gtest.h>

namespace spikelet {
namespace {

TEST(host_address, is_read_with_and_without_a_port) {
    EXPECT_EQ(parse_host_address("db1"), (host_address{.host = "db1", .port = 3000}));
    EXPECT_EQ(parse_host_address("db1", 4000), (host_address{.host = "db1", .port = 4000}));
    EXPECT_EQ(parse_host_address("10.0.0.7:65535"),
              (host_address{.host = "10.0.0.7", .port = 65535}));
    EXPECT_EQ(parse_host_address("[::1]"), (host_address{.host = "::1", .port = 3000}));
    EXPECT_EQ(parse_host_address("[fe80::2]:1"), (host_address{.host = "fe80::2", .port = 1}));
    EXPECT_EQ(parse_host_address("db1:0"), (host_address{.host = "db1", .port = 0}));
}

TEST(host_address, is_nothing_else) {
    for (const char* text : {"", ":", ":1", "db1:", "db1:x", "db1:1x", "db1: 1", "db1:-1",
                             "db1:65536", "::1", "[", "[]", "[]:1", "[::1", "[::1]3000", "[::1]:"})
        EXPECT_FALSE(parse_host_address(text)) << text;
}

TEST(host_address, text_of_it_is_read_again) {
    for (const host_address& a :
         {host_address{.host = "db1", .port = 1}, host_address{.host = "::1", .port = 3000}})
        EXPECT_EQ(parse_host_address(to_string(a)), a) << to_string(a);
    EXPECT_EQ(to_string({.host = "::1", .port = 3000}), "[::1]:3000");
}

}  // namespace
}  // namespace spikelet
