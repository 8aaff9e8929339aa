// Rules of writing that the golden corpus cannot show: time, limits, many bins, several nodes.
#include "support/requests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace spikelet::mock {
namespace {

using testing::reply;
using testing::request;
using testing::send;
using wire::result_code;
using namespace std::chrono_literals;

class write_test : public ::testing::Test {
protected:
    static cluster_config config() {
        cluster_config c;
        c.clock = clock_mode::manual;
        c.namespaces = {{.name = "test"}, {.name = "small", .max_record_size = 64}};
        return c;
    }
    cluster cluster_{config()};
    direct_connection connection_ = cluster_.connect();
    const key k_{"test", "demo", "k"};
};

TEST_F(write_test, generation_wraps_from_65535_to_1) {
    for (int i = 1; i <= 65535; ++i) {
        ASSERT_EQ(send(connection_, request(k_).write("a", 1)).generation,
                  static_cast<unsigned>(i));
    }
    EXPECT_EQ(send(connection_, request(k_).write("a", 1)).generation, 1u);
}

TEST_F(write_test, record_with_ttl_is_gone_when_its_time_has_come) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(9s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).code, result_code::ok);
    cluster_.clock().advance(1s);
    const reply gone = send(connection_, request(k_).read_all());
    EXPECT_EQ(gone.code, result_code::record_not_found);
    EXPECT_EQ(gone.generation, 1u)
        << "an expired record shows in the header until nsup has removed it";
}

TEST_F(write_test, nsup_removes_what_has_expired_in_its_next_cycle) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(119s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).generation, 1u) << "expired, still there";
    cluster_.clock().advance(1s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).generation, 0u);
    EXPECT_EQ(cluster_.run_nsup("test"), 0u) << "nothing was left to remove";
}

TEST_F(write_test, expired_record_is_created_anew_by_a_write) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    send(connection_, request(k_).write("a", 2).ttl(10));
    cluster_.clock().advance(10s);
    const reply created = send(connection_, request(k_).write("b", 3));
    EXPECT_EQ(created.generation, 1u);
    EXPECT_THAT(cluster_.get(k_)->bins, ::testing::SizeIs(1));
}

TEST_F(write_test, ttl_minus_two_keeps_the_void_time_and_minus_one_removes_it) {
    const reply first = send(connection_, request(k_).write("a", 1).ttl(100));
    cluster_.clock().advance(50s);
    EXPECT_EQ(send(connection_, request(k_).write("a", 2).ttl(0xFFFFFFFE)).void_time,
              first.void_time);
    EXPECT_EQ(send(connection_, request(k_).write("a", 3).ttl(0xFFFFFFFF)).void_time, 0u);
}

TEST_F(write_test, touch_renews_the_time_to_live) {
    send(connection_, request(k_).write("a", 1).ttl(10));
    cluster_.clock().advance(9s);
    EXPECT_EQ(send(connection_, request(k_).touch().ttl(10)).generation, 2u);
    cluster_.clock().advance(9s);
    EXPECT_EQ(send(connection_, request(k_).read_all()).code, result_code::ok);
}

TEST_F(write_test, read_touches_when_less_than_the_asked_percentage_of_the_ttl_is_left) {
    const reply first = send(connection_, request(k_).write("a", 1).ttl(100));
    cluster_.clock().advance(15s);
    send(connection_, request(k_).read_all().ttl(80));
    EXPECT_EQ(send(connection_, request(k_).read_all()).void_time, first.void_time);
    cluster_.clock().advance(10s);
    send(connection_, request(k_).read_all().ttl(80));
    EXPECT_EQ(send(connection_, request(k_).read_all()).void_time, first.void_time + 25);
}

TEST_F(write_test, ttl_without_nsup_is_forbidden_unless_allowed) {
    cluster_config c = config();
    c.namespaces[0].nsup_period_s = 0;
    cluster forbids(c);
    auto connection = forbids.connect();
    EXPECT_EQ(send(connection, request(k_).write("a", 1).ttl(10)).code, result_code::forbidden);
    EXPECT_EQ(send(connection, request(k_).write("a", 1)).code, result_code::ok);
    c.namespaces[0].allow_ttl_without_nsup = true;
    cluster allows(c);
    auto other = allows.connect();
    EXPECT_EQ(send(other, request(k_).write("a", 1).ttl(10)).code, result_code::ok);
}

TEST_F(write_test, failing_operation_leaves_the_record_as_it_was) {
    send(connection_, request(k_).write("a", 1).write("s", "text"));
    const reply failed =
        send(connection_, request(k_).increment("a", 5).read("a").increment("s", 1));
    EXPECT_EQ(failed.code, result_code::bin_incompatible_type);
    EXPECT_THAT(failed.operations, ::testing::IsEmpty());
    EXPECT_EQ(cluster_.get(k_)->bins.at("a"), value(1));
    EXPECT_EQ(cluster_.get(k_)->generation, 1u);
}

