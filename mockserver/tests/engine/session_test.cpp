// A connection as a machine over bytes.
#include "engine_fixture.hpp"

#include <algorithm>

namespace spikelet::mock {
namespace {

TEST(session_test, pipelined_requests_are_answered_in_order_whatever_the_cuts) {
    cluster cluster;
    auto connection = cluster.connect();
    const key k("test", "demo", "k");
    std::string requests;
    for (int i = 0; i < 20; ++i) {
        requests += request(k).increment("n", 1).read("n").bytes();
    }
    wire::buffer replies;
    for (std::size_t i = 0; i < requests.size(); i += 7) {
        ASSERT_TRUE(connection.exchange(
            wire::as_bytes(requests).subspan(i, std::min<std::size_t>(7, requests.size() - i)),
            replies));
    }
    wire::bytes_view rest = replies.view();
    for (int i = 1; i <= 20; ++i) {
        const auto one = testing::parse_reply(rest);
        ASSERT_TRUE(one);
        EXPECT_EQ(one->operations.at(0).integer(), i);
        rest = rest.subspan(8 + wire::load_frame_header(rest.data()).body_size);
    }
    EXPECT_TRUE(rest.empty());
}

TEST(session_test, header_that_no_client_sends_closes_the_connection) {
    cluster cluster;
    for (const std::string& bad :
         {std::string("\x01\x03\0\0\0\0\0\0", 8),         // version 1
          std::string("\x02\x00\0\0\0\0\0\0", 8),         // type 0
          std::string("\x02\x06\0\0\0\0\0\0", 8),         // type 6
          std::string("\x02\x03\0\0\x08\0\0\x01", 8)}) {  // 128 MiB and a byte
        auto connection = cluster.connect();
        wire::buffer out;
        EXPECT_FALSE(connection.exchange(wire::as_bytes(bad), out));
        EXPECT_TRUE(out.empty());
    }
}

TEST(session_test, query_is_refused_not_ignored) {
    cluster cluster;
    auto connection = cluster.connect();
    // A message without a digest.
    wire::buffer query;
    wire::message_writer writer(query);
    writer.field(wire::field_type::namespace_name, wire::as_bytes("test"));
    writer.finish({.info1 = wire::info1::read});
    wire::buffer out;
    ASSERT_TRUE(connection.exchange(query.view(), out));
    const auto answer = testing::parse_reply(out.view());
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code, result_code::unsupported_feature);
}

}  // namespace
}  // namespace spikelet::mock