TEST_F(write_test, record_above_max_record_size_is_refused_and_the_old_one_stays) {
    const key k("small", "", "k");
    EXPECT_EQ(send(connection_, request(k).write("a", "0123456789")).code, result_code::ok);
    const reply refused = send(connection_, request(k).write("a", std::string(100, 'x')));
    EXPECT_EQ(refused.code, result_code::record_too_big);
    EXPECT_EQ(refused.generation, 1u);
    EXPECT_EQ(cluster_.get(k)->bins.at("a"), value("0123456789"));
}

TEST_F(write_test, stop_writes_refuses_writes_but_not_reads_and_deletes) {
    send(connection_, request(k_).write("a", 1));
    cluster_config c = config();
    c.namespaces[0].stop_writes = true;
    cluster stopped(c);
    auto connection = stopped.connect();
    stopped.put(k_, {{"a", 1}});
    EXPECT_EQ(send(connection, request(k_).write("a", 2)).code, result_code::server_full);
    EXPECT_EQ(send(connection, request(k_).read_all()).code, result_code::ok);
    EXPECT_EQ(send(connection, request(k_).remove()).code, result_code::ok);
}

TEST_F(write_test, more_bins_than_a_record_may_have_are_refused) {
    cluster_config c = config();
    c.namespaces[0].max_record_size = 8u << 20;
    cluster big(c);
    auto connection = big.connect();
    request r(k_);
    for (int i = 0; i < 32768; ++i) {
        r.write("b" + std::to_string(i), 1);
    }
    EXPECT_EQ(send(connection, r).code, result_code::parameter);
    EXPECT_FALSE(big.get(k_));
}

TEST_F(write_test, thirty_two_thousand_bins_are_written_read_and_removed_quickly) {
    cluster_config c = config();
    c.namespaces[0].max_record_size = 8u << 20;
    cluster big(c);
    auto connection = big.connect();
    request writes(k_);
    request reads(k_);
    request removes(k_);
    for (int i = 0; i < 32767; ++i) {
        const std::string name = "b" + std::to_string(i);
        writes.write(name, i);
        reads.read(name);
        removes.remove_bin(name);
    }
    EXPECT_EQ(send(connection, writes).code, result_code::ok);
    const reply all = send(connection, reads);
    ASSERT_EQ(all.operations.size(), 32767u);
    EXPECT_EQ(all.operations[32766].integer(), 32766);
    EXPECT_EQ(send(connection, removes).code, result_code::ok);
    EXPECT_FALSE(big.get(k_));
}

TEST_F(write_test, reply_that_would_exceed_a_frame_is_an_error_not_a_flood) {
    send(connection_, request(k_).write("a", std::string(1000000, 'x')));
    request r(k_);
    for (int i = 0; i < 1000; ++i) {
        r.read("a");
    }
    EXPECT_EQ(send(connection_, r).code, result_code::parameter);
}

TEST_F(write_test, stored_key_comes_back_and_is_checked) {
    const key other("test", "demo", "other");
    send(connection_, request(k_).write("a", 1).key_field(k_.wire_form()));
    EXPECT_EQ(cluster_.get(k_)->key.user_key(), value("k"));
    EXPECT_EQ(send(connection_, request(k_).write("a", 2).key_field(other.wire_form())).code,
              result_code::key_mismatch);
}

TEST(cluster_test, command_to_any_node_reaches_the_record) {
    cluster_config c;
    c.nodes = 3;
    cluster cluster(c);
    for (int i = 0; i < 100; ++i) {
        const key k("test", "demo", i);
        auto writer = cluster.connect(static_cast<std::size_t>(i % 3));
        auto reader = cluster.connect(static_cast<std::size_t>((i + 1) % 3));
        ASSERT_EQ(send(writer, request(k).write("a", i)).code, result_code::ok);
        ASSERT_EQ(send(reader, request(k).read("a")).operations.at(0).integer(), i);
    }
    EXPECT_EQ(cluster.count("test", "demo"), 100u);
}

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

TEST(session_test, features_that_are_not_built_are_refused_not_ignored) {
    cluster cluster;
    auto connection = cluster.connect();
    const key k("test", "demo", "k");
    cluster.put(k, {{"a", 1}});
    // A batch is a stream: its refusal must be its last message.
    const reply batch = send(connection, request(k).info1(wire::info1::batch));
    EXPECT_EQ(batch.code, result_code::unsupported_feature);
    EXPECT_EQ(batch.info3 & wire::info3::last, wire::info3::last);
}

}  // namespace
}  // namespace spikelet::mock
